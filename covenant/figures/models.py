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


class YearFigure(models.Model):
    """What a figure came to in a school year, as a share: to draw it over the years. The last one published in that
    year stays."""

    code = models.CharField(max_length=40)
    school_year = models.CharField(max_length=7)  # "2026/27"
    percent = models.PositiveSmallIntegerField()  # at least, by counts suppressed already; in steps of five
    counted_on = models.DateField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["code", "school_year"]
        constraints = [
            models.UniqueConstraint(fields=["code", "school_year"], name="year_figure_once"),
            models.CheckConstraint(name="year_figure_is_a_share", condition=models.Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"figure of a year {self.pk}"
