#!/usr/bin/env bash
# govuk-bank-holidays 0.19 (https://pypi.org/project/govuk-bank-holidays/), Python 3.11, its own cached data.
#
# Guess: asked about a day after the last one it knows, it raises, warns, or says that it cannot tell.
# Seen:  25 December 2029 is "no holiday" and "a work day"; its data ends on 26 December 2028. `get_next_holiday` from
#        2029 on is None, which alone tells. GOV.UK's own feed ends likewise, two or three years ahead.
#        Output: "known until 2028-12-26 / 2029-12-25: holiday False, work day True, next holiday None".
# Why it matters: a deadline counted in working days two years ahead is silently too early.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" govuk-bank-holidays==0.19
PYTHONPATH=$folder python3 - <<'PY'
from datetime import date
from govuk_bank_holidays.bank_holidays import BankHolidays

known = BankHolidays(use_cached_holidays=True)
area = BankHolidays.ENGLAND_AND_WALES
last = max(row["date"] for row in known.get_holidays(division=area))
day = date(2029, 12, 25)
said = known.is_holiday(day, division=area), known.is_work_day(day, division=area)
after = known.get_next_holiday(division=area, date=day)
print(f"known until {last} / {day}: holiday {said[0]}, work day {said[1]}, next holiday {after}")
assert (last, said, after) == (date(2028, 12, 26), (False, True), None), "the behaviour has changed"
PY
