"""Two browsers at once, over real processes: the head asks, the colleague answers from the link in the mail, and the
head's page shows it without anybody reloading it by hand."""

import pytest
from playwright.sync_api import expect

from inspections.calls.actions import inspections as inspection_actions
from tests.directory import make
from tests.site.somebody import Somebody, already_signed_in, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site, pytest.mark.on("sqlite", "postgresql")]
ALERT = "A colleague needs you on the phone"


@pytest.fixture
def on_site(transactional_db, cast):
    """The next working day, ten in the morning: inspectors are on site. Only the processes' clock is moved."""
    inspection = inspection_actions.the_call_has_come(by=cast.head, school=cast.school, head=cast.head)
    move_to(london(inspection.starts_on, 10))
    return inspection


def test_the_head_asks_and_the_answer_appears_by_itself(cast, on_site, site, browser):
    make.listing(cast.directory_member, knows=["conduct"])
    site.start().wait_until_ready()
    head = already_signed_in(browser, site, cast.head)
    head.open("/today/")
    head.press("Call a colleague now")
    head.page.locator("main form button.covenant-call").click()
    expect(head.page.get_by_role("heading", level=1)).to_have_text("We are asking colleagues now")

    colleague = Somebody(browser, site, cast.directory_member.email)
    mail = colleague.wait_for_mail(ALERT)
    for private in (cast.school.name, cast.head.name):
        assert private not in mail.message.as_string()
    colleague.open(colleague.link_of(mail))
    colleague.press("Yes, now")
    colleague.reads("It is yours. Thank you")
    assert cast.head.name not in colleague.page.inner_text("main")

    expect(head.page.get_by_role("heading", level=1)).to_have_text(
        f"{cast.directory_member.name} said yes", timeout=20_000
    )
    assert head.page.locator("a[href^='tel:+44']").count() >= 1
    assert head.wrong == colleague.wrong == []
    site.assert_alive()
