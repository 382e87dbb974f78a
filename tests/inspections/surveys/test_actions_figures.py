"""The figure beside the first promise: counted, suppressed, and steady."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from covenant.models import Figure, YearFigure
from inspections.surveys.actions import figures
from inspections.surveys.suppression import rounded
from network.models import Membership, NetworkSettings
from tests import factories as f


@pytest.mark.parametrize(
    ("with_buddy", "heads", "words"),
    [
        (0, 0, None),
        (4, 4, None),
        (4, 200, None),
        (5, 5, "More than nine in ten heads in the window have a buddy"),
        (19, 20, "More than nine in ten heads in the window have a buddy"),
        (5, 7, "More than half of all heads in the window have a buddy"),
        (16, 20, "More than three in four heads in the window have a buddy"),
        (34, 40, "More than three in four heads in the window have a buddy"),
        (10, 40, "At most half of all heads in the window have a buddy yet"),
        (10, 20, "At most half of all heads in the window have a buddy yet"),
    ],
)
def test_in_words(with_buddy, heads, words):
    assert figures.in_words(with_buddy, heads) == words


@pytest.fixture
def heads_with_buddies(db):
    from buddies.models import Pairing
    from network import clock

    def make(number):
        now = clock.now()
        for _ in range(number):
            head, buddy = f.PersonFactory(), f.PersonFactory()
            school = f.SchoolFactory(in_window=True)
            f.MembershipFactory(person=head, school=school, role=Membership.HEAD)
            Pairing.objects.create(
                head=head,
                buddy=buddy,
                school=school,
                state=Pairing.IN_FORCE,
                head_yes_at=now,
                buddy_yes_at=now,
                began_at=now,
            )

    return make


def version():
    return NetworkSettings.objects.filter(id=1).values_list("version", flat=True).first() or 0


def test_figure_is_published_once_five_are_counted(heads_with_buddies, client):
    heads_with_buddies(4)
    assert figures.publish() is False
    assert not Figure.objects.exists()
    heads_with_buddies(1)
    before = version()
    assert figures.publish() is True
    assert version() > before
    assert Figure.objects.get().words == "More than nine in ten heads in the window have a buddy"


def test_the_share_of_a_school_year_is_kept_as_it_was_last_published(heads_with_buddies):
    heads_with_buddies(5)
    with time_machine.travel("2026-11-30"):
        figures.publish()
    for _ in range(4):
        f.SchoolFactory(in_window=True)
    with time_machine.travel("2027-03-01"):
        figures.publish()
    heads_with_buddies(6)
    with time_machine.travel("2027-11-30"):
        figures.publish()
    assert list(YearFigure.objects.values_list("code", "school_year", "percent")) == [
        ("heads-with-a-buddy", "2026/27", 25),
        ("heads-with-a-buddy", "2027/28", 45),
    ]


@given(st.integers(5, 400), st.integers(0, 400))
def test_no_share_is_more_than_what_was_counted(counted, others):
    of = counted + others
    shown = figures.at_least(rounded(counted), rounded(of))
    assert shown % 5 == 0
    assert 0 <= shown <= 100 * counted / of


def test_figure_stands_for_four_weeks_whatever_changes(heads_with_buddies):
    heads_with_buddies(5)
    figures.publish()
    for _ in range(20):
        f.SchoolFactory(in_window=True)
    assert figures.publish() is False
    assert "nine in ten" in Figure.objects.get().words
    with time_machine.travel(Figure.objects.get().counted_on + timedelta(days=29)):
        assert figures.publish() is True
    assert "At most half" in Figure.objects.get().words


def test_figure_that_reads_the_same_says_when_it_was_last_counted(heads_with_buddies):
    """The page once said a day of sixteen months before, though it was counted every four weeks."""
    heads_with_buddies(5)
    figures.publish()
    first = Figure.objects.get()
    day = first.counted_on + timedelta(days=29)
    with time_machine.travel(day):
        assert figures.publish() is True
        assert figures.publish() is False
    assert (Figure.objects.get().words, Figure.objects.get().counted_on) == (first.words, day)


def test_figure_is_taken_down_at_once_when_there_are_too_few(heads_with_buddies):
    heads_with_buddies(5)
    figures.publish()
    from buddies.models import Pairing

    Pairing.objects.filter(pk=Pairing.objects.first().pk).update(state=Pairing.ENDED)
    assert figures.publish() is True
    assert not Figure.objects.exists()


def test_counting_again_writes_nothing(heads_with_buddies, django_assert_num_queries):
    heads_with_buddies(5)
    figures.publish()
    before = version()
    assert figures.publish() is False
    assert version() == before


@pytest.mark.parametrize(
    ("mostly", "words"),
    [
        (25, "More than three in four of about 25 heads are well"),
        (20, "More than half of about 25 heads are well"),
        (15, "About 15 of about 25 heads are well"),
        (10, "About 10 of about 25 heads are well"),
        (5, "Fewer than half of about 25 heads are well"),
        (None, None),
    ],
)
def test_share_in_words(mostly, words):
    assert figures.share_in_words({"total": 25, "cells": {}, "mostly": mostly}, "mostly", "are well") == words
    assert figures.share_in_words({"total": 25, "cells": {"same": mostly}}, "same", "are well") == words
    assert figures.share_in_words(None, "mostly", "are well") is None


@pytest.mark.django_db
def test_the_totals_of_survey_and_feedback_reach_the_public_page(client, network_ready):
    from covenant.models import CovenantText
    from covenant.text import actions as texts
    from inspections.models import ConductFeedback, SurveyAnswer
    from inspections.surveys.actions import counted
    from inspections.surveys.questions import CONDUCT, SURVEY

    def answer(number, mark):
        for model, questions in ((SurveyAnswer, SURVEY), (ConductFeedback, CONDUCT)):
            row = {"once": f"{number}", "school_year": "2026/27", "answers": dict.fromkeys(questions, mark)}
            model.objects.create(**row)

    for number in range(20):
        answer(number, 4 if number < 10 else 5)
    figures.publish()
    assert not Figure.objects.exists(), "from the published totals alone"
    counted.publish()
    assert figures.publish() is True
    assert figures.publish() is False
    said = dict(Figure.objects.values_list("code", "words"))
    assert said == {
        "survey-somebody": "More than three in four of about 20 heads say "
        "that there is somebody to turn to when it gets hard",
        "survey-support": "More than three in four of about 20 heads trust that they would be supported first",
        "conduct-respect": "More than three in four of about 20 heads were treated with courtesy and respect",
    }
    texts.publish(
        by=f.RoleGrantFactory(role="administrator").person,
        text=CovenantText.objects.get(version=1),
        on=Figure.objects.first().counted_on,
    )
    page = client.get("/how-it-is-kept/").content.decode()
    assert all(words in page for words in said.values())
    answer(99, 1)  # one more head: nothing moves, on either page
    counted.publish()
    assert figures.publish() is False
    assert dict(Figure.objects.values_list("code", "words")) == said


@pytest.mark.django_db
def test_still_in_post_says_what_cannot_be_told_apart():
    from inspections.models import PublishedTables

    PublishedTables.objects.create(
        kind="still-in-post",
        tables={"12": {"total": 20, "cells": {"same": 10, "other": 10, "unknown": 0}}},
        counted=20,
        counted_on="2026-12-01",
    )
    figures.publish()
    words = Figure.objects.get(code="still-in-post-12").words
    assert words.startswith("About 10 of about 20 heads are in the register a year later.")
    assert words.endswith("cannot be told apart")
    assert len(words) <= 200
    PublishedTables.objects.update(tables={"12": {"total": 20, "cells": {"same": None, "other": None, "unknown": 20}}})
    figures.publish()
    assert not Figure.objects.exists(), "a count that names too few is taken down"
