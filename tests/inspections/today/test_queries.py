"""Whoever opens their front page, it asks the database at most 20 times: for one row of each kind as for many."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.environment import BASE_DIR
from network.people.asks import Viewer, asks_of
from tests.inspections.today import makers as a
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LIMIT = 20
MANY = 4  # counted once with 3,000 of most kinds, and with hundreds where each makes several cards: the same

HEAD = (a.leads, a.has_buddies)
INSPECTED = (*HEAD, a.is_asked_how_it_goes, a.asks_to_be_rung)
AROUND = (a.stands_by, a.stands_by_who_asks, a.stands_by_who_is_quiet_or_not_great, a.was_told_of_one_undone)
OTHERS = (a.is_the_reserve, a.is_a_deputy, a.is_shown_days, a.is_named, a.is_asked_to_be_a_buddy, a.is_asked_to_ring)
STAGES = {stage: a.inspected(stage) for stage in a.STAGES}

# What each kind of person has; every row of it stands on their page.
PEOPLE = {
    "a head in the window": (*HEAD, a.is_asked_how_it_goes, a.asked_for_help, a.was_rung),
    "a head with nobody beside her": (a.leads, a.cannot_be_reached),
    "a head to whom a buddy is suggested": (a.leads, a.has_an_open_question),
    "a head who asks to be rung": (*HEAD, a.asks_to_be_rung, a.waits_for_the_officer, a.asked_for_help),
    "a head whom the officer rang": (*HEAD, a.waits_for_the_officer),
    **{f"a head: {stage}": (*INSPECTED, inspected) for stage, inspected in STAGES.items()},
    "a head on site who calls colleagues": (*INSPECTED, STAGES["on site"], a.calls_colleagues),
    "a head who calls colleagues, with no inspection": (*HEAD, a.calls_colleagues),
    "a head who has left": (a.has_left, STAGES["draft"], a.asked_for_help),
    "a head who stands by others": (*HEAD, *AROUND),
    "a head who is all else to others": (*HEAD, *OTHERS),
    "a head inspected, and all to others": (*INSPECTED, STAGES["on site"], *AROUND, *OTHERS, a.is_a_colleague),
    "a buddy": AROUND,
    "a reserve": (a.is_the_reserve,),
    "a deputy": (a.is_a_deputy,),
    "who is shown days": (a.is_shown_days,),
    "who is named for silence": (a.is_named,),
    "a colleague, asked and with a yes": (a.is_a_colleague,),
    "a representative": (a.represents, a.is_asked_for_help),
    "an officer": (a.is_an_officer, a.is_asked_for_help),
    "an administrator": (a.is_an_administrator,),
    "an administrator who leads a school": (*HEAD, a.is_an_administrator),
    "an officer who is an administrator": (a.is_an_officer, a.is_an_administrator),
}
EVERYTHING = (
    *INSPECTED,
    *STAGES.values(),
    *(a.was_rung, a.calls_colleagues, a.asked_for_help, a.has_an_open_question),
    *AROUND,
    *OTHERS,
    *(a.is_a_colleague, a.represents, a.is_asked_for_help, a.is_an_officer, a.is_an_administrator),
)

# What stands on no page beside the rest.
BESIDE_EVERYTHING = (
    "a head in the window",
    "a head with nobody beside her",
    "a head: called",
    "a head whom the officer rang",
)


@pytest.fixture(autouse=True)
def _on_site(time_machine):
    time_machine.move_to(a.NOW, tick=False)


def questions(made: tuple, number: int) -> tuple[list[str], list[str]]:
    """What such a page asks of the database, and what it writes, where there is so much of each."""
    with transaction.atomic():
        browser = signed_in(a.you(made, number))
        with CaptureQueriesContext(connection) as found:
            assert browser.get("/today/").status_code == 200
        transaction.set_rollback(True)
    said = [query["sql"] for query in found]
    written = [sql for sql in said if sql.startswith(("INSERT", "UPDATE", "DELETE"))]
    return [sql for sql in said if sql not in written], written


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_asks_at_most_20_times_for_one_row_of_each_kind_as_for_many(who):
    asked, written = questions(PEOPLE[who], 1)
    assert len(asked) <= LIMIT, "\n".join(asked)
    assert [len(each) for each in questions(PEOPLE[who], MANY)] == [len(asked), len(written)]
    assert len(written) <= 1, "numbers that are shown the first time since signing in: one statement for all of them"
    assert all(sql.startswith('INSERT INTO "network_auditrow"') for sql in written)


def test_somebody_in_every_role_at_once_asks_no_more_than_what_each_role_asks():
    """Ten over the limit, and each asks for something of its own. What is a head's own and others' of her takes 20; to
    run the network and to speak for an organisation takes ten more: 4 for the officer's week, 3 for what is wrong and
    for roles to confirm, 2 for signatures, 1 for whoever asks for help."""
    asked, written = questions(EVERYTHING, 1)
    assert len(asked) == 30, "\n".join(asked)
    assert [len(each) for each in questions(EVERYTHING, 3)] == [len(asked), len(written)]


def test_every_card_there_is_was_among_them():
    """Else it is not known what it costs: make its rows in `makers`, and give them to somebody above."""
    drawn = set()
    for made in (EVERYTHING, *map(PEOPLE.__getitem__, BESIDE_EVERYTHING)):
        with transaction.atomic():
            drawn |= {ask.template for ask in asks_of(Viewer(a.you(made, 1), a.NOW))}
            transaction.set_rollback(True)
    templates = BASE_DIR / "templates"
    there = {str(path.relative_to(templates)) for path in templates.rglob("asks/[a-z]*.html")}
    assert sorted(there - drawn) == []
