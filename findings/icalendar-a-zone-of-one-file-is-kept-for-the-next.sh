#!/usr/bin/env bash
# icalendar 7.3.0 (https://pypi.org/project/icalendar/), Python 3.11.
#
# Guess: a time zone that a calendar defines (VTIMEZONE) is that calendar's own.
# Seen:  its name and its rules are kept for the whole process. A second calendar that defines the same name otherwise
#        is read by the rules of the first, and one that defines none finds them. Outlook calls all that it makes up
#        "Customized Time Zone". `icalendar.timezone.tzp.use_default()` before each file forgets them.
#        Output: "first +01:00, second +01:00 / forgotten in between: first +01:00, second -07:00".
# Why it matters: in a server that reads other people's files, what one uploads moves the days of the next.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" icalendar==7.3.0
PYTHONPATH=$folder python3 - <<'PY'
from icalendar import Calendar
from icalendar.timezone import tzp


def offset(of):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VTIMEZONE", "TZID:Customized Time Zone"]
    lines += ["BEGIN:STANDARD", "DTSTART:16010101T000000", f"TZOFFSETFROM:{of}", f"TZOFFSETTO:{of}", "END:STANDARD"]
    lines += ["END:VTIMEZONE", "BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20260601T000000Z"]
    lines += ["DTSTART;TZID=Customized Time Zone:20260701T090000", "END:VEVENT", "END:VCALENDAR", ""]
    (event,) = Calendar.from_ical("\r\n".join(lines)).walk("VEVENT")
    return f"{event.start:%z}"[:3] + ":00"


kept = offset("+0100"), offset("-0700")
tzp.use_default()
forgotten = [offset("+0100")]
tzp.use_default()
forgotten.append(offset("-0700"))
print("first {}, second {} / forgotten in between: first {}, second {}".format(*kept, *forgotten))
assert kept == ("+01:00", "+01:00"), "the behaviour has changed"
assert forgotten == ["+01:00", "-07:00"], "the behaviour has changed"
PY
