"""Behind every number that can be pressed stands what a phone dials, and nothing else is a number."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import reverse

from network.models import Helpline, HelpRequest
from tests.people import signed_in

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


def drawn(text, words):
    return engines["django"].from_string(text).render({"words": words})


@pytest.mark.parametrize(
    ("typed", "dials"),
    [
        ("0300 123 1231 ext. 4", "03001231231;ext=4"),
        ("0300 123 1231, extension 12", "03001231231;ext=12"),
        ("(023) 8000 0000 x12", "02380000000;ext=12"),
        ("+44 (0)23 8000 0000", "+442380000000"),
        ("Pat Chair 07700 900 999", "07700900999"),
        ("+447700900123", "+447700900123"),
        ("116 123", "116123"),
        ("ask in the office", ""),
    ],
)
def test_what_a_phone_dials(typed, dials):
    assert drawn('<a href="tel:{{ words|tel }}">', typed) == f'<a href="tel:{dials}">'


def test_within_other_words_the_number_alone_is_pressed():
    assert (
        drawn("{{ words|to_press }}", "Pat Chair <07700 900 999>, room 12, since 2024")
        == 'Pat Chair &lt;<a class="govuk-link" href="tel:07700900999">07700 900 999</a>&gt;, room 12, since 2024'
    )


def test_what_is_written_to_is_no_number():
    words = "Sam Example: a023800001@example.org or 023 8000 0000"
    assert drawn("{{ words|numbers_to_press }}", words) == (
        '<a class="govuk-link" href="tel:02380000000">023 8000 0000</a>'
    )
    assert drawn("{{ words|addresses_to_press }}", words) == (
        '<a class="govuk-link" href="mailto:a023800001@example.org">a023800001@example.org</a>'
    )
    assert drawn("{{ words|numbers_to_press }}", "officer@example.org") == ""


def test_no_template_writes_a_number_behind_tel_by_itself():
    for path in TEMPLATES.rglob("*.html"):
        for written in re.findall(r'"(?:tel|sms):([^"]*)"', path.read_text()):
            assert re.fullmatch(r"\d+|\{\{ [\w.]+\|tel \}\}", written), (path.name, written)


def test_a_helpline_with_words_in_its_number_is_not_dialled():
    assert Helpline(phone="0800 000 000 ext. 2").tel == "0800000000;ext=2"
    assert Helpline(phone="111, option 2").tel == ""
    assert Helpline(phone="Text SHOUT to 85258").tel == ""


@pytest.mark.django_db
def test_the_officers_queue_shows_numbers_as_they_are_spoken(cast):
    HelpRequest.objects.create(name="Ann Example", phone="07700900123")
    page = signed_in(cast.officer).get(reverse("network:help-requests")).content.decode()
    assert '<a class="govuk-link" href="tel:07700900123">07700 900 123</a>' in page
