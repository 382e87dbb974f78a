"""A relay that refuses everybody while the call is pressed (faults A7): the head reads that nobody was told yet, and
the number to ring; a little later everybody is told, and nothing was held against anybody's address."""

import pytest
from playwright.sync_api import expect

from network.models import ContactPoint
from outbox.models import Message, ServiceState
from tests.servers.processes import until
from tests.site.somebody import already_signed_in

pytestmark = [pytest.mark.browser, pytest.mark.site]
NOW = "There is something for you, and it cannot wait"


def test_nobody_is_silenced_and_no_page_says_told_too_early(cast, site, browser):
    number = ContactPoint.objects.to_ring().get(person=cast.buddy).address
    site.start().wait_until_ready()
    site.mail.answer = lambda address: "550 5.7.1 Service unavailable"
    head = already_signed_in(browser, site, cast.head)
    head.open("/today/")
    head.press("The call has come")
    head.page.locator("main form button.covenant-call").click()
    head.page.wait_for_load_state()
    alerts = Message.objects.filter(kind="nudge-now", to__in=[cast.buddy, cast.reserve], channel="email")
    until(lambda: alerts.filter(state="due", tries__gte=1).count() == 2, within=60, what="both alerts refused")
    until(lambda: ServiceState.objects.filter(channel="email", held_since__isnull=False).exists(), what="the hold")
    head.page.reload()
    head.reads("not told yet")
    head.reads("Your reserve has not been asked to be ready yet: we are trying.")
    assert "told at" not in head.page.inner_text("main")
    expect(head.page.locator(f"main a[href='tel:{number}']").first).to_be_visible()
    head.open("/today/")
    expect(head.page.locator(f"main a[href='tel:{number}']").first).to_be_visible()
    assert not ContactPoint.objects.exclude(broken_at=None).exists()

    site.mail.answer = None
    site.mail.wait_for(cast.buddy.email, within=150)
    site.mail.wait_for(cast.reserve.email, within=60)
    assert [mail.subject for mail in site.mail.to(cast.buddy.email)] == [NOW]
    head.page.go_back()
    head.reload_until("told at", within=30)
    head.reads("Your reserve was asked to be ready, without school or days.")
    assert not ServiceState.objects.filter(held_since__isnull=False).exists()
    assert not ContactPoint.objects.exclude(broken_at=None).exists()
    assert set(alerts.values_list("state", flat=True)) == {"sent"}
    assert head.wrong == []
    site.assert_alive()
