from django.db import models

from network.base import Public


class Authority(Public):
    """A council area of the register. Those `in_network` are the ones this installation serves."""

    code = models.CharField(max_length=3, unique=True)  # the DfE's number, as text: leading zeros count
    name = models.CharField(max_length=100, unique=True)
    in_network = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name
