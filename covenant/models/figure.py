from django.db import models


class Figure(models.Model):
    """A published figure, already suppressed by `inspections`: the public pages can not reach private data."""

    promise = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True)
    words = models.CharField(max_length=200)  # "More than nine in ten heads in the window have a buddy"
    counted_on = models.DateField()

    class Meta:
        ordering = ["promise", "code"]

    def __str__(self) -> str:
        return self.words
