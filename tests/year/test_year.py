"""Sixteen months of a network of heads: from September 2026 to December 2027, through three nights on which the clocks
change, every holiday, and a school year whose terms nobody has typed in.

Real rows, the real tasks called as the timetable has them, the real sender, and a real mail server on a socket of its
own; only time is moved, from one moment at which something can happen to the next. `make year` runs it whole, with
forty heads; by itself two months of them are run, with ten. SEED chooses another story."""

import os
import time
from datetime import UTC, date, timedelta

import pytest
import time_machine

from tests.servers.mail import MailSink
from tests.year import claims
from tests.year.calendar import DAY, london
from tests.year.clockwork import Clockwork
from tests.year.feeds import Feeds
from tests.year.ledger import Ledger
from tests.year.nobody_left_out import NobodyLeftOut
from tests.year.story import Story
from tests.year.world import build

WHOLE = os.environ.get("YEAR") == "whole"
SEED = int(os.environ.get("SEED", "20260901"))
HEADS = 40 if WHOLE else 10
FIRST = date(2026, 9, 1) if WHOLE else date(2026, 10, 12)
LAST = date.fromisoformat(os.environ.get("UNTIL") or ("2027-12-31" if WHOLE else "2026-12-11"))
BROKEN = (date(2027, 3, 8), date(2027, 3, 15)) if WHOLE else (date(2026, 11, 23), date(2026, 11, 30))


@pytest.fixture
def sink(settings, tmp_path):
    sink = MailSink().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.SEND_JOURNAL = tmp_path / "journal"
    settings.DEMO = True  # text messages are shown as mail
    yield sink
    sink.stop()


@pytest.mark.on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_sixteen_months(sink):
    print(f"\nSEED={SEED}, {HEADS} heads, until {LAST}")
    began = time.process_time()
    with time_machine.travel(london(FIRST, 6).astimezone(UTC), tick=False) as moved:
        world, ledger = build(HEADS, SEED), Ledger()
        clockwork = Clockwork(moved.move_to, london(FIRST, 6).astimezone(UTC), london(LAST, 23).astimezone(UTC))
        story, feeds = Story(world, clockwork, ledger), Feeds(world.heads[:6])
        nobody_left_out = NobodyLeftOut()
        story.plan(FIRST, LAST)
        clockwork.on_tick.append(story.read)
        _months(clockwork, ledger)
        _weeks(clockwork, feeds)
        _nights(clockwork, nobody_left_out)
        _broken(clockwork, sink)
        clockwork.run()
        ledger.snapshot()
        print(f"{time.process_time() - began:.0f} s of this processor")
        claims.check(claims.Seen(world, story, clockwork, ledger, feeds, sink, nobody_left_out, BROKEN))


def _months(clockwork: Clockwork, ledger: Ledger) -> None:
    moment = clockwork.now.replace(day=28, hour=4)
    while moment < clockwork.end:
        clockwork.at(moment, lambda moment=moment: ledger.month(moment))
        moment = (moment + timedelta(days=10)).replace(day=28)


def _weeks(clockwork: Clockwork, feeds: Feeds) -> None:
    day = FIRST + 8 * DAY
    while day < LAST:
        clockwork.at(london(day, 13, 10), feeds.look)
        day += 7 * DAY


def _nights(clockwork: Clockwork, nobody_left_out: NobodyLeftOut) -> None:
    day = FIRST
    while day < LAST:
        clockwork.at(london(day, 23, 30), nobody_left_out.look)  # so that even in its bad week midnight is looked at
        day += DAY


def _broken(clockwork: Clockwork, sink: MailSink) -> None:
    """For a week the mail server takes nothing; text messages go their own way. One message a minute tries whether it
    is there again: after the first hour we look at every twentieth."""

    def refuse(address: str) -> str:
        return "" if address.endswith("@text.example") else "451 4.3.0 Try again later"

    begins, ends = london(BROKEN[0], 6), london(BROKEN[1], 6)
    clockwork.at(begins, lambda: setattr(sink, "answer", refuse))
    clockwork.at(begins + timedelta(hours=3), lambda: setattr(clockwork, "at_least", timedelta(minutes=20)))
    clockwork.at(ends, lambda: setattr(sink, "answer", None))
    clockwork.at(ends, lambda: setattr(clockwork, "at_least", timedelta(seconds=1)))
