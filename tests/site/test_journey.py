"""From an empty network to the reminder: everything as processes, every step in a browser, every mail at a real
mail server. On SQLite with the broker of files, and on PostgreSQL with Redis. The two register files are real rows
of the public register without the heads' names; whoever acts here, and their schools, are invented."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from inspections.models import CheckIn, Inspection
from inspections.windows.actions import windows
from network.models import School
from outbox.models import Message
from tests import factories as f
from tests.servers.processes import until
from tests.site.somebody import Somebody, london, move_to

DATA = Path(__file__).resolve().parents[1] / "data"
JANUARY = DATA / "gias_edubasealldata20250115_southampton_iow.csv"
JULY = DATA / "gias_edubasealldata20250718_south_hampshire.csv"
INVITED = "An invitation to the Caversham Covenant network"
SOMETHING = "There is something for you"
NOW = "There is something for you, and it cannot wait"

pytestmark = [pytest.mark.browser, pytest.mark.site, pytest.mark.on("sqlite", "postgresql")]


def somebody(site, browser, name: str, number: int, **more) -> Somebody:
    """Follows the link of the invitation that came by mail."""
    one = Somebody(browser, site, f"{name.lower()}@example.org", **more)
    one.join(one.link_of(one.wait_for_mail(INVITED)), name=f"{name} Example", phone=f"07700 9001{number:02}")
    return one


def invite(who: Somebody, name: str, role: str, urn: str = "") -> None:
    who.open("/invitations/send/")
    who.page.locator("[name=name]").fill(f"{name} Example")
    who.page.locator("[name=email]").fill(f"{name.lower()}@example.org")
    who.page.locator(f"[name=role][value={role}]").check(force=True)
    who.page.locator("[name=school]").fill(urn)
    who.press("Send the invitation")


def bring_in(officer: Somebody, file: Path) -> None:
    officer.open("/network/register/")
    officer.page.locator("input[type=file]").set_input_files(file)
    officer.press("Read this file")
    officer.reload_until("What it would change", within=120)
    officer.page.locator("form[action$='/apply/'] button").click()
    officer.page.wait_for_load_state()
    officer.reload_until("What it changed", within=120)


def test_from_the_register_to_the_reminder(site, browser):
    site.start().wait_until_ready()

    # Two administrators set it up, and an officer is granted by one and confirmed by the other.
    site.manage("first_administrators", "ada@example.org", "nia@example.org")
    ada = somebody(site, browser, "Ada", 1, width=1280)
    nia = somebody(site, browser, "Nia", 2, width=1280)
    ada.open("/setup/")
    answers = {
        "name": "Exampleton",
        "controller": "Example Heads",
        "host": "Example Hosting",
        "contact": "01632 960001",
    }
    for field, words in (answers | {"authorities": "852 Southampton"}).items():
        ada.page.locator(f"[name={field}]").fill(words)
    ada.press("Save")
    ada.reads("Real people can be invited")
    invite(ada, "Olive", "officer")
    olive = somebody(site, browser, "Olive", 3, width=1280)
    nia.open("/roles/")
    nia.press("Confirm Olive Example")

    # The register of January, then of July.
    bring_in(olive, JANUARY)
    january = School.objects.filter(authority__name="Southampton").count()
    bring_in(olive, JULY)
    assert january > 150
    assert School.objects.filter(authority__name="Southampton").count() >= january
    rows = list(csv.DictReader(io.StringIO(site.manage("windows", "--authority", "Southampton", "--format", "csv"))))
    assert list(rows[0]) == ["urn", "name", "rule", "opens_on", "due_on", "limit_on", "confidence"]
    assert len(rows) > 50
    olive.open("/network/schools/")
    olive.reads("Southampton")

    # Invented schools beside the real ones; the officer opens the window of one by hand, and invites its head.
    authority = School.objects.filter(authority__name="Southampton").first().authority
    junior = f.SchoolFactory(name="Example Junior School", authority=authority, urn="990901")
    f.SchoolFactory(name="Example Primary School", authority=authority, urn="990902")
    f.SchoolFactory(name="Example Infant School", authority=authority, urn="990903")
    windows.refresh(by=None)
    for name, urn in (("Amina", "990901"), ("Sam", "990902"), ("Rey", "990903")):
        invite(olive, name, "head", urn)
    amina = somebody(site, browser, "Amina", 11)
    sam = somebody(site, browser, "Sam", 12)
    rey = somebody(site, browser, "Rey", 13)
    olive.open("/network/schools/?q=990901")
    olive.page.get_by_role("link", name="Example Junior School").first.click()
    olive.page.locator("[name=reason]").first.check(force=True)
    olive.press("Open the window")

    # Sam and Rey offer; the officer pairs by hand; each says yes.
    for one in (sam, rey):
        one.open("/buddy/offer/")
        with one.page.expect_navigation():  # the officer looks next: it has to be recorded by then
            one.page.locator("main form button").first.click()
    olive.open("/network/pairings/new/")
    olive.press("Amina Example")
    olive.reload_until("Sam Example")
    olive.page.get_by_label("Buddy: Sam Example").check(force=True)
    olive.page.get_by_label("Reserve: Rey Example").check(force=True)
    olive.press("Ask them")
    for one, words in ((sam, "Yes, I will"), (rey, "Yes, I will")):
        one.open("/standing-by/")
        one.press(words)
    amina.open("/buddy/")
    amina.press("Yes, please")

    # The head's own page: whom to ring, and one big button. Her phone is registered.
    amina.open("/today/")
    amina.reads("Sam Example")
    assert amina.page.locator("a[href^='tel:+4477009001']").count() >= 1
    amina.open("/phones/")
    amina.page.locator("main form button").first.click()
    amina.page.wait_for_load_state()
    before = sam.has_mail(NOW)
    amina.open("/today/")
    amina.press("The call has come")
    amina.page.locator("main form button.covenant-call").click()
    amina.page.wait_for_load_state()
    amina.reads("Sam Example")
    inspection = Inspection.objects.get(head__email="amina@example.org")
    assert inspection.school == junior

    # Sam is told at once, says so, and the head reads it. Rey is asked to be ready, and reads no school and no days.
    sam.wait_for_mail(NOW, count=before + 1)
    sam.open("/today/")
    sam.press("I have seen it")
    sam.reads("Amina sees that you know")
    sam.page.locator("[name=reply]").fill("With you. Ringing at 12.30.")
    sam.press("Send")
    amina.open(f"/inspection/{inspection.public_id}/")
    amina.reads("With you. Ringing at 12.30.")
    rey.open("/today/")
    rey.reads("Please be ready")
    assert "Example Junior School" not in rey.page.inner_text("main")

    # The evening of day one: the reminder goes out, the link opens without signing in, and only a press records.
    move_to(london(inspection.starts_on, 17, 3))
    mail = amina.wait_for_link("/c/", within=240)
    assert mail.subject == SOMETHING
    assert "Example Junior School" not in mail.message.as_string()
    assert "Sam" not in mail.text
    phone = Somebody(browser, site, "nobody@example.org")
    phone.open(phone.link_of(mail))
    phone.reads("This page shows nothing about you")
    assert not CheckIn.objects.filter(state=CheckIn.ANSWERED).exists()
    sam_before, rey_before = sam.has_mail(NOW), rey.has_mail(NOW)
    phone.press("Please ring me")
    phone.reads("We are asking somebody to ring you")
    phone.reads("999")
    assert CheckIn.objects.get(state=CheckIn.ANSWERED).via == CheckIn.LINK
    sam.wait_for_mail(NOW, count=sam_before + 1)
    move_to(london(inspection.starts_on, 17, 3) + timedelta(minutes=32))
    rey.wait_for_mail(NOW, count=rey_before + 1, within=120)

    # Moving the dates re-plans; ending it cancels.
    planned = set(CheckIn.objects.filter(inspection=inspection, state=CheckIn.PLANNED).values_list("due_at", flat=True))
    assert planned
    amina.open(f"/inspection/{inspection.public_id}/change/")
    later = inspection.ends_on + timedelta(days=7)
    amina.page.locator("[name=ends_on]").fill(later.isoformat())
    amina.page.locator("main form button").last.click()
    amina.page.wait_for_load_state()
    until(
        lambda: (
            set(CheckIn.objects.filter(inspection=inspection, state=CheckIn.PLANNED).values_list("due_at", flat=True))
            != planned
        ),
        what="the plan to move",
    )
    amina.open(f"/inspection/{inspection.public_id}/close/")
    amina.press("Close it")
    until(
        lambda: not CheckIn.objects.filter(inspection=inspection, state=CheckIn.PLANNED).exists(),
        what="the plan to be cancelled",
    )
    waiting = Message.objects.filter(kind="check-in", state=Message.DUE, to__email="amina@example.org")
    assert not [message for message in waiting if "Example" in message.path]
    assert [one.wrong for one in (ada, nia, olive, amina, sam, rey, phone)] == [[]] * 7
    site.assert_alive()
