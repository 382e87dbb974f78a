"""Each rule to the day, and what must hold for any history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.windows.history import Facts, Kind, Past
from inspections.windows.seed import RULES, Rule
from inspections.windows.window import opened_or_closed_by_hand, rules_in_force, window
from tests.inspections.windows.past import JAN_2026, MAY_2023, SCHOOL, TODAY, card, found, graded, ungraded

IN_FORCE = rules_in_force(RULES, TODAY)

BY_RULE = [
    # report cards
    ("W1", [card(JAN_2026)], date(2029, 1, 20), date(2030, 1, 20), date(2031, 7, 31)),
    ("W1", [graded(MAY_2023), card(JAN_2026)], date(2029, 1, 20), date(2030, 1, 20), date(2031, 7, 31)),
    ("W8", [card(JAN_2026, grades={"Achievement": "Needs attention"})], date(2026, 3, 11), None, date(2031, 7, 31)),
    ("W9", [card(JAN_2026, concern="RSI")], date(2026, 3, 11), None, date(2031, 7, 31)),
    ("W9", [card(JAN_2026, concern="SM")], date(2026, 3, 11), None, date(2031, 7, 31)),
    ("W9", [card(JAN_2026, safeguarding="Not met")], date(2026, 3, 11), None, date(2031, 7, 31)),
    ("W9", [card(JAN_2026, grades={"Inclusion": "Urgent improvement"})], date(2026, 3, 11), None, date(2031, 7, 31)),
    # good or better
    ("W2", [graded(MAY_2023)], date(2026, 7, 31), date(2027, 7, 31), date(2028, 7, 31)),
    ("W2", [graded(date(2022, 3, 1))], date(2025, 7, 31), date(2026, 7, 31), date(2027, 7, 31)),
    ("W2", [graded(MAY_2023, "1")], date(2026, 7, 31), date(2027, 7, 31), date(2028, 7, 31)),
    ("W2", [graded(MAY_2023, "Outstanding")], date(2026, 7, 31), date(2027, 7, 31), date(2028, 7, 31)),
    ("W2", [ungraded(MAY_2023, "School remains Good")], date(2026, 7, 31), date(2027, 7, 31), date(2028, 7, 31)),
    (
        "W2",
        [graded(date(2019, 3, 1)), ungraded(date(2025, 3, 1), "Standards maintained")],
        date(2028, 7, 31),
        date(2029, 7, 31),
        date(2030, 7, 31),
    ),
    (
        "W2",
        [graded(date(2024, 10, 1), "Not judged", grades={"Quality of education": "2", "Early years": "1"})],
        date(2028, 7, 31),
        date(2029, 7, 31),
        date(2030, 7, 31),
    ),
    # a three in one judgement leaves a school that was graded good overall where it is
    (
        "W2",
        [graded(MAY_2023, "2", grades={"Personal development": "3"})],
        date(2026, 7, 31),
        date(2027, 7, 31),
        date(2028, 7, 31),
    ),
    # before Covid: seven school years
    ("W3", [graded(date(2021, 4, 27))], date(2024, 7, 31), date(2025, 7, 31), date(2028, 7, 31)),
    ("W2", [graded(date(2021, 4, 28))], date(2024, 7, 31), date(2025, 7, 31), date(2026, 7, 31)),
    ("W3", [graded(date(2014, 8, 1))], date(2018, 7, 31), date(2019, 7, 31), date(2022, 7, 31)),
    ("W2", [graded(date(2014, 7, 31))], date(2017, 7, 31), date(2018, 7, 31), date(2019, 7, 31)),
    (
        "W3",
        [ungraded(date(2020, 2, 1), "School remains Good")],
        date(2023, 7, 31),
        date(2024, 7, 31),
        date(2027, 7, 31),
    ),
    # once exempt
    ("W4", [graded(date(2013, 5, 1), "1")], date(2016, 7, 31), date(2017, 7, 31), date(2025, 8, 1)),
    ("W4", [graded(date(2019, 5, 1), "Outstanding")], date(2022, 7, 31), date(2023, 7, 31), date(2025, 8, 1)),
    # below good, older framework
    ("W5", [graded(MAY_2023, "3")], date(2024, 12, 19), date(2025, 12, 19), date(2028, 7, 31)),
    ("W5", [graded(MAY_2023, "Requires improvement")], date(2024, 12, 19), date(2025, 12, 19), date(2028, 7, 31)),
    (
        "W5",
        [graded(date(2024, 11, 5), "Not judged", grades={"Behaviour and attitudes": "3"})],
        date(2026, 6, 15),
        date(2027, 6, 15),
        date(2030, 7, 31),
    ),
    ("W6", [graded(MAY_2023, "4")], date(2024, 12, 19), date(2025, 12, 19), date(2028, 7, 31)),
    ("W6", [graded(MAY_2023, "2", concern="SWK")], date(2024, 12, 19), date(2025, 12, 19), date(2028, 7, 31)),
    ("W6", [graded(MAY_2023, "Special Measures")], date(2024, 12, 19), date(2025, 12, 19), date(2028, 7, 31)),
    (
        "W6",
        [graded(date(2024, 11, 5), "Not judged", safeguarding="No")],
        date(2026, 6, 15),
        date(2027, 6, 15),
        date(2030, 7, 31),
    ),
    (
        "W6",
        [graded(date(2024, 11, 5), "Not judged", grades={"Leadership": "4"})],
        date(2026, 6, 15),
        date(2027, 6, 15),
        date(2030, 7, 31),
    ),
    # ungraded, full inspection next
    (
        "W7",
        [graded(date(2017, 2, 1)), ungraded(MAY_2023, "School remains Good (Concerns) - S5 Next")],
        date(2024, 5, 10),
        date(2025, 5, 10),
        date(2028, 7, 31),
    ),
    (
        "W7",
        [ungraded(date(2025, 3, 4), "Some aspects not as strong")],
        date(2026, 3, 4),
        date(2027, 3, 4),
        date(2030, 7, 31),
    ),
    # what is not published of an ungraded inspection is read from the graded one before it
    (
        "W5",
        [graded(date(2022, 1, 11), "3"), Past(Kind.UNGRADED, MAY_2023)],
        date(2024, 11, 10),
        date(2025, 11, 10),
        date(2028, 7, 31),
    ),
    # monitoring does not restart the clock
    (
        "W2",
        [graded(MAY_2023), Past(Kind.MONITORING, date(2026, 2, 2))],
        date(2026, 7, 31),
        date(2027, 7, 31),
        date(2028, 7, 31),
    ),
]


@pytest.mark.parametrize(("rule", "history", "opens", "due", "limit"), BY_RULE)
def test_rule(rule, history, opens, due, limit):
    window_found = found(*history)
    assert (window_found.rule, window_found.opens_on, window_found.due_on, window_found.limit_on) == (
        rule,
        opens,
        due,
        limit,
    )
    assert window_found == found(*reversed(history))


@pytest.mark.parametrize(
    ("started", "limit"),
    [
        (date(2021, 9, 29), date(2027, 7, 31)),
        (date(2022, 7, 31), date(2027, 7, 31)),
        (date(2022, 8, 1), date(2028, 7, 31)),
        (date(2020, 3, 1), date(2027, 7, 31)),  # before Covid: seven
    ],
)
def test_the_laws_last_date(started, limit):
    assert found(graded(started)).limit_on == limit


def test_without_a_publication_date_thirty_months_run_from_the_start_and_it_is_less_sure():
    unpublished = Past(Kind.GRADED, MAY_2023, None, "3")
    window_found = found(unpublished)
    assert window_found.due_on == date(2025, 11, 10)
    assert window_found.confidence == "low"


# New schools


def test_w10_a_new_school_is_inspected_in_its_third_year():
    window_found = found(school=Facts(opened_on=date(2024, 9, 1)))
    assert (window_found.rule, window_found.opens_on, window_found.due_on, window_found.limit_on) == (
        "W10",
        date(2026, 9, 1),
        date(2027, 9, 1),
        None,
    )
    assert "between 1 September 2026 and 1 September 2027" in window_found.sentence


@pytest.mark.parametrize("opened_on", [None, date(1970, 9, 1)])
def test_w10_a_school_open_for_long_has_an_inspection_we_do_not_hold(opened_on):
    window_found = found(school=Facts(opened_on=opened_on))
    assert (window_found.rule, window_found.opens_on, window_found.due_on) == ("W10", None, None)
    assert window_found.confidence == "low"
    assert "We cannot tell when its window opens." in window_found.sentence


def test_w11_a_converter_shows_both_dates_and_counts_with_the_earlier():
    converter = Facts(opened_on=date(2025, 9, 1), predecessors=1)
    window_found = found(graded(MAY_2023, of_predecessor=True), school=converter)
    assert (window_found.rule, window_found.opens_on, window_found.due_on, window_found.limit_on) == (
        "W11",
        date(2026, 7, 31),
        date(2027, 7, 31),
        date(2028, 7, 31),
    )
    both = next(note.text for note in window_found.also if note.rule == "W11")
    assert both == (
        "By the earlier school's inspection: by 31 July 2027. By its own opening on 1 September 2025: "
        "between 1 September 2027 and 1 September 2028."
    )


def test_w11_the_third_year_may_be_the_earlier():
    converter = Facts(opened_on=date(2023, 9, 1), predecessors=1)
    window_found = found(graded(date(2023, 9, 10), of_predecessor=True), school=converter)
    assert (window_found.opens_on, window_found.due_on) == (date(2025, 9, 1), date(2026, 9, 1))


def test_w11_predecessors_before_covid_have_seven_years():
    converter = Facts(opened_on=date(2024, 9, 1), predecessors=1)
    assert found(graded(date(2020, 1, 14), of_predecessor=True), school=converter).limit_on == date(2027, 7, 31)


def test_w11_a_predecessors_report_card_counts_four_years():
    converter = Facts(opened_on=date(2026, 9, 1), predecessors=1)
    window_found = found(card(JAN_2026, of_predecessor=True), school=converter)
    assert window_found.due_on == date(2029, 9, 1)
    assert "by 20 January 2030" in window_found.also[0].text


def test_w11_the_schools_own_inspection_ends_it():
    converter = Facts(opened_on=date(2022, 9, 1), predecessors=1)
    assert found(graded(date(2019, 1, 8), of_predecessor=True), graded(MAY_2023), school=converter).rule == "W2"


def test_w11_without_an_opening_date_or_an_inspection_of_the_predecessor():
    undated = found(graded(MAY_2023, of_predecessor=True), school=Facts(predecessors=1))
    assert undated.due_on == date(2027, 7, 31)
    assert undated.also[0].text.endswith("When it opened is not in the register.")
    unknown = found(school=Facts(opened_on=date(2024, 9, 1), predecessors=2))
    assert (unknown.rule, unknown.due_on, unknown.confidence) == ("W11", date(2027, 9, 1), "low")


def test_an_academy_that_replaced_an_inadequate_school_is_new():
    sponsored = Facts(opened_on=date(2024, 9, 1), predecessors=1)
    window_found = found(graded(MAY_2023, "4", of_predecessor=True), school=sponsored)
    assert (window_found.rule, window_found.due_on, window_found.limit_on) == ("W10", date(2027, 9, 1), None)
    assert window_found.confidence == "low"


# Beside the rule


def test_w12_and_w0_are_notes():
    window_found = found(graded(MAY_2023), school=replace(SCHOOL, is_closing=True))
    assert [note.rule for note in window_found.also] == ["W12", "W0"]
    assert [note.rule for note in found(graded(MAY_2023)).also] == ["W0"]
    assert window_found.rule == "W2"


@pytest.mark.parametrize("school", [replace(SCHOOL, without="N4"), replace(SCHOOL, without="N1")])
def test_a_school_that_has_a_reason_for_none_has_no_window(school):
    assert window([graded(MAY_2023)], school, IN_FORCE, on=TODAY) is None


@pytest.mark.parametrize(
    ("history", "quiet"),
    [
        ([graded(MAY_2023)], True),
        ([card(JAN_2026, grades={"Achievement": "Needs attention"})], False),
        ([card(JAN_2026, concern="SM")], False),
    ],
)
def test_no_quiet_weeks_under_monitoring(history, quiet):
    assert found(*history).quiet_weeks is quiet


def test_an_inspection_that_had_not_begun_on_the_day_is_not_counted():
    assert found(graded(MAY_2023), card(JAN_2026), on=date(2026, 1, 19)).rule == "W2"


# In words

HEAD_OF_2022 = graded(date(2022, 3, 1))


def test_the_sentence_of_a_school_past_its_usual_date():
    assert found(HEAD_OF_2022).sentence == (
        "The last inspection that counts began on 1 March 2022. After that result, the next full inspection usually "
        "comes within the four school years that follow. So the usual date is by 31 July 2026. The usual date has "
        "passed without a visit, so the call could be any Monday in term. The law's last date is 31 July 2027. "
        "This is our best estimate, not an Ofsted date."
    )


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2025, 7, 30), "The window opens on 31 July 2025."),
        (date(2025, 7, 31), "The window is open: the call could be any Monday in term."),
        (date(2026, 7, 31), "The window is open: the call could be any Monday in term."),
        (date(2026, 8, 1), "The usual date has passed without a visit, so the call could be any Monday in term."),
        (date(2027, 8, 1), "The law's last date was 31 July 2027, so the register may be behind."),
    ],
)
def test_where_it_stands_on_a_day(on, words):
    assert words in found(HEAD_OF_2022, on=on).sentence


def test_past_the_laws_last_date_it_is_no_longer_sure():
    assert found(HEAD_OF_2022).confidence == "medium"
    assert found(HEAD_OF_2022, on=date(2027, 8, 1)).confidence == "low"


def test_sources_come_with_their_addresses():
    sources = found(HEAD_OF_2022).sources
    assert len(sources) == len(set(sources))
    assert all(": " in source and "." in source.rsplit(": ", 1)[1] for source in sources)


def test_a_person_opens_or_closes_and_wins():
    estimate = found(card(JAN_2026))
    opened = opened_or_closed_by_hand(estimate, is_open=True, since=date(2026, 11, 2))
    assert (opened.opens_on, opened.due_on, opened.confidence) == (date(2026, 11, 2), estimate.due_on, "by hand")
    assert opened.sentence.startswith("Opened by hand from 2 November 2026")
    closed = opened_or_closed_by_hand(estimate, is_open=False, since=date(2026, 11, 2))
    assert closed.opens_on is None
    assert not closed.is_open(date(2040, 1, 1))


# The rows


def test_every_rule_has_a_source_words_and_a_date():
    assert [rule.code for rule in RULES] == [
        *(f"W{number}" for number in range(14)),
        *(f"N{number}" for number in range(1, 6)),
    ]
    for rule in RULES:
        assert rule.source
        assert rule.explanation.endswith(".")
        assert "overdue" not in rule.explanation.casefold()


def test_the_row_in_force_is_chosen():
    old = Rule("W2", "a", "A.", from_date=date(2020, 1, 1), to_date=date(2025, 12, 1))
    new = Rule("W2", "b", "B.", from_date=date(2025, 12, 1))
    for rows in ([old, new], [new, old]):
        assert rules_in_force(rows, date(2025, 11, 30))["W2"] is old
        assert rules_in_force(rows, date(2025, 12, 1))["W2"] is new
        assert rules_in_force(rows, date(2019, 1, 1))["W2"] is old
    assert rules_in_force([old], date(2026, 1, 1))["W2"] is old


def test_a_changed_row_changes_the_window():
    rows = [replace(rule, usual_months=36, limit_school_years=4) if rule.code == "W2" else rule for rule in RULES]
    window_found = window([graded(MAY_2023)], SCHOOL, rules_in_force(rows, TODAY), on=TODAY)
    assert window_found is not None
    assert (window_found.due_on, window_found.limit_on) == (date(2026, 7, 31), date(2027, 7, 31))


# For any history

days = st.dates(date(2010, 1, 1), TODAY)
grades = st.sampled_from(["1", "2", "3", "4", "9", "Not judged", "NULL", "", "Needs attention", "Urgent improvement"])
outcomes = st.sampled_from(
    ["1", "2", "3", "4", "", "Not judged", "School remains Good", "X - S5 Next", "Standards maintained", "nonsense"]
)
pasts = st.builds(
    Past,
    st.sampled_from(Kind),
    days,
    st.none() | days,
    outcomes,
    st.sampled_from(["", "SM", "SWK", "RSI", "NTI", "NULL"]),
    st.sampled_from(["", "Met", "Not met", "Yes", "No"]),
    st.dictionaries(st.sampled_from(["Inclusion", "Achievement", "Early years"]), grades),
    st.booleans(),
)
schools = st.builds(
    Facts,
    opened_on=st.none() | st.dates(date(1900, 1, 1), date(2027, 12, 31)),
    is_closing=st.booleans(),
    predecessors=st.integers(0, 3),
    kind=st.sampled_from(["", "Community school", "Academy special converter"]),
)
histories = st.lists(pasts, max_size=5)
leads = st.integers(0, 36)


@given(histories, schools, leads, st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_any_window(history, school, lead_months, on):
    window_found = found(*history, school=school, lead_months=lead_months, on=on)
    assert window_found.rule in IN_FORCE
    assert window_found.sources
    if window_found.rule != "W11":
        assert "overdue" not in window_found.sentence.casefold()
    assert window_found.sentence.endswith("not an Ofsted date.")
    assert window_found.also[-1].rule == "W0"
    if window_found.due_on:
        assert window_found.opens_on
        assert window_found.opens_on <= window_found.due_on
        assert window_found.limit_on is None or window_found.due_on <= window_found.limit_on
    if window_found.rule == "W11" and school.opened_on:
        days_shown = [window_found.opens_on, window_found.due_on, window_found.limit_on]
        assert all(day >= school.opened_on for day in days_shown if day)
    assert (window_found.confidence == "none") is (window_found.rule == "W13")
    exempt = window_found.limit_on == IN_FORCE["W4"].limit_on  # a day of its own, also where it is handed on
    if window_found.counted_from and window_found.limit_on and not exempt:
        years = window_found.limit_on.year - window_found.counted_from.started_on.year
        assert years in (5, 6, 7, 8)
        assert (window_found.limit_on.month, window_found.limit_on.day) == (7, 31)


@given(histories, schools, leads)
def test_a_longer_lead_never_opens_later(history, school, lead_months):
    shorter = found(*history, school=school, lead_months=lead_months)
    longer = found(*history, school=school, lead_months=lead_months + 1)
    assert (longer.rule, longer.due_on) == (shorter.rule, shorter.due_on)
    if shorter.opens_on:
        assert longer.opens_on is not None
        assert longer.opens_on <= shorter.opens_on


@given(histories, schools)
def test_once_open_it_stays_open_while_nothing_happens(history, school):
    if found(*history, school=school).is_open(TODAY):
        later = found(*history, school=school, on=TODAY + timedelta(days=365))
        assert later.counted_from is None or later.is_open(TODAY + timedelta(days=365))


@given(st.dates(date(2021, 5, 1), date(2026, 10, 1)), st.integers(1, 60))
def test_a_later_inspection_never_brings_a_date_forward(day, more):
    sooner, later = found(graded(day)), found(graded(min(day + timedelta(days=more), TODAY)))
    assert sooner.due_on <= later.due_on
    assert sooner.limit_on <= later.limit_on


@given(histories, schools)
def test_a_report_card_never_becomes_one_grade(history, school):
    cards = [past for past in history if past.kind is Kind.FULL]
    window_found = found(*cards, school=school)
    for word in ("good", "outstanding", "inadequate", "requires improvement", "grade"):
        assert word not in window_found.sentence.casefold()
