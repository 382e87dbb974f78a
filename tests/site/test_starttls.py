"""The whole product behind a relay that wants STARTTLS: somebody asks for a code, and it arrives."""

import re

import pytest
from playwright.sync_api import expect

from tests.servers.certificates import Authority
from tests.servers.mail import MailSink
from tests.site.somebody import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def mail_sink(tmp_path):
    authority = Authority(tmp_path)
    sink = MailSink(authority.server("localhost")).start()
    sink.authority = authority
    yield sink
    sink.stop()


@pytest.fixture
def site_settings(mail_sink):
    return {
        "EMAIL_URL": f"smtp+starttls://localhost:{mail_sink.port}",
        "SSL_CERT_FILE": str(mail_sink.authority.file),
    }


def test_a_code_arrives_by_starttls(cast, site, browser):
    site.start().wait_until_ready()
    head = Somebody(browser, site, cast.head.email)
    head.open("/sign-in/")
    head.page.locator("input[type=email]").fill(head.email)
    head.press("Send me a code")
    head.page.locator("input[name=code]").fill(head._newest_code(0))
    head.page.locator("main").get_by_role("button", name="Sign in").click()
    expect(head.page).not_to_have_url(re.compile("/sign-in/"))
    assert True in site.mail.greetings
    site.assert_alive()
