from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from inspections.calls.actions import inspections
from inspections.models import Inspection, PlanComment, PlanDeparture, PlanLine, PlanMeeting, SupportPlan
from inspections.support.actions import export as support_export
from inspections.support.actions import log, plan_opened, support, union_contact
from network.models import AuditRow, Tie, WordKey
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests.people import signed_in

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)


@pytest.fixture
def inspection(cast) -> Inspection:
    return inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )


@pytest.fixture
def plan(cast, inspection) -> SupportPlan:
    return support.open_plan(by=cast.head, inspection=inspection)


def published(plan) -> SupportPlan:
    Inspection.objects.filter(pk=plan.inspection_id).update(
        draft_on=date(2026, 12, 2), draft_noted_at=THURSDAY, published_on=date(2026, 12, 3), published_noted_at=THURSDAY
    )
    return SupportPlan.objects.get(pk=plan.pk)


def readers(cast) -> set[str]:
    return {name for name, person in cast.people.items() if SupportPlan.objects.visible_to(person).exists()}


def test_the_head_alone_opens_it_and_nobody_is_told(cast, inspection):
    before = Message.objects.count()
    for who in (cast.buddy, cast.deputy, cast.officer, cast.representative):
        with pytest.raises(NotAllowed):
            support.open_plan(by=who, inspection=inspection)
    plan = support.open_plan(by=cast.head, inspection=inspection)
    assert support.open_plan(by=cast.head, inspection=inspection) == plan
    assert readers(cast) == {"HO"}
    assert Message.objects.count() == before


def test_not_before_the_inspection_has_begun(cast):
    later = inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9)
    )
    with pytest.raises(WrongState, match="has not begun"):
        support.open_plan(by=cast.head, inspection=later)


def test_before_publication_it_is_shared_with_the_buddy_alone(cast, plan):
    for who in (cast.representative, cast.officer, cast.deputy, cast.reserve, cast.shared_with):
        with pytest.raises(WrongState, match="Before the report is published"):
            support.share(by=cast.head, plan=plan, person=who)
    support.share(by=cast.head, plan=plan, person=cast.buddy)
    assert readers(cast) == {"HO", "BD"}
    support.take_back(by=cast.head, plan=plan, person=cast.buddy)
    assert readers(cast) == {"HO"}


def test_after_publication_with_whom_she_likes_and_back_again(cast, plan):
    plan = published(plan)
    support.share(by=cast.head, plan=plan, person=cast.representative)
    assert readers(cast) == {"HO", "SE"}
    with pytest.raises(NotAllowed):
        support.share(by=cast.representative, plan=plan, person=cast.officer)
    support.take_back(by=cast.head, plan=plan, person=cast.representative)
    assert readers(cast) == {"HO"}


def test_her_private_part_is_never_shared(cast, plan):
    plan = published(plan)
    support.write(by=cast.head, plan=plan, private="MARKERPRIVATE", shared="MARKERSHARED")
    support.share(by=cast.head, plan=plan, person=cast.representative)
    hidden = support.add_line(by=cast.head, plan=plan, kind="union", words="MARKERHIDDEN")
    support.add_line(by=cast.head, plan=plan, kind="peer_review", words="MARKERLINE", shared=True)
    url = f"/support/{plan.public_id}/"
    page = signed_in(cast.representative).get(url).content.decode()
    assert "MARKERSHARED" in page
    assert "MARKERLINE" in page
    assert "MARKERPRIVATE" not in page
    assert "MARKERHIDDEN" not in page
    stored = str(list(SupportPlan.objects.values())) + str(list(PlanLine.objects.values()))
    assert "MARKER" not in stored
    own = signed_in(cast.head).get(url).content.decode()
    assert "MARKERPRIVATE" in own
    support.show(by=cast.head, row=hidden, shared=True)
    assert "MARKERHIDDEN" in signed_in(cast.representative).get(url).content.decode()


def test_kind_state_and_days_are_sealed_as_its_words_are(cast, plan):
    """A copy of the database tells that there is a plan, and how many lines it has: nothing of what stands in them."""
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    given = {"lead": "Loulou Example", "words": "words", "by_on": date(2029, 7, 19), "review_on": date(2029, 7, 20)}
    support.confirm(by=cast.head, line=support.add_line(by=cast.head, plan=plan, kind="union", **given), kept=False)
    support.meet(by=cast.head, plan=plan, on=date(2029, 7, 21), about_her_post=True, union_invited=True)
    support.depart(by=cast.head, plan=plan, on=date(2029, 7, 22), imposed_by="council", reason="words")
    stored = "".join(str(list(model.objects.values())) for model in (PlanLine, PlanMeeting, PlanDeparture))
    for told in ("union'", "not_kept", "council", "2029", "Loulou", "words'", "date(2029"):
        assert told not in stored.replace("'union_", "").replace("'words'", ""), told
    page = signed_in(cast.head).get(f"/support/{plan.public_id}/").content.decode()
    for told in (
        "The union",
        "Not kept",
        "19 July 2029",
        "20 July 2029",
        "21 July 2029",
        "22 July 2029",
        "the council",
    ):
        assert told in page


def test_rows_whose_key_has_gone_are_left_out(cast, plan, django_capture_on_commit_callbacks):
    support.add_line(by=cast.head, plan=plan, kind="union", by_on=date(2029, 7, 19))
    support.depart(by=cast.head, plan=plan, on=date(2029, 7, 22), imposed_by="council", reason="words")
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete(WordKey.objects.get(owner=cast.head, subject__startswith="log:"))
    page = signed_in(cast.head).get(f"/support/{plan.public_id}/").content.decode()
    assert " 2029" not in page
    assert "A departure" not in page


def test_before_publication_an_ex_buddy_reads_nothing_whatever_was_shared(cast, plan):
    support.share(by=cast.head, plan=plan, person=cast.buddy)
    Tie.objects.filter(head=cast.head, person=cast.buddy, kind=Tie.BUDDY).update(to_at=THURSDAY)
    assert readers(cast) == {"HO"}
    assert signed_in(cast.buddy).get(f"/support/{plan.public_id}/").status_code == 404
    assert signed_in(cast.head).post(f"/support/{plan.public_id}/share/", {"person": "nobody"}).status_code == 404


def test_a_promise_is_kept_when_the_head_says_so_and_not_before(cast, plan):
    plan = published(plan)
    support.share(by=cast.head, plan=plan, person=cast.representative)
    line = support.add_line(by=cast.representative, plan=plan, kind="trust", lead="Sage Example")
    assert line.shared
    assert Message.objects.filter(to=cast.head, kind="nudge").exists()
    support.agree(by=cast.head, line=line)
    for who in (cast.representative, cast.officer, cast.buddy):
        with pytest.raises(NotAllowed):
            support.confirm(by=who, line=line, kept=True)
    support.confirm(by=cast.head, line=line, kept=True)
    line.refresh_from_db()
    assert (plan_opened.line(line).state, line.confirmed_at) == (PlanLine.KEPT, THURSDAY)


def test_no_meeting_about_her_post_without_the_union(cast, plan):
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    with pytest.raises(WrongState, match="Invite them first"):
        support.meet(by=cast.head, plan=plan, on=date(2026, 12, 9), about_her_post=True, union_invited=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanMeeting.objects.create(plan=plan, about_her_post=True)
    support.meet(by=cast.head, plan=plan, on=date(2026, 12, 9), about_her_post=True, union_invited=True)


def test_a_departure_needs_its_reason_and_by_whom(cast, plan):
    given = {"plan": plan, "on": date(2026, 12, 9), "imposed_by": "dfe"}
    with pytest.raises(WrongState, match="reason"):
        support.depart(by=cast.head, reason=" ", **given)
    with pytest.raises(NotAllowed):
        support.depart(by=cast.officer, reason="An academy order", **given)
    support.depart(by=cast.head, reason="An academy order", **given)
    page = signed_in(cast.head).get(f"/support/{plan.public_id}/").content.decode()
    assert "imposed by the department for education: An academy order" in page


def test_readers_of_no_organisation_may_say_something_but_promise_nothing(cast, plan):
    support.share(by=cast.head, plan=plan, person=cast.buddy)
    with pytest.raises(NotAllowed):
        support.add_line(by=cast.buddy, plan=plan, kind="other")
    with pytest.raises(WrongState, match="nothing written"):
        support.comment(by=cast.buddy, plan=plan, words=" ")
    support.comment(by=cast.buddy, plan=plan, words="I can be there")
    with pytest.raises(NotAllowed):
        support.comment(by=cast.other_head, plan=plan, words="words")
    assert "I can be there" in signed_in(cast.head).get(f"/support/{plan.public_id}/").content.decode()
    assert PlanComment.objects.count() == 1


def test_closing_takes_it_back_from_all_and_the_words_go_in_time(cast, plan, inspection):
    support.share(by=cast.head, plan=plan, person=cast.buddy)
    support.write(by=cast.head, plan=plan, private="words")
    support.mark_dispute(by=cast.head, plan=plan, is_open=True)
    inspections.close(by=cast.head, inspection=inspection)
    key = WordKey.objects.get(owner=cast.head, subject=f"log:{inspection.public_id.hex}")
    assert key.keep_until is None
    plan = SupportPlan.objects.get(pk=plan.pk)
    support.close(by=cast.head, plan=plan)
    assert readers(cast) == {"HO"}
    key.refresh_from_db()
    assert key.keep_until is None
    support.mark_dispute(by=cast.head, plan=SupportPlan.objects.get(pk=plan.pk), is_open=False)
    key.refresh_from_db()
    assert key.keep_until == THURSDAY + timedelta(days=90)


def test_a_head_without_her_post_keeps_her_plan(cast, plan):
    cast.head.memberships.update(to_at=THURSDAY)
    assert readers(cast) == {"HO"}
    Tie.objects.filter(head=cast.head, kind=Tie.SHARED, subject="dates").update(to_at=THURSDAY)
    assert signed_in(cast.head).get(f"/support/{plan.public_id}/").status_code == 200


def test_in_the_browser_from_opening_to_sharing(cast, inspection):
    browser = signed_in(cast.head)
    assert "It was difficult: open a plan" in browser.get("/support/").content.decode()
    page = browser.post(f"/support/{inspection.public_id}/open/", follow=True)
    plan = SupportPlan.objects.get()
    assert "My support plan" in page.content.decode()
    late = {"kind": "union", "by_on": "2026-12-10", "review_on": "2026-12-09"}
    refused = browser.post(f"/support/{plan.public_id}/add/offer/", late).content.decode()
    assert "The review comes before the day it is due." in refused
    browser.post(f"/support/{plan.public_id}/add/offer/", late | {"review_on": "2026-12-11"})
    assert plan_opened.line(PlanLine.objects.get()).kind == "union"
    browser.post(f"/support/{plan.public_id}/share/", {"person": str(cast.buddy.public_id)})
    assert readers(cast) == {"HO", "BD"}
    stale = signed_in(cast.head, fresh=False).get(f"/support/{plan.public_id}/share/")
    assert stale.url.startswith("/sign-in/again/")


def test_the_audit_tells_nothing_of_what_is_in_the_plan(cast, plan):
    """It is never deleted, and lies in every backup in the clear."""
    before = AuditRow.objects.count()
    line = support.add_line(by=cast.head, plan=plan, kind="union", words="words")
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    support.confirm(by=cast.head, line=line, kept=False)
    support.meet(by=cast.head, plan=plan, on=date(2026, 12, 9), about_her_post=True, union_invited=True)
    support.depart(by=cast.head, plan=plan, on=date(2026, 12, 9), imposed_by="trust", reason="words")
    support.mark_dispute(by=cast.head, plan=plan, is_open=True)
    support.write(by=cast.head, plan=plan, private="words")
    rows = AuditRow.objects.filter(by=cast.head, concerns=cast.head)
    assert AuditRow.objects.count() == before + 7
    assert {(row.verb, row.what, str(row.detail)) for row in rows} == {("record.change", "", "{}")}


def test_what_she_writes_in_a_plan_whose_key_has_gone_has_its_date_too(cast, plan, time_machine):
    inspections.close(by=cast.head, inspection=plan.inspection)
    support.close(by=cast.head, plan=SupportPlan.objects.get(pk=plan.pk))
    time_machine.move_to(THURSDAY + timedelta(days=91), tick=False)
    keys.delete_due()
    support.write(by=cast.head, plan=SupportPlan.objects.get(pk=plan.pk), private="words")
    key = WordKey.objects.get(owner=cast.head, subject__startswith="log:", deleted_at__isnull=True)
    assert key.keep_until == THURSDAY + timedelta(days=181)


def test_a_meeting_and_a_departure_are_shared_and_hidden_by_the_head_alone(cast, plan):
    plan = published(plan)
    support.share(by=cast.head, plan=plan, person=cast.representative)
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    support.meet(by=cast.head, plan=plan, on=date(2026, 12, 8), about_her_post=True, union_invited=True)
    support.depart(by=cast.head, plan=plan, on=date(2026, 12, 9), imposed_by="dfe", reason="An order was made.")
    url = f"/support/{plan.public_id}/"
    hers, theirs = signed_in(cast.head), signed_in(cast.representative)
    assert "8 December" in hers.get(url).content.decode()
    for words in ("8 December", "An order was made."):
        assert words not in theirs.get(url).content.decode()
    for kind, row in (("meeting", PlanMeeting.objects.get()), ("departure", PlanDeparture.objects.get())):
        show = f"/support/record/{kind}/{row.public_id}/show/"
        assert theirs.post(show).status_code == 404
        hers.post(show)
    text = theirs.get(url).content.decode()
    for words in ("8 December", "An order was made.", "imposed by the department for education"):
        assert words in text
    hers.post(f"/support/record/meeting/{PlanMeeting.objects.get().public_id}/hide/")
    assert "8 December" not in theirs.get(url).content.decode()


def test_her_export_has_the_whole_plan(cast, plan):
    union_contact.name(by=cast.head, plan=plan, name="Indigo Example", reach="by telephone")
    support.meet(by=cast.head, plan=plan, on=date(2026, 12, 8), about_her_post=True, union_invited=True)
    support.comment(by=cast.head, plan=plan, words="Said by me")
    support.add_line(by=cast.head, plan=plan, kind="council", lead="Lou Example", by_on=date(2027, 1, 5))
    (row,) = support_export.export(person=cast.head)["support plans"]
    (meeting,) = row["meetings"]
    assert meeting == {
        "on": "2026-12-08",
        "about my post": True,
        "my union contact is invited": True,
        "who was invited": "Indigo Example",
    }
    assert row["my union contact"] == [{"name": "Indigo Example", "how to reach": "by telephone", "shared": False}]
    assert row["comments"][0]["words"] == "Said by me"
    assert (row["lines"][0]["lead"], row["lines"][0]["by"]) == ("Lou Example", "2027-01-05")


def test_erasing_takes_the_plan_and_what_others_could_read_of_it(cast, plan):
    """Log and plan are under one key: neither stays half."""
    plan = published(plan)
    support.write(by=cast.head, plan=plan, shared="MARKER")
    support.share(by=cast.head, plan=plan, person=cast.representative)
    url = f"/support/{plan.public_id}/"
    assert "MARKER" in signed_in(cast.representative).get(url).content.decode()
    page = signed_in(cast.head).get("/log/erase/").content.decode()
    assert "every support plan of yours" in page
    log.erase(by=cast.head)
    assert signed_in(cast.representative).get(url).status_code == 404
    assert not SupportPlan.objects.exists()
    assert not Tie.objects.live().filter(kind=Tie.SHARED, subject__startswith="plan:").exists()
    assert not WordKey.objects.filter(owner=cast.head, subject__startswith="log:", deleted_at__isnull=True).exists()
