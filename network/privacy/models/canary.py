from django.db import models

from network import clock


class Canary(models.Model):
    """One row, from which each start can tell whether SECRET_KEY, FIELD_KEYS and KEY_STORE are still those that this
    database was used with. A file in the key store holds the same number."""

    number = models.CharField(max_length=64)  # random, and no secret
    sealed = models.TextField()  # the number, sealed by FIELD_KEYS
    signed = models.CharField(max_length=64)  # HMAC-SHA256 of the number by SECRET_KEY, in hex
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="canary_is_one_row")]
