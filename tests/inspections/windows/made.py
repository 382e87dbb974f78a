"""Makers for the tests of windows: past inspections as the register holds them."""

from datetime import date

from factory.django import DjangoModelFactory

from network import models as m
from tests.factories import SchoolFactory

TODAY = date(2026, 11, 23)  # a Monday in term
MAY_2023 = date(2023, 5, 10)


class PastInspectionFactory(DjangoModelFactory):
    class Meta:
        model = m.PastInspection

    kind = m.PastInspection.GRADED
    framework = m.PastInspection.EIF
    started_on = MAY_2023
    published_on = date(2023, 6, 20)
    outcome = "Good"


def school_inspected(started_on: date = MAY_2023, *, grades: dict[str, str] | None = None, **more) -> m.School:
    """A community school, open, with one inspection: in the window on `TODAY` unless told otherwise."""
    inspection = {name: more.pop(name) for name in ("outcome", "kind", "concern", "published_on") if name in more}
    school = SchoolFactory(kind_group="Local authority maintained schools", **more)
    past = PastInspectionFactory(urn=school.urn, started_on=started_on, **inspection)
    for area, grade in (grades or {}).items():
        m.AreaGrade.objects.create(inspection=past, area=area, grade=grade)
    return school


def report_card(urn: str, started_on: date) -> m.PastInspection:
    """With nothing below the expected standard."""
    past = PastInspectionFactory(urn=urn, kind="full", framework="report card", started_on=started_on, outcome="")
    m.AreaGrade.objects.create(inspection=past, area="Inclusion", grade="Expected standard", graded_on=started_on)
    return past
