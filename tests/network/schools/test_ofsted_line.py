import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template

from network.clock import LONDON
from network.schools.ofsted_line import opens_at


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-30 08:00", None),
        ("2026-11-30 17:59", None),
        ("2026-11-30 18:00", "2026-12-01 08:00"),
        ("2026-11-29 21:32", "2026-11-30 08:00"),  # a Sunday
        ("2026-12-04 20:00", "2026-12-07 08:00"),  # a Friday evening
        ("2026-11-30 07:59", "2026-11-30 08:00"),
        ("2026-12-24 19:00", "2026-12-29 08:00"),  # Christmas Day, a weekend, and Boxing Day kept on the Monday
        ("2026-07-01 17:30", None),  # by the clock on the wall, in summer too
    ],
)
def test_when_it_opens(now, opens):
    assert opens_at(at(now)) == (opens and at(opens))


def test_an_extra_bank_holiday_counts():
    assert opens_at(at("2026-11-30 12:00"), frozenset({date(2026, 11, 30)})) == at("2026-12-01 08:00")


@pytest.mark.django_db
def test_the_number_is_never_shown_without_its_hours(time_machine):
    def shown():
        return " ".join(Template("{% load ofsted %}{% ofsted_number %}").render(Context()).split())

    time_machine.move_to(at("2026-11-29 21:32"), tick=False)
    assert '<a class="govuk-link" href="tel:03001231231">0300 123 1231</a>, Monday to Friday, 8.00 to 18.00.' in shown()
    assert "It is closed now, and opens on Monday 30 November at 8.00." in shown()
    time_machine.move_to(at("2026-11-30 12:00"), tick=False)
    assert "Monday to Friday, 8.00 to 18.00." in shown()
    assert "closed" not in shown()


def test_no_page_and_no_message_writes_the_number_by_itself():
    templates = Path(__file__).resolve().parents[3] / "templates"
    written = [path.name for path in templates.rglob("*.*") if re.search(r"0300\s*123\s*1231", path.read_text())]
    assert written == []
