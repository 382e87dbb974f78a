#!/usr/bin/env bash
# recurring-ical-events 3.8.2 (https://pypi.org/project/recurring-ical-events/), icalendar 7.3.0, Python 3.11.
#
# Guess: an event that ends before it begins is refused, or stands in an error; two events that share a UID by mistake
#        (a program that writes the same one into all) are both given.
# Seen:  start and end are exchanged in silence, so the mistake becomes a holiday; of the events with one UID one is
#        given and the others are gone, without a word.
#        Output: "backwards: 2026-11-20 to 2026-11-23 / one UID: ['INSET day'] of 2".
# Why it matters: a slip of the keyboard closes a school, and closures of a careless program go missing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" recurring-ical-events==3.8.2 icalendar==7.3.0
PYTHONPATH=$folder python3 - <<'PY'
import recurring_ical_events
from icalendar import Calendar


def read(*events):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for title, first, after in events:
        lines += ["BEGIN:VEVENT", "UID:same@example.org", "DTSTAMP:20260601T000000Z", f"SUMMARY:{title}"]
        lines += [f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", "END:VEVENT"]
    calendar = Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""]))
    return recurring_ical_events.of(calendar).between((2026, 1, 1), (2027, 1, 1))


(backwards,) = read(("INSET day", "20261123", "20261120"))
both = [str(event["SUMMARY"]) for event in read(("INSET day", "20261123", "20261124"), ("Half term", "20261026", "20261031"))]
print(f"backwards: {backwards.start} to {backwards.end} / one UID: {both} of 2")
assert (str(backwards.start), str(backwards.end)) == ("2026-11-20", "2026-11-23"), "the behaviour has changed"
assert len(both) == 1, "the behaviour has changed"
PY
