"""Real processes: what stops is seen, told once, and told to be over; and one bad row stops nobody else's."""

import contextlib
import socket
import time
from datetime import timedelta

import pytest

from buddies.models import Pairing
from directory.models import CallOut
from inspections.calls.actions import inspections as inspection_actions
from inspections.models import PleaseRing, Told
from network import clock
from network.models import TaskRun, Tie
from outbox import actions
from outbox.models import Message, ServiceState
from tests import factories as f
from tests.directory import make
from tests.servers import alarm
from tests.servers.processes import until
from tests.servers.site import Site
from tests.servers.triggers import bad_row
from tests.site.somebody import Somebody, move_to

pytestmark = pytest.mark.site


@pytest.fixture
def address():
    with alarm.running() as sink:
        yield sink


@pytest.fixture
def site_settings(address):
    return {"ALARM_URL": address.url, "WATCH_EVERY": "0.5"}


@pytest.mark.browser
def test_a_dead_mail_server_is_seen_told_once_and_told_to_be_over(cast, site, address, browser):
    site.start().wait_until_ready()
    until(lambda: site.what_is_wrong() == [], what="all is well")
    assert address.asked == []

    site.mail.stop()
    head = Somebody(browser, site, cast.head.email)
    head.page.goto("/sign-in/")
    head.page.locator("input[type=email]").fill(head.email)
    head.press("Send me a code")
    until(lambda: ServiceState.objects.filter(failing_since__isnull=False).exists(), what="a failed try")
    assert site.status("/readyz") == 200
    move_to(clock.now() + timedelta(minutes=6))
    until(lambda: site.what_is_wrong() == ["mail"], what="mail, and nothing else, is red")
    assert site.status("/status") == 503
    assert site.status("/readyz") == 200
    until(lambda: address.asked, what="the alarm")
    assert "mail" in address.said[0][1]

    site.mail.come_back()
    other = Somebody(browser, site, cast.buddy.email)
    other.sign_in()
    until(lambda: site.what_is_wrong() == [], what="all is well again")
    assert site.status("/readyz") == 200
    until(lambda: len(address.asked) == 2, what="the alarm's end")
    assert [state for state, _ in address.said] == ["red", "green"]
    assert [path for path, _ in address.asked] == ["/alarm/1", "/alarm/0"]
    for private in (cast.head.name, cast.head.email, cast.school.name, "sign-in"):
        assert private not in str(address.asked)
    site.assert_alive()


def test_without_a_database_the_web_server_says_so_within_three_seconds(mail_sink, tmp_path, settings):
    """One that takes connections and never answers is the worst: whoever asks it waits."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        env = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS), "DATABASE_POOL": "4"}
        url = f"postgres://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing"
        data = {"DATA_DIR": str(tmp_path / "data"), "KEY_STORE": str(tmp_path / "keys")}
        site = Site(tmp_path, database_url=url, redis_url="", mail=mail_sink, **env, **data)
        with contextlib.ExitStack() as ending:
            ending.callback(site.end)
            site.start("web")
            for path in ("/readyz", "/status", "/readyz"):
                began = time.monotonic()
                assert site.status(path) == 503
                assert time.monotonic() - began < 3
            assert site.what_is_wrong() == ["database"]
            assert site.status("/healthz") == 200


@pytest.fixture
def twice(transactional_db, cast):
    """Of everything that is due there are two: one that cannot be written, and a neighbour that must go on."""
    other = cast.other_head
    f.TieFactory(head=other, person=cast.shared_with, kind=Tie.BUDDY)
    ago = clock.now() - timedelta(minutes=45)
    both = ((cast.head, cast.school), (other, other.memberships.get().school))
    for head, place in both:
        inspection_actions.the_call_has_come(by=head, school=place, head=head)
    Told.objects.update(told_at=ago)
    rings = [PleaseRing.objects.create(head=head, via="signed_in", asked_at=ago) for head in (cast.head, other)]
    told = list(Told.objects.filter(role=Told.BUDDY).order_by("pk"))
    calls = [make.call_out(head, place, ends_at=ago, look_again_at=ago) for head, place in both]
    pairs = [
        Pairing.objects.create(
            head=f.PersonFactory(), buddy=f.PersonFactory(), made_at=ago, asked_at=ago, state="asked", answer_by=ago
        )
        for _ in range(2)
    ]
    notices = [
        actions.put(to=person, kind="security-notice", occurrence="planted", by=None)
        for person in (cast.buddy, cast.reserve)
    ]
    return [rings, told, calls, pairs, notices]


def passed_on(kind):
    return {
        PleaseRing: lambda: PleaseRing.objects.filter(passed_on_at__isnull=False),
        Told: lambda: Told.objects.filter(role=Told.BUDDY, passed_on_at__isnull=False),
        CallOut: lambda: CallOut.objects.filter(closed_at__isnull=False),
        Pairing: lambda: Pairing.objects.filter(state=Pairing.LAPSED),
        Message: lambda: Message.objects.filter(kind="security-notice", state=Message.SENT),
    }[kind]()


def test_one_bad_row_in_every_task_stops_no_neighbour(twice, site, address):
    with contextlib.ExitStack() as planted:
        for bad, _ in twice:
            planted.enter_context(bad_row(bad))
        site.start().wait_until_ready()
        for bad, good in twice:
            found = passed_on(type(good))
            until(lambda found=found, good=good: good in found.all(), within=120, what=f"the other {good!r}")
            assert bad not in found.all()
        until(lambda: "tasks" in site.what_is_wrong(), within=180, what="a task that fails is seen")
        assert site.status("/readyz") == 200
        assert TaskRun.objects.filter(failures__gte=3).exists()
        until(lambda: address.said, what="the alarm")
    for bad, good in twice[:-1]:  # each is tried again at the next look
        found = passed_on(type(good))
        until(lambda found=found, bad=bad: bad in found.all(), within=330, what=f"{bad!r} after all")
    site.assert_alive()
