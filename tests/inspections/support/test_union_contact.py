"""No meeting about a head's post without the union contact she named (promise four)."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from inspections.calls.actions import inspections
from inspections.models import Inspection, PlanMeeting, SupportPlan, UnionContact
from inspections.support.actions import support, union_contact
from network.models import WordKey
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
NAMED = {"name": "Indigo Example", "reach": "0118 496 0007"}
ABOUT_HER_POST = {"on": "2026-12-09", "about_her_post": "on", "union_invited": "on"}


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)


@pytest.fixture
def plan(cast) -> SupportPlan:
    """Published, and shared with her employer's representative and her buddy."""
    inspection = inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )
    plan = support.open_plan(by=cast.head, inspection=inspection)
    Inspection.objects.filter(pk=inspection.pk).update(
        draft_on=date(2026, 12, 2), draft_noted_at=THURSDAY, published_on=date(2026, 12, 3), published_noted_at=THURSDAY
    )
    plan = SupportPlan.objects.get(pk=plan.pk)
    for person in (cast.representative, cast.buddy):
        support.share(by=cast.head, plan=plan, person=person)
    return plan


def page(person, plan, rest="") -> str:
    return as_read(signed_in(person).get(f"/support/{plan.public_id}/{rest}"))


def meet(plan, by, **given):
    rest = {"on": date(2026, 12, 9), "about_her_post": True, "union_invited": True} | given
    return support.meet(by=by, plan=plan, **rest)


def test_the_head_names_her_contact_changes_it_and_takes_it_away(cast, plan):
    browser, url = signed_in(cast.head), f"/support/{plan.public_id}/union/"
    assert "Not named yet" in page(cast.head, plan)
    browser.post(url, NAMED)
    assert "Indigo Example: 0118 496 0007" in page(cast.head, plan)
    assert "Only you see this" in page(cast.head, plan)
    browser.post(url, NAMED | {"reach": "indigo@example.org"})
    assert "Indigo Example: indigo@example.org" in page(cast.head, plan)
    assert UnionContact.objects.count() == 1
    browser.post(url, {"what": "remove"})
    assert "Not named yet" in page(cast.head, plan)
    assert not UnionContact.objects.exists()


def test_nobody_else_names_reads_or_takes_it_away(cast, plan):
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    for who in (cast.representative, cast.buddy, cast.officer, cast.deputy, cast.other_head):
        with pytest.raises(NotAllowed):
            union_contact.name(by=who, plan=plan, name="Somebody", reach="else")
        with pytest.raises(NotAllowed):
            union_contact.remove(by=who, plan=plan)
        assert "Indigo" not in page(who, plan)
        assert "Indigo" not in page(who, plan, "add/meeting/")
        assert signed_in(who).get(f"/support/{plan.public_id}/union/").status_code == 404
        assert signed_in(who).post(f"/support/{plan.public_id}/union/", NAMED).status_code == 404


def test_those_she_shares_the_plan_with_see_whom_to_invite_if_she_says_so(cast, plan):
    union_contact.name(by=cast.head, plan=plan, **NAMED, shared=True)
    for who in (cast.representative, cast.buddy):
        assert "Indigo Example: 0118 496 0007" in page(who, plan)
    assert "That is Indigo Example" in page(cast.representative, plan, "add/meeting/")
    assert "Indigo" not in page(cast.officer, plan)
    support.take_back(by=cast.head, plan=plan, person=cast.representative)
    assert "Indigo" not in page(cast.representative, plan)


def test_name_and_number_are_sealed_and_go_with_the_key_of_her_plan(cast, plan, django_capture_on_commit_callbacks):
    union_contact.name(by=cast.head, plan=plan, name="MARKERNAME", reach="MARKERREACH")
    assert "MARKER" not in str(UnionContact.objects.values())
    key = WordKey.objects.get(owner=cast.head, subject__startswith="log:")
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete(key)
    assert "Not named yet" in page(cast.head, plan)
    with pytest.raises(WrongState, match="She names them on the plan first"):
        meet(plan, cast.head)


def test_a_meeting_about_her_post_is_noted_only_once_her_contact_is_named_and_invited(cast, plan):
    with pytest.raises(WrongState, match="She names them on the plan first"):
        meet(plan, cast.head)
    union_contact.name(by=cast.head, plan=plan, **NAMED, shared=True)
    for who in (cast.head, cast.representative):
        with pytest.raises(WrongState, match="Invite them first"):
            meet(plan, who, union_invited=False)
    assert not PlanMeeting.objects.exists()
    meeting = meet(plan, cast.representative)
    assert keys.unseal(meeting.union_contact.name) == "Indigo Example"
    assert "about the post; Indigo Example of the union is invited" in page(cast.head, plan)
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    theirs = page(cast.representative, plan)
    assert "about the post; the union contact is invited" in theirs
    assert "Indigo" not in theirs


def test_an_employer_cannot_tell_a_contact_that_is_not_shared_from_none(cast, plan):
    """All that the employer's representative can read or press about a meeting, before she names one and after."""

    def seen() -> list[str]:
        browser, url = signed_in(cast.representative), f"/support/{plan.public_id}/add/meeting/"
        answers = [browser.get(f"/support/{plan.public_id}/"), browser.get(url)]
        answers += [browser.post(url, ABOUT_HER_POST | invited) for invited in ({}, {"union_invited": ""})]
        assert {answer.status_code for answer in answers} == {200}
        return [re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", as_read(answer)) for answer in answers]

    none_named = seen()
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    assert seen() == none_named
    assert all("Ask her whom to invite" in text for text in none_named[1:])
    union_contact.remove(by=cast.head, plan=plan)
    assert seen() == none_named
    assert not PlanMeeting.objects.exists()
    with pytest.raises(WrongState, match="Ask her whom to invite"):
        meet(plan, cast.representative)


def test_other_meetings_need_nobody(cast, plan):
    assert meet(plan, cast.head, about_her_post=False, union_invited=False).union_contact is None


def test_the_database_itself_refuses_a_meeting_about_her_post_without_a_contact(cast, plan):
    for missing in ({"union_invited": True}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanMeeting.objects.create(plan=plan, about_her_post=True, **missing)


def test_the_refusal_is_said_on_the_form_and_what_was_typed_stays(cast, plan):
    url = f"/support/{plan.public_id}/add/meeting/"
    browser = signed_in(cast.head)
    refused = as_read(browser.post(url, ABOUT_HER_POST))
    assert "She names them on the plan first." in refused
    assert 'value="2026-12-09"' in refused
    assert f"/support/{plan.public_id}/union/" in refused
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    assert "Invite them first" in as_read(browser.post(url, ABOUT_HER_POST | {"union_invited": ""}))
    assert "It is on the plan." in as_read(browser.post(url, ABOUT_HER_POST, follow=True))


def test_a_meeting_goes_on_saying_who_was_invited_to_it(cast, plan):
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    meet(plan, cast.head)
    union_contact.name(by=cast.head, plan=plan, name="Juniper Example", reach="by telephone")
    text = page(cast.head, plan)
    assert "Juniper Example: by telephone" in text
    assert "Indigo Example of the union is invited" in text
    union_contact.remove(by=cast.head, plan=plan)
    union_contact.remove(by=cast.head, plan=plan)
    with pytest.raises(WrongState, match="She names them on the plan first"):
        meet(plan, cast.head)
    assert "Indigo Example of the union is invited" in page(cast.head, plan)
    assert union_contact.named(plan=plan) is None


@pytest.mark.parametrize("missing", ["name", "reach"])
def test_a_contact_has_a_name_and_a_way_to_reach_them(cast, plan, missing):
    with pytest.raises(WrongState, match="how to reach them"):
        union_contact.name(by=cast.head, plan=plan, **NAMED | {missing: " "})


def test_a_closed_plan_takes_no_new_contact(cast, plan):
    support.close(by=cast.head, plan=plan)
    with pytest.raises(WrongState, match="closed"):
        union_contact.name(by=cast.head, plan=SupportPlan.objects.get(pk=plan.pk), **NAMED)
    assert signed_in(cast.head).get(f"/support/{plan.public_id}/union/").status_code == 409
    assert "/union/" not in page(cast.head, plan)


def test_it_goes_with_the_plan(cast, plan):
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    meet(plan, cast.head)
    support.person_erased(person=cast.head, by=cast.head)
    assert not UnionContact.objects.exists()


def test_two_presses_at_the_same_moment_name_one(cast, plan, monkeypatch):
    union_contact.name(by=cast.head, plan=plan, **NAMED)
    monkeypatch.setattr(union_contact, "named", lambda plan: None)  # the second has looked before the first wrote
    with pytest.raises(WrongState, match="saved already"):
        union_contact.name(by=cast.head, plan=plan, name="Other Example", reach="0118 496 0008")
    assert UnionContact.objects.filter(plan=plan).count() == 1
