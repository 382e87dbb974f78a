from django.db import models


class HeadMark(models.Model):
    """Whether a school has another head than before: a keyed mark of the name, never the name (files/heads.py).

    Kept for schools of the network alone, one a data date, for two years.
    """

    urn = models.CharField(max_length=6)
    seen_on = models.DateField()  # the data's own date
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["urn", "seen_on"], name="head_mark_once")]

    def __str__(self) -> str:
        return f"head mark of {self.urn} on {self.seen_on}"
