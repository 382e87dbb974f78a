"""The pages of the call: confirmation, what was sent, who has seen it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from inspections.models import CheckIn, Inspection, PleaseRing
from inspections.ringing.actions import please_ring
from network import models as m
from network.members.actions import ties
from outbox.models import Message
from tests import factories as f
from tests.inspections.story import MONDAY, at, call
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def plain(text):
    """On one line, as it is read."""
    return " ".join(text.split())


def page(sign_in, person, name, **kwargs):
    response = sign_in(person).get(reverse(f"inspections:{name}", kwargs=kwargs or None))
    assert response.status_code == 200
    return as_read(response)


def test_call_takes_one_press(story, sign_in):
    client = sign_in(story.head)
    text = as_read(client.get("/call/"))
    assert 'value="2026-12-01"' in text
    assert 'value="2026-12-02"' in text
    place = client.get("/call/").context["form"].fields["place"].initial
    response = client.post("/call/", {"place": place, "kind": "full"})
    inspection = Inspection.objects.get()
    assert response.url == reverse("inspections:inspection", kwargs={"public_id": inspection.public_id})
    assert (inspection.starts_on, inspection.ends_on) == (date(2026, 12, 1), date(2026, 12, 2))


def test_call_with_everything(story, sign_in):
    client = sign_in(story.head)
    place = client.get("/call/").context["form"].fields["place"].initial
    client.post(
        "/call/",
        {
            "place": place,
            "kind": "monitoring",
            "starts_on": "2026-12-09",
            "ends_on": "2026-12-10",
            "lead_inspector": "Lee Example",
            "senior_number": "03000 000 000",
            "welfare_contact": "Wren Example",
            "chair": "Chris Example",
            "head": "1",
            "closed_at": "2026-12-01",
        },
    )
    inspection = Inspection.objects.get()
    assert inspection.lead_inspector == "Lee Example"
    assert (inspection.kind, inspection.ends_on, inspection.closed_at) == ("monitoring", date(2026, 12, 10), None)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"starts_on": "2026-12-09", "ends_on": "2026-12-08"}, "The last day cannot be before the first."),
        ({"starts_on": "31/02/2027"}, "Write a date like 23 November 2026 or 23/11/2026."),
        ({"starts_on": "2026-12-09", "ends_on": "2027-12-08"}, "more than two months"),
        ({"lead_inspector": "x" * 151}, "at most 150 characters"),
        ({"lead_inspector": "a\x00b"}, "A character in this cannot be kept"),
        ({"place": "0" * 32}, "Please choose one of those offered."),
    ],
)
def test_call_says_what_is_wrong_and_records_nothing(story, sign_in, given, message):
    client = sign_in(story.head)
    place = client.get("/call/").context["form"].fields["place"].initial
    response = client.post("/call/", {"place": place, "kind": "full"} | given)
    assert message in as_read(response)
    assert not Inspection.objects.exists()


def test_call_by_the_deputy_names_whose_school(story, sign_in):
    m.Membership.objects.filter(person=story.head).update(role=m.Membership.HEAD)
    second = f.SchoolFactory(name="Second Example School")
    f.MembershipFactory(person=story.head, school=second)
    text = page(sign_in, story.deputy, "call")
    assert "Example Junior School, for Hollis Example" in text
    assert "Second Example School, for Hollis Example" in text


def test_inspection_says_what_was_sent(story, sign_in):
    inspection = call(story)
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "<strong>Blake Example</strong>: not told yet, we are trying. Has not seen it yet." in plain(text)
    Message.objects.filter(about__startswith="told:").update(state=Message.SENT, sent_at=MONDAY)
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "<strong>Blake Example</strong>: told at 09.52. Has not seen it yet." in plain(text)
    assert "Your reserve was asked to be ready, without school or days." in text
    assert "Brook" not in text
    assert "Undo" in text


def test_inspection_without_a_buddy_says_whom_to_ring_and_leads_to_who_else_can_be_asked(story, sign_in):
    m.Tie.objects.filter(head=story.head).delete()
    inspection = call(story)
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "Nobody is being asked yet." in text
    assert 'href="/ask-more/"' in text
    assert "08000 562 561</a> (day and night, free and confidential)" in plain(text)


def test_inspection_undo_is_offered_for_ten_minutes(story, sign_in, now):
    inspection = call(story)
    now.shift(timedelta(minutes=10))
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "Undo" not in text
    response = sign_in(story.head).post(reverse("inspections:inspection-undo", args=[inspection.public_id]))
    assert response.status_code == 409
    assert "ten minutes" in as_read(response)


def test_inspection_for_the_buddy_has_a_press(story, sign_in):
    inspection = call(story)
    text = page(sign_in, story.buddy, "inspection", public_id=inspection.public_id)
    assert "I have seen it" in text
    sign_in(story.buddy).post(
        reverse("inspections:inspection-seen", args=[inspection.public_id]), {"reply": "With you."}
    )
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "saw it on Monday at 09.52. “With you.”" in text
    assert m.AuditRow.objects.filter(verb="inspection.read", by=story.buddy, concerns=story.head).count() == 1


def test_looking_is_not_seeing(story, sign_in):
    inspection = call(story)
    page(sign_in, story.buddy, "inspection", public_id=inspection.public_id)
    assert inspection.told.get(person=story.buddy).seen_at is None


def test_inspection_for_those_it_was_shared_with_shows_the_days_alone(story, sign_in):
    inspection = call(story, lead_inspector="Lee Example", senior_number="03000 000 000")
    text = page(sign_in, story.shared_with, "inspection", public_id=inspection.public_id)
    assert "Tuesday 1 December" in text
    for private in ("Lee Example", "03000 000 000", "Blake", "Who knows", "Check-ins"):
        assert private not in text


def test_inspection_change_and_dates(story, sign_in, now):
    inspection = call(story)
    client = sign_in(story.head)
    client.post(
        reverse("inspections:inspection-change", args=[inspection.public_id]),
        {"kind": "full", "starts_on": "2026-12-08", "ends_on": "2026-12-09"},
    )
    inspection.refresh_from_db()
    assert (inspection.starts_on, inspection.generation) == (date(2026, 12, 8), 2)
    url = reverse("inspections:inspection-dates", args=[inspection.public_id])
    assert "before the last day on site" in as_read(client.post(url, {"draft_on": "2026-12-01"}))
    client.post(url, {"draft_on": "2027-01-08"})
    inspection.refresh_from_db()
    assert inspection.draft_on == date(2027, 1, 8)


def test_inspection_close_asks_once_more(story, sign_in):
    inspection = call(story)
    url = reverse("inspections:inspection-close", args=[inspection.public_id])
    client = sign_in(story.head)
    assert "Leave it open" in as_read(client.get(url))
    inspection.refresh_from_db()
    assert inspection.is_open
    client.post(url)
    inspection.refresh_from_db()
    assert not inspection.is_open


def test_there_is_no_field_for_a_grade_or_an_outcome():
    from inspections.calls import forms

    words = {"grade", "outcome", "judgement", "result", "effectiveness"}
    fields = {field.name for field in Inspection._meta.get_fields()}
    for form in (forms.ChangeForm(), forms.DatesForm(ends_on=None), forms.SeenForm()):
        fields |= set(form.fields)
    assert not {field for field in fields if any(word in field for word in words)}


def test_please_ring_me(story, sign_in, now):
    client = sign_in(story.head)
    assert "your reserve too, if nobody answers in 30 minutes" in as_read(client.get("/please-ring-me/"))
    assert client.post("/please-ring-me/").url == "/please-ring-me/"
    assert "not told yet, we are trying." in as_read(client.get("/please-ring-me/"))
    Message.objects.filter(about__startswith="ring:").update(state=Message.SENT, sent_at=MONDAY)
    asked = plain(as_read(client.get("/please-ring-me/")))
    assert "<strong>Blake Example</strong>: told at 09.52. Has not answered yet." in asked
    now.shift(timedelta(minutes=30))
    please_ring.pass_on_waiting()
    Message.objects.filter(to=story.reserve, about__startswith="ring:").update(
        state=Message.SENT, sent_at=MONDAY + timedelta(minutes=30)
    )
    asked = plain(as_read(client.get("/please-ring-me/")))
    assert "<strong>Brook Example</strong>: told at 10.22. Has not answered yet." in asked
    ring = PleaseRing.objects.get()
    sign_in(story.reserve).post(reverse("inspections:please-ring-taking", args=[ring.public_id]))
    assert "Brook Example is ringing you" in as_read(client.get("/please-ring-me/"))
    for person, said in ((story.reserve, "You are ringing Hollis"), (story.buddy, "Brook Example is ringing Hollis")):
        assert f"{said} (since 10.22)." in page(sign_in, person, "standing-by", public_id=story.head.public_id)


def test_please_ring_me_with_nobody_there(story, sign_in):
    m.Tie.objects.filter(head=story.head).delete()
    text = page(sign_in, story.head, "please-ring-me")
    assert "Press, and you see who else can be asked to ring you." in text
    sign_in(story.head).post("/please-ring-me/")
    text = page(sign_in, story.head, "please-ring-me")
    assert 'href="/ask-more/"' in text
    assert "116 123" in text
    assert "999" in text


def test_standing_by_shows_answers_and_only_shared_notes(story, sign_in, now):
    from inspections.answers.actions import answers as check_ins

    call(story)
    now.move_to(at("2026-12-01 17:30"))
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=story.head, check_in=evening, answer="not_great", note="MARKER", note_shared=False)
    text = page(sign_in, story.buddy, "standing-by", public_id=story.head.public_id)
    assert "Not great" in text
    assert "MARKER" not in text
    assert "MARKER" in page(sign_in, story.head, "check-ins")
    ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
    response = sign_in(story.buddy).get(reverse("inspections:standing-by", args=[story.head.public_id]))
    assert response.status_code == 404


@pytest.mark.parametrize("day", ["23/11/0026", "23/11/2062", "31/12/9999"])
def test_a_mistyped_year_is_said_on_the_form_and_no_call_is_set_out_by_it(story, sign_in, day):
    browser = sign_in(story.head)
    place = browser.get("/call/").context["form"]["place"].initial
    given = {"place": place, "kind": Inspection.FULL, "starts_on": day, "ends_on": day}
    assert "Please check the year" in as_read(browser.post("/call/", given))
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("name", ["draft_on", "published_on", "complained_on", "replied_on"])
def test_a_mistyped_year_of_what_came_after_is_said_on_the_form(story, sign_in, name):
    address = reverse("inspections:inspection-dates", args=[call(story).public_id])
    answer = sign_in(story.head).post(address, {name: "31/12/9999"}, follow=True)
    assert "Please check the year" in as_read(answer)
    assert getattr(Inspection.objects.get(), name) is None
