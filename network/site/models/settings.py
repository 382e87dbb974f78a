from django.db import models


class NetworkSettings(models.Model):
    """One row: who runs this network, and the few numbers an officer may set. Set-up refuses real people without
    controller, host and contact."""

    name = models.CharField(max_length=100, blank=True)  # "Southampton"
    controller = models.CharField(max_length=200, blank=True)  # who answers for the personal data
    host = models.CharField(max_length=200, blank=True)  # who runs the server; should not be an employer of heads
    contact = models.CharField(max_length=200, blank=True)  # how to reach the network's officer
    seen_minutes = models.PositiveSmallIntegerField(default=30)  # a call nobody has seen passes on after this
    version = models.PositiveIntegerField(default=1)  # raised by whatever changes the public pages

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="network_settings_one_row")]
        verbose_name_plural = "network settings"

    @property
    def ready_for_people(self) -> bool:
        return all((self.name.strip(), self.controller.strip(), self.host.strip(), self.contact.strip()))
