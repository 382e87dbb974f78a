from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.visits.moments import LONDON, at, local_day
from inspections.visits.schedule import HORIZON, RULES, Facts, Phase, Visit, closes_on, plan, site_days
from inspections.windows.dates import add_months
from network.contact.quiet import Days, Hours, held_for
from network.schools.calendar import Closure, bank_holidays

AUTUMN_HALF_TERM = Closure(date(2026, 10, 26), date(2026, 10, 30))
CHRISTMAS = Closure(date(2026, 12, 21), date(2027, 1, 1))
SUMMER = Closure(date(2026, 7, 23), date(2026, 8, 31))
CLOSURES = (SUMMER, AUTUMN_HALF_TERM, CHRISTMAS)
NO_QUIET = Hours(time(0), time(0), quiet_weekends=False, quiet_holidays=False)
OFF = Days(bank_holidays(), (CLOSURES,))
LONG = timedelta(days=500)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def facts(**given):
    return Facts(**({"holidays": bank_holidays(), "closures": CLOSURES, "days_off": OFF} | given))


def asked(facts, now, horizon=LONG):
    """{rule and occurrence: London time of sending}."""
    return {
        " ".join(filter(None, planned.key)): f"{planned.send_at.astimezone(LONDON):%a %d %b %Y %H.%M}"
        for planned in plan(facts, utc(now), horizon)
    }


TUESDAY_WEDNESDAY = Visit(
    starts_on=date(2026, 12, 1),
    ends_on=date(2026, 12, 2),
    draft_expected_on=date(2027, 1, 11),
    publication_expected_on=date(2027, 1, 27),
)


def test_a_whole_inspection():
    assert asked(facts(visit=TUESDAY_WEDNESDAY), "2026-11-30 09:52") == {
        "evening 1": "Tue 01 Dec 2026 17.00",
        "last-evening": "Wed 02 Dec 2026 18.00",
        "day-after": "Thu 03 Dec 2026 12.30",
        "day-five": "Mon 07 Dec 2026 16.00",
        "draft-expected": "Mon 11 Jan 2027 16.00",
        "publication-expected": "Wed 27 Jan 2027 16.00",
        "one-month": "Mon 01 Mar 2027 10.00",  # 27 February is a Saturday
        "three-months": "Tue 27 Apr 2027 10.00",
        "one-year": "Thu 27 Jan 2028 10.00",
    }


def changed(**given):
    fields = {field: getattr(TUESDAY_WEDNESDAY, field) for field in Visit.__slots__}
    return Visit(**(fields | given))


@pytest.mark.parametrize(
    ("visit", "now", "expected"),
    [
        pytest.param(
            changed(ends_on=date(2026, 12, 1)),
            "2026-11-30 10:00",
            {"last-evening": "Tue 01 Dec 2026 18.00", "day-after": "Wed 02 Dec 2026 12.30"},
            id="one day: no evening of its own but the last",
        ),
        pytest.param(
            changed(ends_on=date(2026, 12, 3)),
            "2026-11-30 10:00",
            {"evening 2": "Wed 02 Dec 2026 17.00", "last-evening": "Thu 03 Dec 2026 18.00"},
            id="three days",
        ),
        pytest.param(
            changed(starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9)),
            "2026-11-30 10:00",
            {"evening 1": "Tue 08 Dec 2026 17.00", "last-evening": "Wed 09 Dec 2026 18.00"},
            id="moved",
        ),
        pytest.param(
            changed(starts_on=date(2026, 12, 3), ends_on=date(2026, 12, 7)),
            "2026-11-30 10:00",
            {
                "evening 1": "Thu 03 Dec 2026 17.00",
                "evening 2": "Fri 04 Dec 2026 17.00",
                "last-evening": "Mon 07 Dec 2026 18.00",
            },
            id="over a weekend: nobody is on site",
        ),
        pytest.param(
            changed(ends_on=date(2026, 12, 3), paused_on=date(2026, 12, 1), resumes_on=date(2026, 12, 3)),
            "2026-11-30 10:00",
            {"evening 1": "Tue 01 Dec 2026 17.00", "last-evening": "Thu 03 Dec 2026 18.00"},
            id="paused on day one, back on Thursday",
        ),
        pytest.param(
            changed(
                starts_on=date(2026, 12, 3),
                ends_on=date(2026, 12, 7),
                paused_on=date(2026, 12, 4),
                resumes_on=date(2026, 12, 7),
            ),
            "2026-12-03 10:00",
            {"evening 2": "Fri 04 Dec 2026 17.00", "last-evening": "Mon 07 Dec 2026 18.00"},
            id="a pause over a weekend",
        ),
        pytest.param(
            changed(draft_on=date(2027, 1, 8), draft_noted_at=utc("2027-01-08 11:00")),
            "2027-01-08 11:00",
            {"draft": "Fri 08 Jan 2027 17.00", "publication-expected": "Wed 27 Jan 2027 16.00"},
            id="the draft came early",
        ),
        pytest.param(
            changed(draft_on=date(2027, 1, 8), draft_noted_at=utc("2027-01-12 18:30")),
            "2027-01-12 18:30",
            {"draft": "Wed 13 Jan 2027 17.00"},
            id="the draft was noted days later, after five: asked the next day",
        ),
        pytest.param(
            changed(published_on=date(2027, 2, 3), published_noted_at=utc("2027-02-03 09:00")),
            "2027-02-03 09:00",
            {
                "publication": "Wed 03 Feb 2027 17.00",
                "one-month": "Wed 03 Mar 2027 10.00",
                "three-months": "Tue 04 May 2027 10.00",  # 3 May is a bank holiday
                "one-year": "Thu 03 Feb 2028 10.00",
            },
            id="published: the long ones count from then, and the draft is asked about no more",
        ),
    ],
)
def test_dates(visit, now, expected):
    planned = asked(facts(visit=visit), now)
    assert {key: planned.get(key) for key in expected} == expected
    if visit.published_on:
        assert not {"draft-expected", "publication-expected"} & planned.keys()
    if visit.draft_on:
        assert "draft-expected" not in planned


def test_nothing_is_planned_of_a_visit_that_was_put_off_without_a_new_date():
    assert asked(facts(visit=Visit()), "2026-11-30 10:00") == {}


def test_a_pause_without_an_end_leaves_only_the_evening_it_began():
    visit = changed(ends_on=date(2026, 12, 3), paused_on=date(2026, 12, 1))
    assert asked(facts(visit=visit), "2026-11-30 10:00") == {"evening 1": "Tue 01 Dec 2026 17.00"}


@pytest.mark.parametrize(
    ("opened", "now", "expected"),
    [
        (
            date(2026, 9, 15),
            "2026-09-15 12:00",
            ["Thu 15 Oct 2026 10.00", "Mon 16 Nov 2026 10.00", "Tue 15 Dec 2026 10.00"],
        ),
        # The 28th: in half-term it is the first day back in that month, or the last before a long holiday.
        (
            date(2026, 9, 28),
            "2026-09-28 12:00",
            ["Fri 23 Oct 2026 10.00", "Mon 30 Nov 2026 10.00", "Fri 18 Dec 2026 10.00"],
        ),
        # Nothing in August.
        (date(2026, 6, 10), "2026-06-10 12:00", ["Fri 10 Jul 2026 10.00", "Thu 10 Sep 2026 10.00"]),
        (date(2026, 1, 31), "2026-11-02 12:00", ["Mon 30 Nov 2026 10.00", "Fri 18 Dec 2026 10.00"]),
    ],
)
def test_each_month_in_the_window(opened, now, expected):
    planned = list(asked(facts(window_opened_on=opened), now).values())
    assert planned[: len(expected)] == expected


def test_each_month_is_known_by_its_month():
    planned = plan(facts(window_opened_on=date(2026, 9, 15)), utc("2026-11-03 12:00"))
    assert [each.key for each in planned] == [("month", "2026-11")]
    moved = plan(facts(window_opened_on=date(2026, 9, 24)), utc("2026-11-03 12:00"))
    assert [each.key for each in moved] == [("month", "2026-11")]


@pytest.mark.parametrize(
    ("visit", "planned"),
    [(None, True), (TUESDAY_WEDNESDAY, False), (Visit(), True)],
    ids=["no visit", "a live one", "deferred without a date"],
)
def test_a_live_inspection_takes_the_place_of_the_monthly_question(visit, planned):
    known = facts(window_opened_on=date(2026, 9, 15), visit=visit)
    assert ("month 2026-12" in asked(known, "2026-11-30 10:00")) is planned


def test_horizon():
    known = facts(visit=TUESDAY_WEDNESDAY)
    assert "draft-expected" not in asked(known, "2026-11-30 10:00", HORIZON)
    assert "draft-expected" in asked(known, "2026-12-07 16:00", HORIZON)


def test_a_night_holds_the_message_and_she_may_answer_before_it():
    evening, *_ = plan(facts(visit=TUESDAY_WEDNESDAY, quiet=Hours(time(16), time(8))), utc("2026-11-30 10:00"))
    assert evening.due_at == utc("2026-12-01 17:00")
    assert evening.send_at == utc("2026-12-02 08:00")
    assert evening.useful_until == utc("2026-12-02 12:00")


def test_day_five_in_the_holidays_is_asked_on_the_first_day_back_in_its_hour():
    last_day = date(2026, 12, 16)
    planned = {each.rule: each for each in plan(facts(visit=Visit(last_day, last_day)), utc("2026-12-15 10:00"), LONG)}
    day_five = planned["day-five"]  # wished for Monday 21 December
    assert day_five.due_at == day_five.send_at == utc("2027-01-04 16:00")
    assert day_five.useful_until == utc("2027-01-07 16:00")
    asked_in_holidays = facts(visit=Visit(last_day, last_day), quiet=Hours(quiet_holidays=False))
    assert asked(asked_in_holidays, "2026-12-15 10:00")["day-five"] == "Mon 21 Dec 2026 16.00"


def test_two_that_are_moved_to_one_day_are_asked_one_after_the_other():
    visit = Visit(
        starts_on=date(2026, 12, 16),
        ends_on=date(2026, 12, 16),
        draft_on=date(2026, 12, 19),
        draft_noted_at=utc("2026-12-23 11:00"),
    )
    planned = asked(facts(visit=visit), "2026-12-15 10:00")
    assert planned["day-five"] == "Mon 04 Jan 2027 16.00"
    assert planned["draft"] == "Tue 05 Jan 2027 17.00"


def test_a_question_lives_until_a_time_at_which_she_can_be_asked():
    thursday = facts(visit=Visit(date(2026, 12, 4), date(2026, 12, 4)))
    last_evening, day_after, *_ = plan(thursday, utc("2026-12-03 10:00"))
    assert last_evening.send_at == utc("2026-12-04 18:00")
    assert last_evening.useful_until == utc("2026-12-07 11:30"), "not Saturday at nine"
    assert day_after.send_at == utc("2026-12-07 12:30")


def test_the_inspection_closes_after_the_last_question_wherever_it_has_moved():
    visit = changed(published_on=date(2025, 12, 23), published_noted_at=utc("2025-12-23 09:00"))
    in_the_holidays = facts(visit=visit)
    assert asked(in_the_holidays, "2026-12-01 10:00")["one-year"] == "Mon 04 Jan 2027 10.00"
    assert closes_on(in_the_holidays) == date(2027, 1, 19)


def test_nothing_during_is_sent_when_quiet_hours_last_to_the_end():
    friday_and_saturday = Visit(starts_on=date(2026, 12, 4), ends_on=date(2026, 12, 5))
    nights = facts(visit=friday_and_saturday, quiet=Hours(time(16), time(8)))
    rules = [planned.rule for planned in plan(nights, utc("2026-11-30 10:00"))]
    assert "evening" not in rules


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2027, 3, 26), ["Thu 25 Mar 2027 16.00"]),
        (date(2027, 3, 28), ["Mon 29 Mar 2027 16.00"]),
    ],
)
def test_day_five_around_the_change_of_clocks(start, expected):
    last_day = start - timedelta(days=6 if start.day == 26 else 4)
    visit = Visit(starts_on=last_day, ends_on=last_day)
    planned = {
        each.rule: f"{each.send_at.astimezone(LONDON):%a %d %b %Y %H.%M}"
        for each in plan(Facts(visit=visit, quiet=NO_QUIET), at(last_day, time(9)))
    }
    assert [planned["day-five"]] == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected


def test_closes_on():
    assert closes_on(facts(visit=TUESDAY_WEDNESDAY)) == date(2028, 2, 11)
    assert closes_on(facts(visit=changed(published_on=date(2027, 2, 3)))) == date(2028, 2, 18)
    assert closes_on(facts(visit=Visit())) is None
    assert closes_on(facts()) is None


def test_site_days_without_dates():
    assert site_days(Visit()) == ()


# Properties

days = st.dates(date(2026, 9, 1), date(2028, 12, 31))
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0, fold=0))
quiets = st.builds(Hours, hours, hours, st.booleans(), st.booleans())


@st.composite
def visits(draw):
    start = draw(days)
    end = start + timedelta(days=draw(st.integers(0, 9)))
    paused = draw(st.none() | st.dates(start, end))
    resumes = paused and draw(st.none() | st.dates(paused, end + timedelta(days=1)))
    draft = draw(st.none() | st.integers(5, 60).map(lambda n: end + timedelta(days=n)))
    published = draw(st.none() | st.integers(20, 120).map(lambda n: end + timedelta(days=n)))
    noted = draw(st.integers(0, 10_000))
    return Visit(
        starts_on=start,
        ends_on=end,
        paused_on=paused,
        resumes_on=resumes,
        draft_expected_on=draw(st.none() | st.just(end + timedelta(days=26))),
        draft_on=draft,
        draft_noted_at=draft and at(draft, time(0)) + timedelta(minutes=noted),
        publication_expected_on=draw(st.none() | st.just(end + timedelta(days=43))),
        published_on=published,
        published_noted_at=published and at(published, time(0)) + timedelta(minutes=noted),
    )


all_facts = st.builds(
    Facts,
    window_opened_on=st.none() | days,
    visit=st.none() | visits(),
    closures=st.just(CLOSURES),
    holidays=st.just(bank_holidays()),
    quiet=quiets,
    days_off=st.sampled_from([OFF, Days(bank_holidays())]),
)


@st.composite
def facts_and_a_moment_near_them(draw):
    """A moment taken at random lies, nine times of ten, where nothing is planned: then nothing would be tried."""
    facts = draw(all_facts)
    near = (facts.visit and facts.visit.starts_on) or facts.window_opened_on or date(2026, 12, 1)
    return facts, at(near, time(0)) + timedelta(hours=draw(st.integers(-24 * 20, 24 * 140)))


@given(facts_and_a_moment_near_them())
def test_every_plan(facts_and_moment):
    facts, now = facts_and_moment
    planned = plan(facts, now)
    assert plan(facts, now) == planned, "planning twice changes nothing"
    keys = [each.key for each in planned]
    assert len(set(keys)) == len(keys), "no check-in twice"
    sent_on = [local_day(each.send_at) for each in planned]
    assert len(set(sent_on)) == len(sent_on), "one a day at most"
    end = facts.visit and facts.visit.ends_on
    for each in planned:
        assert now < each.useful_until
        assert each.due_at <= now + HORIZON
        assert each.due_at <= each.send_at < each.useful_until
        assert held_for(facts.quiet, each.send_at, facts.days_off) is None, "no nudge in quiet hours"
        assert each.send_at - each.due_at <= timedelta(days=1, hours=1), "a night holds the message alone"
        if each.phase is Phase.DURING:
            assert local_day(each.useful_until) <= end, "nothing 'during' after the end"
            assert facts.visit.starts_on <= local_day(each.due_at) <= end
        if each.phase is Phase.BEFORE:
            assert facts.window_opened_on < local_day(each.due_at)
        if each.phase is Phase.AFTER:
            assert local_day(each.due_at) >= end


@given(facts_and_a_moment_near_them(), st.integers(0, 30))
def test_time_passing_neither_moves_nor_forgets(facts_and_moment, passed):
    facts, now = facts_and_moment
    later = now + timedelta(days=passed)
    before = {each.key: each for each in plan(facts, now)}
    after = {each.key: each for each in plan(facts, later)}
    for key, each in before.items():
        if each.useful_until > later:
            assert after[key] == each
    for key, each in after.items():
        if key not in before:
            assert each.due_at > now + HORIZON


@given(visits(), st.integers(-20, 40))
def test_moving_the_dates_keeps_who_is_who(visit, by):
    if visit.paused_on:
        return
    step = timedelta(days=7 * by)
    moved = Visit(starts_on=visit.starts_on + step, ends_on=visit.ends_on + step)
    plain = Visit(starts_on=visit.starts_on, ends_on=visit.ends_on)
    keys = [
        [each.key for each in plan(Facts(visit=each_visit), at(each_visit.starts_on, time(0)))]
        for each_visit in (plain, moved)
    ]
    assert keys[0] == keys[1]


def test_every_rule_has_its_own_code():
    assert len({rule.code for rule in RULES}) == len(RULES)
