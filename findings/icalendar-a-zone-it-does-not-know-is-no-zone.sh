#!/usr/bin/env bash
# icalendar 7.3.0 (https://pypi.org/project/icalendar/), Python 3.11.
#
# Guess: a time in a zone that the file does not define and the library does not know raises, or stands in `errors`,
#        where the library keeps what it could not read of an event.
# Seen:  the time is taken as a floating one, without a zone, and `errors` is empty. Outlook's short name ("GMT Standard
#        Time") is understood; the long one that it shows on its own screens is not.
#        Output: "GMT Standard Time: 09:00 Europe/London, errors [] / (UTC+00:00) Dublin...: 09:00 None, errors []".
# Why it matters: an event of nine in the morning elsewhere is read as nine here; only the missing zone tells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" icalendar==7.3.0
PYTHONPATH=$folder python3 - <<'PY'
from icalendar import Calendar

said = []
for zone in ("GMT Standard Time", '"(UTC+00:00) Dublin\\, Edinburgh\\, Lisbon\\, London"'):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", "BEGIN:VEVENT", "UID:1@example.org"]
    lines += ["DTSTAMP:20260601T000000Z", f"DTSTART;TZID={zone}:20260701T090000", "END:VEVENT", "END:VCALENDAR", ""]
    (event,) = Calendar.from_ical("\r\n".join(lines)).walk("VEVENT")
    said.append((f"{event.start:%H:%M}", getattr(event.start.tzinfo, "key", None), event.errors))
print("GMT Standard Time: {} {}, errors {} / (UTC+00:00) Dublin...: {} {}, errors {}".format(*said[0], *said[1]))
assert said == [("09:00", "Europe/London", []), ("09:00", None, [])], "the behaviour has changed"
PY
