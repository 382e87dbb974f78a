"""Calendars as programs write them: whole days and clock times, zones, what repeats, what was revised or cancelled."""

import pytest

from inspections.terms.terms_file import read
from tests.inspections.terms.calendars import HEAD, dates, entry, file, found, left, taken, whole

HALF = ("closure", "2026-10-26", "2026-10-30")
INSET = ("closure", "2026-11-23", "2026-11-23")
OUTLOOK = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031"),
        ("DTSTART;VALUE=DATE:20261026", "DURATION:P5D"),
        ("DTSTART;VALUE=DATE:20261026", "DURATION:PT120H"),
        ("DTSTART:20261026T000000", "DTEND:20261031T000000"),
        ("DTSTART:20261026T000000", "DURATION:P5D"),
        ("DTSTART:20261026T000000Z", "DTEND:20261031T000000Z"),
        ("DTSTART;TZID=Europe/London:20261026T000000", "DTEND;TZID=Europe/London:20261031T000000"),
        ("DTSTART;TZID=Europe/London:20261026T000000", "DTEND;TZID=Europe/London:20261030T235900"),
        ("DTSTART;TZID=Europe/Paris:20261026T000000", "DTEND;TZID=Europe/Paris:20261031T000000"),
        ("DTSTART;TZID=America/New_York:20261026T000000", "DTEND;TZID=America/New_York:20261031T000000"),
        ("DTSTART;TZID=GMT Standard Time:20261026T000000", "DTEND;TZID=GMT Standard Time:20261031T000000"),
        ("DTSTART;TZID=/vendor/Europe/London:20261026T000000", "DTEND;TZID=/vendor/Europe/London:20261031T000000"),
        ("DTSTART;TZID=Nobody knows:20261026T000000", "DTEND;TZID=Nobody knows:20261031T000000"),
        ("DTSTART;TZID=Europe/London:20261026T090000", "DTEND;TZID=Europe/London:20261030T153000"),
        ("DTSTART:20261025T153000", "DTEND:20261031T084500"),
    ],
)
def test_the_same_days_however_they_are_written(lines):
    assert dates(entry("October half term", *lines)) == [HALF]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("DTSTART:20260831T230000Z", "DTEND:20260901T230000Z"), "2026-09-01"),
        (("DTSTART:20270530T230000Z", "DURATION:P1D"), "2027-05-31"),
        (("DTSTART:20260901T000000Z", "DTEND:20260902T000000Z"), "2026-09-01"),
        (("DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260901"), "2026-09-01"),
        (("DTSTART;VALUE=DATE:20260901",), "2026-09-01"),
    ],
)
def test_one_whole_day_is_one_day_in_summer_too(lines, day):
    assert dates(entry("INSET day", *lines)) == [("closure", day, day)]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20261123T090000", "DTEND:20261123T153000"),
        ("DTSTART:20261123T153000Z", "DURATION:PT1H"),
        ("DTSTART:20261123T090000",),
        ("DTSTART:20261123T000000",),
        ("DTSTART:20261123T180000", "DTEND:20261124T020000"),
        ("DTSTART;VALUE=DATE:20261123", "DURATION:PT6H"),
    ],
)
def test_hours_inside_one_day_close_nothing(lines):
    read_from = found(entry("INSET day", *lines), whole("October half term", "20261026", "20261031"))
    assert taken(read_from) == [HALF]
    assert len(read_from.left) == 1


def test_a_zone_that_one_file_defines_is_not_that_of_the_next():
    for summer, day in (("+0100", "2026-09-01"), ("-0700", "2026-09-02"), ("+0100", "2026-09-01")):
        head = HEAD + OUTLOOK.replace("TZOFFSETTO:+0100", f"TZOFFSETTO:{summer}")
        zone = "TZID=Customized Time Zone"
        inset = entry("INSET day", f"DTSTART;{zone}:20260901T100000", f"DTEND;{zone}:20260902T100000")
        assert dates(inset, head=head) == [("closure", day, day)]


def test_what_repeats_is_read_each_time():
    assert dates(whole("INSET day", "20261123", "", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261130")) == [
        INSET,
        ("closure", "2026-12-07", "2026-12-07"),
    ]
    assert dates(whole("INSET day", "20261123", "", "RDATE;VALUE=DATE:20270104,20270222")) == [
        INSET,
        ("closure", "2027-01-04", "2027-01-04"),
        ("closure", "2027-02-22", "2027-02-22"),
    ]
    # Midnight in London is 23:00 UTC before the clocks go back, and the entry goes on at 23:00.
    repeated = entry("INSET day", "DTSTART:20261018T230000Z", "DURATION:P1D", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert dates(repeated) == [("closure", "2026-10-19", "2026-10-19"), ("closure", "2026-10-26", "2026-10-26")]
    london = ("DTSTART;TZID=Europe/London:20261019T000000", "DURATION:P1D")
    assert dates(entry("INSET day", *london, "RRULE:FREQ=WEEKLY;COUNT=2")) == dates(repeated)


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=HOURLY;COUNT=3",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=WEEKLY;BYHOUR=9,10",
        "RRULE:FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=SOMETIMES",
        "RRULE:COUNT=3",
        "RRULE:FREQ=WEEKLY;COUNT=many",
        "RRULE:FREQ=YEARLY;BYEASTER=1;BYWORD=x",
        "EXRULE:FREQ=WEEKLY;COUNT=2",
    ],
)
def test_what_repeats_in_a_way_of_its_own_is_left_out_by_name(rule):
    read_from = found(whole("INSET day", "20261123", "", rule), whole("October half term", "20261026", "20261031"))
    assert taken(read_from) == [HALF]
    assert [title for all_of in left(read_from).values() for title in all_of] == ["INSET day"]


def test_a_revision_takes_the_place_of_its_day_and_a_cancelled_day_goes():
    weekly = whole("INSET day", "20261123", "", "RRULE:FREQ=WEEKLY;COUNT=3", uid="a")
    moved = whole("INSET day", "20261201", "", "RECURRENCE-ID;VALUE=DATE:20261130", uid="a")
    gone = whole("INSET day", "20261207", "", "RECURRENCE-ID;VALUE=DATE:20261207", "STATUS:CANCELLED", uid="a")
    read_from = found(weekly, moved, gone)
    assert taken(read_from) == [INSET, ("closure", "2026-12-01", "2026-12-01")]
    assert left(read_from) == {"1 event is cancelled in the file:": ["INSET day: 7 December 2026"]}


def test_of_two_versions_the_later_counts_and_two_with_one_id_are_two():
    old = whole("INSET day", "20261116", "", "SEQUENCE:1", uid="a")
    new = whole("INSET day", "20261123", "", "SEQUENCE:2", uid="a")
    assert dates(old, new) == dates(new, old) == [INSET]
    same = [whole("INSET day", "20261123", uid="a"), whole("October half term", "20261026", "20261031", uid="a")]
    assert dates(*same) == [HALF, INSET]


def test_what_is_cancelled_closes_nothing():
    half = whole("October half term", "20261026", "20261031")
    read_from = found(half, whole("INSET day", "20261123", "", "STATUS:CANCELLED"))
    assert taken(read_from) == [HALF]
    assert left(read_from) == {"1 event is cancelled in the file:": ["INSET day: 23 November 2026"]}
    assert dates(half, head=HEAD + "METHOD:CANCEL\n") == []
    assert dates(half, head=HEAD + "METHOD:PUBLISH\n") == [HALF]


def test_however_its_letters_are_written():
    text = file(whole("October half–term ‑ café", "20261026", "20261031"), whole("INSET day", "20261123"))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        assert taken(read(text.encode(encoding), "terms.ics")) == [HALF, INSET]
    folded = file(whole("October half term hol\n iday", "20261026", "20261031"))
    assert taken(read(folded.encode(), "a.ics")) == [HALF]
    for end in ("\r\n", "\r", "\n\n"):
        assert taken(read(folded.replace("hol\n iday", "holiday").replace("\n", end).encode(), "a")) == [HALF]


def test_two_calendars_in_one_file_are_both_read():
    text = file(whole("October half term", "20261026", "20261031")) + file(whole("INSET day", "20261123"))
    assert taken(read(text.encode(), "terms.ics")) == [HALF, INSET]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("DTSTART;VALUE=DATE:20261399",), "1 event has a date that we cannot read:"),
        (("DTSTART:tomorrow",), "1 event has a date that we cannot read:"),
        ((), "1 event has a date that we cannot read:"),
        (("DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE 20261128"), "1 event has a date that we cannot read:"),
        (("DTSTART;VALUE=DATE:20261123", "DTEND:20261128T000000"), "1 event has a date that we cannot read:"),
        (("DTSTART;VALUE=DATE:20261123", "EXDATE:never"), "1 event has a date that we cannot read:"),
        (("DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE:20261120"), "1 event ends before it begins:"),
        (("DTSTART:20261123T160000", "DTEND:20261123T090000"), "1 event ends before it begins:"),
        (("DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE:20291120"), "1 event lasts longer than a year:"),
        (
            ("DTSTART;VALUE=DATE:19991123",),
            "1 event has no day from 2015 to 2045, or another takes its place:",
        ),
    ],
)
def test_a_date_that_cannot_be_is_said_and_the_rest_is_read(lines, why):
    read_from = found(entry("INSET day", *lines), whole("October half term", "20261026", "20261031"))
    assert taken(read_from) == [HALF]
    assert list(left(read_from)) == [why]


@pytest.mark.parametrize(
    "text",
    [
        file(whole("INSET day", "20261123")).replace("END:VCALENDAR", ""),
        file(whole("INSET day", "20261123"))[:-30],
        file(whole("INSET day", "20261123")) + "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:INSET day\n",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
        "/etc/hostname",
        "what,name\n",
    ],
)
def test_a_file_that_is_cut_short_is_no_calendar(text):
    assert read(text.encode(), "terms.ics").problems == ["The calendar file is cut short, or is not a calendar."]


def test_a_calendar_without_end_is_not_term_dates():
    assert found(whole("INSET day", "20160101", "", "RRULE:FREQ=DAILY")).problems == [
        "This calendar has too many days: they do not look like term dates."
    ]
    many = [whole("INSET day", "20261123", "", "RRULE:FREQ=WEEKLY;COUNT=2")] * 301
    assert found(*many).problems == ["More than 300 entries repeat: this does not look like term dates."]
    weekly = whole("INSET day", "20150105", "", "RRULE:FREQ=WEEKLY")
    assert found(weekly).problems == ["The file has 1,617 dates: it does not look like term dates."]


def test_an_edge_without_its_other_is_left_out_and_the_rest_is_read():
    half = whole("October half term", "20261026", "20261031")
    read_from = found(whole("Last day of term", "20260722"), half, whole("Term starts", "20261102"))
    assert taken(read_from) == [HALF]
    assert left(read_from) == {
        "1 event begins a term that none ends:": ["Term starts: 2 November 2026"],
        "1 event ends a term that none begins:": ["Last day of term: 22 July 2026"],
    }
    twice = found(whole("Term starts", "20260901"), whole("Pupils return", "20260903"), whole("Term ends", "20261218"))
    assert taken(twice) == [("term", "2026-09-03", "2026-12-18")]
    assert left(twice) == {"1 event begins a term that none ends:": ["Term starts: 1 September 2026"]}


def test_a_feed_may_put_the_name_of_the_school_before_each_title():
    """The shape of two schools' feeds and of a council's, with another name."""
    read_from = found(
        whole("Example: First day back", "20260901", "20260902"),
        whole("Example: INSET Day (school closed)", "20260921", "20260922"),
        whole("Example: Last day of term", "20261016", "20261017"),
        whole("Example: School Holiday", "20261017", "20261102"),
        whole("Example: First day back", "20261102", "20261103"),
        whole("Example: Disaggregated Day", "20261204", "20261205"),
        whole("Example: Last day of term", "20261218", "20261219"),
        whole("Example: February half-term", "20270213", "20270222"),
        whole("Example: Bank holiday", "20270329", "20270330"),
    )
    assert taken(read_from) == [
        ("term", "2026-09-01", "2026-10-16"),
        ("closure", "2026-09-21", "2026-09-21"),
        ("closure", "2026-10-17", "2026-11-01"),
        ("term", "2026-11-02", "2026-12-18"),
        ("closure", "2027-02-13", "2027-02-21"),
        ("closure", "2027-03-29", "2027-03-29"),
    ]
    assert [line.name for line in read_from.lines if line.what == "term"] == ["Autumn term 2026"] * 2
    assert left(read_from) == {"1 event says neither term nor closed:": ["Example: Disaggregated Day: 4 December 2026"]}


def test_an_edge_may_have_its_hour():
    starts = entry("Term starts", "DTSTART:20260902T084500", "DTEND:20260902T090000")
    ends = entry("Term ends 1.30pm", "DTSTART:20261218T133000Z")
    assert dates(starts, ends) == [("term", "2026-09-02", "2026-12-18")]


def test_days_of_a_term_become_runs():
    def days(first, number, skip=()):
        return [whole("Term day", f"202609{first + n:02}") for n in range(number) if first + n not in skip]

    weeks = [*days(7, 5), *days(14, 5), *days(21, 5)]
    assert dates(*weeks) == [("term", "2026-09-07", "2026-09-25")]
    # A day that is missing is closed; where the file says why, it is so called.
    assert dates(*days(7, 5, skip=[9])) == []
    gap = [*days(7, 5), *days(14, 5, skip=[16])]
    assert dates(*gap) == [("term", "2026-09-07", "2026-09-18"), ("closure", "2026-09-16", "2026-09-16")]
    named = found(*gap, whole("INSET day", "20260916"))
    assert [line.name for line in named.lines] == ["Autumn term 2026", "INSET day"]
    # A week without any lies between two terms.
    assert dates(*days(7, 5), *days(21, 5)) == [
        ("term", "2026-09-07", "2026-09-11"),
        ("term", "2026-09-21", "2026-09-25"),
    ]
    by_the_week = [whole(f"Term 1 Week {n}", f"202609{7 * n:02}", f"202609{7 * n + 5:02}") for n in (1, 2, 3)]
    assert dates(*by_the_week) == [("term", "2026-09-07", "2026-09-25")]
    alone = found(whole("Term day", "20260907"), whole("October half term", "20261026", "20261031"))
    assert list(left(alone)) == ["1 event says term, but not for five school days together:"]


def test_what_is_left_out_again_and_again_stands_once():
    weekly = [whole("Assembly", f"202609{day:02}") for day in range(1, 13)]
    read_from = found(*weekly, whole("INSET day", "20261123"))
    (words,) = left(read_from)["12 events say neither term nor closed:"]
    assert words.startswith("Assembly: 1 September 2026; 2 September 2026;")
    assert words.endswith("; and 2 more times")


def test_clubs_that_never_end_are_left_out_in_no_time():
    clubs = [whole(f"Chess club {n}", "20260907", "", "RRULE:FREQ=WEEKLY") for n in range(400)]
    read_from = found(*clubs, whole("INSET day", "20261123"))
    assert taken(read_from) == [INSET]
    assert len(left(read_from)["400 events say neither term nor closed:"]) == 400
