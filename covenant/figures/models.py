from django.db import models


class FigureQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.all()


class Figure(models.Model):
    """A published figure, already suppressed by `inspections`: the public pages can not reach private data."""

    promise = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, unique=True)
    words = models.CharField(max_length=200)  # "More than nine in ten heads in the window have a buddy"
    counted_on = models.DateField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["promise", "code"]

    def __str__(self) -> str:
        return self.words
