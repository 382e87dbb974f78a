"""Whatever a program writes into a calendar: each entry is read, left out by name, or refused with the file."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspections.terms.questions import asked_about
from inspections.terms.terms_file import as_csv, read
from tests.inspections.terms.calendars import HEAD

often = settings(max_examples=100, deadline=None)
days = st.sampled_from(
    ["20260901", "20261026", "20261031", "20261218", "20270104", "19700101", "20269999", "00010101", ""]
)
hours = st.sampled_from(["", "T000000", "T090000", "T153000Z", "T230000Z", "T250000", "T"])
zones = st.sampled_from(
    [
        "",
        ";VALUE=DATE",
        ";TZID=Europe/London",
        ";TZID=GMT Standard Time",
        ";TZID=/x/Europe/Paris",
        ";TZID=Nowhere",
        ";TZID=",
    ]
)
when = st.builds("{}:{}{}".format, zones, days, hours)
RULES = "FREQ=WEEKLY;COUNT=3 FREQ=DAILY;UNTIL=20261105 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 FREQ=HOURLY INTERVAL=0 FREQ="
rules = st.sampled_from(RULES.split())
properties = st.one_of(
    st.builds(
        "{}{}".format, st.sampled_from(["DTSTART", "DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"]), when
    ),
    st.builds("RRULE:{}".format, rules),
    st.sampled_from(["DURATION:P5D", "DURATION:-P1D", "DURATION:P1W", "DURATION:soon", "STATUS:CANCELLED", "STATUS:x"]),
    st.sampled_from(["SEQUENCE:1", "SEQUENCE:x", "EXRULE:FREQ=DAILY", "UID:a", "UID:b", "nonsense", "CATEGORIES:"]),
)
titles = st.one_of(
    st.sampled_from(
        ["INSET day", "October half term", "Term starts", "Last day of term", "Term day", "Term 1", "Fair"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
entries = st.builds(lambda title, lines: [f"SUMMARY:{title}", *lines], titles, st.lists(properties, max_size=7))


@often
@given(st.lists(entries, max_size=6))
@example([["SUMMARY:Term starts", "DTSTART;VALUE=DATE:20260901"]])
def test_what_is_read_and_left_out_is_what_is_there(calendar):
    text = (
        HEAD + "".join(f"BEGIN:VEVENT\n{chr(10).join(entry)}\nEND:VEVENT\n" for entry in calendar) + "END:VCALENDAR\n"
    )
    found = read(text.encode(), "terms.ics")
    if found.events or not found.problems or found.problems[0].startswith("There are no dates"):
        left = {number for of_one in found.left.values() for each in of_one.values() for number in each.events}
        assert found.events == len(calendar)
        assert found.read | left == set(range(1, len(calendar) + 1))
    assert found.lines or found.problems
    assert read(as_csv(found.lines).encode(), "dates.csv").lines == found.lines
    assert set(asked_about(found.lines)) <= set(found.lines)


@often
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), st.sampled_from(["a.ics", "a.csv"]))
@example(b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\nEND:VCALENDAR\n", "a.ics")
@example(b"\xff\xfeB", "a.ics")
def test_anything_at_all_is_answered(content, name):
    found = read(content, name)
    assert found.lines or found.problems
