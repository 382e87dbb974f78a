"""The officer's front page: what it counts, and that it says nothing of what is said."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.models import BuddyRequest, Pairing, Round, Suggestion
from covenant.statements import actions as statements
from directory.models import Leave, Listing
from inspections.answers.actions import answers as check_ins
from inspections.board.queries import banded
from inspections.models import CheckIn
from network import clock
from network import models as m
from tests import factories as f
from tests.covenant.factories import SignatoryFactory
from tests.directory import make
from tests.inspections.story import MONDAY, at, call
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def seen(client):
    """The page without what differs at every request."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", client.get("/network/").content)


@pytest.mark.parametrize("answer", ["fine", "not_great", "ring_me", "not_now"])
def test_the_same_bytes_whether_or_not_a_check_in_was_answered(story, sign_in, now, answer):
    call(story)
    now.move_to(at("2026-12-01 17:30"))
    client = sign_in(story.officer)
    before = seen(client)
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=story.head, check_in=evening, answer=answer, note="x", note_shared=True)
    assert seen(client) == before


def test_the_same_bytes_when_a_fifth_overdue_one_is_answered(story, sign_in, now):
    for n in range(5):
        head = f.PersonFactory()
        CheckIn.objects.create(
            head=head,
            rule="month",
            occurrence="2026-11",
            due_at=MONDAY - timedelta(days=9),
            send_at=MONDAY - timedelta(days=9),
            useful_until=MONDAY - timedelta(days=4 - n / 10),
            state=CheckIn.MISSED,
        )
    client = sign_in(story.officer)
    before = seen(client)
    assert b"About 5" in before
    row = CheckIn.objects.filter(state=CheckIn.MISSED).select_related("head", "inspection").first()
    check_ins.answer(by=row.head, check_in=row, answer="fine")
    assert seen(client) == before
    now.shift(timedelta(days=1))
    assert b"Under 5" in seen(client)


def test_the_same_bytes_whether_or_not_there_is_an_inspection(story, sign_in):
    client = sign_in(story.officer)
    before = seen(client)
    call(story)
    assert seen(client) == before


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "Under 5"), (1, "Under 5"), (4, "Under 5"), (5, "About 5"), (7, "About 5"), (8, "About 10"), (52, "About 50")],
)
def test_banded(number, words):
    assert banded(number) == words


def test_what_needs_her(story, sign_in):
    f.HelpRequestFactory(name="Robin Example")
    f.InvitationFactory(name="Indigo Example", sent_at=clock.now())
    m.ContactPoint.objects.filter(person=story.directory_member, channel="sms").update(broken_at=clock.now())
    text = as_read(sign_in(story.officer).get("/network/"))
    assert "<b>1</b>head in the window without a buddy" in text
    assert "Hollis Example" in text
    assert "Robin Example" in text
    assert "Indigo Example" in text
    assert "Dylan Example, phone, since 30 November" in text
    assert "07700 900777" not in text, "numbers stand on their own page"


def test_a_head_for_whom_somebody_is_asked_is_listed_once_and_counted_until_both_say_yes(story, sign_in):
    client = sign_in(story.officer)
    nobody, unanswered = "In the window, nobody asked yet", "Suggestions not answered</h2>"
    text = as_read(client.get("/network/"))
    assert nobody in text
    assert unanswered not in text
    Pairing.objects.create(head=story.head, buddy=story.buddy, state=Pairing.ASKED, asked_at=clock.now())
    text = as_read(client.get("/network/"))
    assert nobody not in text
    assert unanswered in text
    assert "<b>1</b>head in the window without a buddy" in text


def test_schools_whose_head_has_not_joined_are_one_line(story, sign_in):
    f.SchoolFactory(name="Example Infant School", in_window=True)
    text = as_read(sign_in(story.officer).get("/network/"))
    assert "<b>1</b>head in the window without a buddy" in text
    assert "<strong>1 school</strong> in the window has no head in the network yet." in text
    assert "Example Infant School" not in text
    f.SchoolFactory(in_window=True)
    text = as_read(sign_in(story.officer).get("/network/"))
    assert "<strong>2 schools</strong> in the window have no head in the network yet." in text


def test_statements_due_are_named_and_lead_to_the_signatories(story, sign_in):
    client = sign_in(story.officer)
    signatory = SignatoryFactory(organisation=story.employer)
    assert "Statements due" not in as_read(client.get("/network/"))
    statements.look()
    text = as_read(client.get("/network/"))
    assert "Statements due: 1. Over a year without one: Example Trust." in text
    assert 'href="/network/signatories/"' in text
    assert "Review due</strong>" in as_read(client.get("/network/signatories/"))
    statements.make(by=story.representative, signatory=signatory, words="We paid for supervision.")
    assert "Statements due" not in as_read(client.get("/network/"))


def test_missing_next_term_is_said_by_area_and_by_school_with_terms_of_its_own(story, sign_in):
    m.Term.objects.filter(starts_on__gt=MONDAY).delete()
    client = sign_in(story.officer)
    assert f"missing for {story.authority.name}." in as_read(client.get("/network/"))
    next_term = {"starts_on": "2027-01-04", "ends_on": "2027-03-25", "name": "Spring", "source": "typed"}
    m.Term.objects.create(authority=story.authority, **next_term)
    assert "are missing" not in as_read(client.get("/network/"))
    own = m.Term.objects.create(
        school=story.school, starts_on="2026-09-01", ends_on="2026-12-18", name="Autumn", source="typed"
    )
    assert "missing for Example Junior School." in as_read(client.get("/network/"))
    m.Term.objects.create(school=own.school, **next_term)
    assert "are missing" not in as_read(client.get("/network/"))


def test_a_usual_date_that_has_passed_is_no_blame(story, sign_in):
    m.School.objects.filter(pk=story.school.pk).update(window_due_on="2025-07-31")
    text = as_read(sign_in(story.officer).get("/network/"))
    assert "Could be any Monday" in text
    assert "July 2025" not in text


def test_the_same_queries_for_one_school_and_for_thirty(story, sign_in, django_assert_num_queries):
    client = sign_in(story.officer)
    client.get("/network/")
    with django_assert_num_queries(27):
        client.get("/network/")
    for _ in range(29):
        school = f.SchoolFactory(in_window=True)
        f.MembershipFactory(school=school)
        f.HelpRequestFactory()
        f.InvitationFactory(sent_at=clock.now())
    with django_assert_num_queries(27):
        client.get("/network/")


def test_suggestions_nobody_has_answered_say_who_is_waited_for(story, sign_in):
    waiting = Pairing.objects.create(
        head=story.head, buddy=story.buddy, state=Pairing.ASKED, asked_at=MONDAY, head_yes_at=MONDAY
    )
    client = sign_in(story.officer)
    text = as_read(client.get("/network/"))
    assert "Suggestions not answered" in text
    assert f"/pairings/{waiting.public_id}/" in text
    assert 'data-label="Waiting for">the buddy<' in text
    Pairing.objects.filter(pk=waiting.pk).update(state=Pairing.IN_FORCE, buddy_yes_at=MONDAY)
    assert "Suggestions not answered" not in as_read(client.get("/network/"))


def test_a_draft_of_suggestions_can_be_kept_changed_and_sent_from_here(story, sign_in):
    asks = BuddyRequest.objects.create(head=story.head, school=story.school, why=BuddyRequest.ASKED)
    round_ = Round.objects.create(state=Round.DRAFT)
    suggested = Suggestion.objects.create(
        round=round_,
        request=asks,
        head=story.head,
        school=story.school,
        buddy=story.buddy,
        reasons="same phase; 3.1 km",
    )
    client = sign_in(story.officer)
    text = as_read(client.get("/network/"))
    for words in ("Suggested pairings, not yet sent", "<li>same phase</li><li>3.1 km</li>", "send 1 suggestion<"):
        assert words in text
    client.post(reverse("buddies:suggestion-pin", args=[suggested.public_id]))
    assert ">Kept<" in as_read(client.get("/network/"))
    Round.objects.update(state=Round.DROPPED)
    assert "not yet sent" not in as_read(client.get("/network/"))


def test_gaps_in_the_directory_name_the_day_and_the_phase(story, sign_in):
    for _ in range(5):
        make.listing(phases=["primary"])
    few = make.listing(phases=["secondary"])
    client = sign_in(story.officer)
    assert "<b>0</b>weeks with thin directory cover" in as_read(client.get("/network/"))
    Leave.objects.create(listing=few, starts_on="2026-12-03", ends_on="2026-12-03")
    text = as_read(client.get("/network/"))
    assert "<b>1</b>week with thin directory cover" in text
    assert "Thursday 3 December: 5 colleagues; nobody for secondary" in text
    Listing.objects.all().delete()
    text = as_read(client.get("/network/"))
    assert "<b>4</b>weeks" in text or "<b>3</b>weeks" in text
    assert "Monday 30 November: nobody<" in text


def test_nothing_is_waiting_only_where_nothing_is(story, sign_in):
    client = sign_in(story.officer)
    assert "Nothing is waiting for you." not in as_read(client.get("/network/"))
