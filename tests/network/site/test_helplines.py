"""The helplines, and whoever keeps them right."""

import datetime

import pytest
from django.urls import reverse

from network import clock
from network.models import AuditRow, Helpline
from network.rules import NotAllowed, WrongState
from network.site.actions import helplines

pytestmark = pytest.mark.django_db
URL = reverse("network:helplines")


@pytest.fixture
def line():
    return Helpline.objects.get(name="Samaritans")


def test_helplines_begin_with_those_the_product_ships():
    assert set(Helpline.objects.filter(on_every_page=True).values_list("phone", flat=True)) == {
        "08000 562 561",
        "116 123",
    }
    assert Helpline.objects.filter(checked_on__isnull=False).count() == 0


def test_helplines_says_when_each_was_checked(client, line):
    Helpline.objects.filter(pk=line.pk).update(checked_on=datetime.date(2026, 8, 3))
    page = client.get(URL).content.decode()
    assert "Checked on 3 August 2026" in page
    assert "Not yet checked by this network" in page
    assert "Check now" not in page


def test_line_is_due_for_a_look_after_90_days(line, time_machine):
    time_machine.move_to("2026-12-01T10:00:00+00:00", tick=False)
    today = clock.today()
    due = {days: Helpline(checked_on=today - datetime.timedelta(days=days)).check_is_due for days in (0, 90, 91)}
    assert due == {0: False, 90: False, 91: True}
    assert line.check_is_due


def test_officer_marks_a_line_as_right(sign_in, officer, line):
    browser = sign_in(officer)
    assert "Check now" in browser.get(URL).content.decode()
    browser.post(reverse("network:helpline-checked", kwargs={"public_id": line.public_id}))
    line.refresh_from_db()
    assert line.checked_on == clock.today()
    assert AuditRow.objects.filter(verb="helpline.check", by=officer).count() == 1


def test_officer_changes_a_line(sign_in, officer, line):
    url = reverse("network:helpline-edit", kwargs={"public_id": line.public_id})
    values = {"name": "Samaritans", "phone": "116 123", "about": "Day and night.", "place": "5", "on_every_page": "on"}
    assert sign_in(officer).post(url, values).status_code == 302
    line.refresh_from_db()
    assert (line.about, line.place, line.checked_on) == ("Day and night.", 5, clock.today())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "", "phone": "116 123", "place": "1"}, "Who answers: Please fill this in."),
        ({"name": "A", "phone": "ring us", "place": "1"}, "Enter a telephone number, like 116 123."),
        ({"name": "A", "phone": "116\a123", "place": "1"}, "Enter a telephone number, like 116 123."),
        (
            {"name": "A", "website": "javascript:alert(1)", "place": "1"},
            "Website: Write an address like https://www.example.org.",
        ),
        ({"name": "A", "place": "1", "on_every_page": "on"}, "A line of every page needs a number to ring."),
    ],
)
def test_line_that_cannot_be_right_is_refused_in_words(sign_in, officer, values, words):
    page = sign_in(officer).post(reverse("network:helpline-add"), values)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Helpline.objects.filter(name="A").exists()


def test_last_line_of_every_page_cannot_be_removed(officer, line):
    Helpline.objects.filter(on_every_page=True).exclude(pk=line.pk).delete()
    with pytest.raises(WrongState):
        helplines.remove(by=officer, helpline=line)


@pytest.mark.parametrize("who", ["head", "representative", "directory_member"])
def test_nobody_else_changes_a_line(cast, line, who):
    with pytest.raises(NotAllowed):
        helplines.change(by=getattr(cast, who), helpline=line, phone="1")


def test_a_number_is_kept_without_the_marks_it_was_pasted_with(sign_in, officer):
    typed = {"name": "Example Line", "phone": "\u202a116\u00a0123\u202c;", "place": "1"}
    assert sign_in(officer).post(reverse("network:helpline-add"), typed).status_code == 302
    assert Helpline.objects.get(name="Example Line").phone == "116 123"
