"""The officer's week on their front page: what it counts, that each count leads to exactly those rows, and that it says
nothing of what is said."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddies.models import BuddyRequest, Offer, Pairing, Round, Suggestion
from covenant.models import Signatory
from covenant.statements import actions as statements
from directory.models import Leave, Listing
from inspections.answers.actions import answers as check_ins
from inspections.board import asks
from inspections.board.queries import banded
from inspections.models import CheckIn, CommentOffer, Inspection
from network import clock
from network import models as m
from network.models import OfficerAway
from tests import factories as f
from tests.covenant.factories import SignatoryFactory
from tests.directory import make
from tests.inspections.story import MONDAY, at, call
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def school_in_the_window(story):
    m.School.objects.filter(pk=story.school.pk).update(window_rule="W1", window_sort_on=MONDAY.date())


def seen(client):
    """The page without what differs at every request."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", client.get("/today/").content)


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


def figures(client) -> dict[str, tuple[int, str]]:
    """Each figure that leads somewhere, by its words: its number and where it leads."""
    found = re.findall(r'<b>(\d+)</b> <a class="govuk-link" href="([^"]*)">([^<]*)</a>', as_read(client.get("/today/")))
    return {words: (int(number), to.replace("&amp;", "&")) for number, to, words in found}


def rows_behind(client, to: str, row: str) -> int:
    """How often `row`, a pattern that each row shows once, is found on the page of a figure."""
    page, _, part = to.partition("#")
    text = as_read(client.get(page))
    if part:
        text = re.split("<h2 |</main>", text.partition(f'id="{part}"')[2])[0]
    return len(re.findall(row, text))


SCHOOL = r'href="/network/schools/[0-9a-f-]{36}/"'
PAIRING = r'href="/network/pairings/[0-9a-f-]{36}/"'


def each_kind_once(story):
    """One more row of each kind that the board counts."""
    now = clock.now()
    f.SchoolFactory(in_window=True, window_rule="W1", window_sort_on=MONDAY.date())
    for state in (None, Pairing.ASKED, Pairing.IN_FORCE):
        post = f.MembershipFactory(
            school=f.SchoolFactory(in_window=True, window_rule="W1", window_sort_on=MONDAY.date())
        )
        if state:
            given = {"head": post.person, "buddy": f.PersonFactory(), "school": post.school, "asked_at": now}
            yes = {"head_yes_at": now, "buddy_yes_at": now} if state == Pairing.IN_FORCE else {}
            Pairing.objects.create(state=state, **given, **yes)
    buddy = f.MembershipFactory(school=f.SchoolFactory(in_window=True, window_rule="W1")).person
    Offer.objects.create(person=buddy, capacity=0)
    m.Person.objects.filter(pk=buddy.pk).update(last_seen_on="2026-01-05")
    school = f.SchoolFactory(in_window=True, window_rule="W1")
    pair = {"head": f.MembershipFactory(school=school).person, "buddy": buddy, "school": school}
    Pairing.objects.create(state=Pairing.IN_FORCE, **pair, head_yes_at=now, buddy_yes_at=now)
    for left_out in (False, True):
        school = f.SchoolFactory()
        wish = BuddyRequest.objects.create(head=f.PersonFactory(), school=school, why=BuddyRequest.ASKED)
        round_, _ = Round.objects.get_or_create(state=Round.DRAFT)
        given = {"request": wish, "head": wish.head, "buddy": f.PersonFactory(), "left_out": left_out}
        Suggestion.objects.create(round=round_, school=school, reasons="same phase", **given)
    f.InvitationFactory(sent_at=now)
    make.listing(state=Listing.ASKED)
    f.ContactPointFactory(person=f.PersonFactory(), channel="sms", broken_at=now)
    m.Helpline.objects.create(name=f"Example line {m.Helpline.objects.count()}", checked_on=None)
    f.AuthorityFactory(code=str(700 + m.Authority.objects.count()))
    SignatoryFactory(state=Signatory.ASKED)
    SignatoryFactory(state=Signatory.SIGNED, review_due=True)
    inspection = Inspection.objects.create(
        school=f.SchoolFactory(), head=f.PersonFactory(), called_at=now, starts_on=now.date(), ends_on=now.date()
    )
    CommentOffer.objects.create(inspection=inspection, in_time=True, shared=True)
    OfficerAway.objects.create(officer=story.officer, from_on="2026-12-20", until_on="2026-12-22")
    f.HelpRequestFactory()


# By the figure's name, what each row behind it shows once. Thin weeks have a test of their own.
BEHIND = {
    "unasked": SCHOOL,
    "missing": SCHOOL,
    "alone": SCHOOL,
    "paired": SCHOOL,
    "to_send": r"/pairings/suggestions/[0-9a-f-]{36}/change/",
    "asked": PAIRING,
    "unanswered": r"/invitations/[0-9a-f-]{36}/withdraw/",
    "listings": r'href="/directory/listing/[0-9a-f-]{36}/"',
    "no_reserve": r"<li>",
    "overloaded": r"<li>",
    "not_seen": r"<li>",
    "both": r"<li>",
    "broken": r"<li>",
    "helplines": r"/helplines/[0-9a-f-]{36}/checked/",
    "terms": "the next term is missing",
    "signatures": "It was really they",
    "statements": "Review due",
    "comments": "offered to comment in time",
    "officers_away": "</strong>, 20 December",
}


@pytest.mark.parametrize("times", [1, 3])
def test_each_count_is_that_of_the_rows_to_which_it_leads(story, sign_in, times):
    for _ in range(times):
        each_kind_once(story)
    client = sign_in(story.officer)
    found = figures(client)
    shown = {figure.name: figure for figure in (*asks.NEEDS, *asks.STANDS, *asks.BESIDE)}
    assert BEHIND.keys() == shown.keys() - {"thin_weeks"}
    for name, row in BEHIND.items():
        number, to = found.get(shown[name].one) or found[shown[name].many]
        assert number >= times
        assert rows_behind(client, to, row) == number, name


def test_weeks_of_thin_cover_are_those_that_the_table_of_cover_marks(story, sign_in):
    client = sign_in(story.officer)
    for _ in range(5):
        make.listing(phases=["primary"])
    few = make.listing(phases=["secondary"])
    assert not [words for words in figures(client) if "thin" in words]
    Leave.objects.create(listing=few, starts_on="2026-12-03", ends_on="2026-12-04")
    assert figures(client)["week in which few colleagues could be called, of the coming four"] == (
        1,
        "/directory/cover/#weeks",
    )
    text = as_read(client.get("/directory/cover/"))
    assert len(re.findall("No secondary", text)) == 2
    Listing.objects.all().delete()
    days = client.get("/directory/cover/").context["days"]
    weeks = {day.on.isocalendar().week for day in days if day.thin}
    assert figures(client)["weeks in which few colleagues could be called, of the coming four"][0] == len(weeks)


def test_who_waits_to_be_rung_stands_first_and_their_numbers_on_their_own_page(story, sign_in):
    client = sign_in(story.officer)
    assert "Ring them first" not in as_read(client.get("/today/"))
    f.HelpRequestFactory(name="Robin Example", phone="07700900123")
    text = as_read(client.get("/today/"))
    assert text.index("1 person left a number and waits") < text.index("This week</h2>")
    assert f'href="{reverse("network:help-requests")}"' in text
    assert "07700 900123" not in text
    assert "Robin Example" in as_read(client.get(reverse("network:help-requests")))
    m.HelpRequest.objects.update(answered_at=clock.now(), answered_by=story.officer)
    assert "Ring them first" not in as_read(client.get("/today/"))


def test_a_head_for_whom_somebody_is_asked_counts_as_without_a_buddy_until_both_say_yes(story, sign_in):
    client = sign_in(story.officer)
    nobody = "head in the window with nobody, and nobody asked"
    assert figures(client)[nobody][0] == 1
    given = {"head": story.head, "buddy": story.buddy, "asked_at": MONDAY, "head_yes_at": MONDAY}
    asked = Pairing.objects.create(state=Pairing.ASKED, **given)
    found = figures(client)
    assert nobody not in found
    assert found["suggestion not answered"][0] == found["head in the window without a buddy"][0] == 1
    assert "Waiting for the buddy" in as_read(client.get(found["suggestion not answered"][1]))
    Pairing.objects.filter(pk=asked.pk).update(state=Pairing.IN_FORCE, buddy_yes_at=MONDAY)
    found = figures(client)
    assert "suggestion not answered" not in found
    assert found["head in the window with a buddy"][0] == 1
    assert found["heads in the window without a buddy"][0] == 0


def test_statements_due_lead_to_those_signatories_until_they_are_made(story, sign_in):
    client = sign_in(story.officer)
    signatory = SignatoryFactory(organisation=story.employer)
    assert "statement due" not in figures(client)
    statements.look()
    number, to = figures(client)["statement due"]
    assert (number, to) == (1, "/network/signatories/?due=on")
    assert "Example Trust" in as_read(client.get(to))
    statements.make(by=story.representative, signatory=signatory, words="We paid for supervision.")
    assert "statement due" not in figures(client)
    assert "Example Trust" not in as_read(client.get(to))


def test_missing_next_term_is_counted_by_area_and_by_school_with_terms_of_its_own(story, sign_in):
    m.Term.objects.filter(starts_on__gt=MONDAY).delete()
    client = sign_in(story.officer)
    words = "area or school whose next term is not on record"
    assert figures(client)[words][0] == 1
    next_term = {"starts_on": "2027-01-04", "ends_on": "2027-03-25", "name": "Spring", "source": "typed"}
    m.Term.objects.create(authority=story.authority, **next_term)
    assert words not in figures(client)
    own = m.Term.objects.create(
        school=story.school, starts_on="2026-09-01", ends_on="2026-12-18", name="Autumn", source="typed"
    )
    number, to = figures(client)[words]
    assert number == 1
    assert "Example Junior School: the next term is missing." in as_read(client.get(to))
    m.Term.objects.create(school=own.school, **next_term)
    assert words not in figures(client)


@pytest.mark.parametrize("has_a_post", [True, False])
def test_an_officers_today_costs_the_same_whatever_there_is(story, sign_in, has_a_post):
    """With the frame and the session, and everything that the board counts."""
    if not has_a_post:
        m.Membership.objects.filter(person=story.officer).delete()
    client = sign_in(story.officer)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/today/").status_code == 200
        return len(asked)

    each_kind_once(story)
    one = cost()
    for _ in range(10):
        each_kind_once(story)
    assert one == cost() <= 20


def test_a_draft_of_suggestions_is_a_press_away_until_it_is_dropped(story, sign_in):
    wish = BuddyRequest.objects.create(head=story.head, school=story.school, why=BuddyRequest.ASKED)
    round_ = Round.objects.create(state=Round.DRAFT)
    Suggestion.objects.create(round=round_, request=wish, head=story.head, school=story.school, buddy=story.buddy)
    client = sign_in(story.officer)
    assert figures(client)["suggested pairing, not yet sent"] == (1, reverse("buddies:round", args=[round_.public_id]))
    Round.objects.update(state=Round.DROPPED)
    assert not [words for words in figures(client) if "not yet sent" in words]


def test_nothing_is_waiting_only_where_nothing_is(story, sign_in):
    client = sign_in(story.officer)
    assert "Nothing is waiting for you." not in as_read(client.get("/today/"))
    m.School.objects.update(in_window=False)
    for _ in range(5):
        make.listing(phases=["primary"])
    m.Helpline.objects.update(checked_on=MONDAY.date())
    assert "Nothing is waiting for you." in as_read(client.get("/today/"))
    f.HelpRequestFactory()
    assert "Nothing is waiting for you." not in as_read(client.get("/today/"))


def test_the_board_is_for_officers_alone_and_its_old_address_leads_there(story, sign_in):
    for person in (story.head, story.buddy, story.representative):
        assert "This week</h2>" not in as_read(sign_in(person).get("/today/"))
    answer = sign_in(story.officer).get("/network/")
    assert (answer.status_code, answer.url) == (301, "/today/")
