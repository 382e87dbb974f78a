#!/usr/bin/env bash
# govuk-bank-holidays 0.19 (https://pypi.org/project/govuk-bank-holidays/), Python 3.11.
#
# Guess: `is_holiday` and `is_work_day` take a date, and a datetime is a date (isinstance says so), so a moment on
#        Christmas Day falls on a holiday, or is refused.
# Seen:  `is_holiday(datetime(2026, 12, 25, 10))` is False and `is_work_day` of it is True, without an error: a datetime
#        never equals a date, and the lookup is by equality. Weekends are still seen, so a glance does not show it.
#        Output: "date: holiday True, work day False / moment: holiday False, work day True".
# Why it matters: whoever counts working days from moments gets every weekday holiday wrong, in silence.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" govuk-bank-holidays==0.19
PYTHONPATH=$folder python3 - <<'PY'
from datetime import date, datetime
from govuk_bank_holidays.bank_holidays import BankHolidays

known = BankHolidays(use_cached_holidays=True)
said = {}
for name, when in (("date", date(2026, 12, 25)), ("moment", datetime(2026, 12, 25, 10))):
    holiday = known.is_holiday(when, division=BankHolidays.ENGLAND_AND_WALES)
    work = known.is_work_day(when, division=BankHolidays.ENGLAND_AND_WALES)
    said[name] = holiday, work
    print(f"{name}: holiday {holiday}, work day {work}")
assert said == {"date": (True, False), "moment": (False, True)}, "the behaviour has changed"
PY
