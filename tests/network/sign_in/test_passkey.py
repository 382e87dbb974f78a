"""A passkey in a real browser, with the browser's own authenticator: both steps in one."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import factories as f
from tests.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_authenticator(page):
    """One that has verified its holder, as a phone with a fingerprint does."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_both_steps(page, live_server, settings):
    base = live_server.url.replace("127.0.0.1", "localhost")
    settings.BASE_URL = base
    person = f.PersonFactory(name="Pat Example")
    cookie = signed_in(person, second_factor=False).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
    give_authenticator(page)

    page.goto(base + reverse("network:my-details"))
    assert page.title().startswith("Choose your second step")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/codes/")
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    page.goto(base + reverse("network:my-details"))
    assert page.get_by_role("heading", name="My details").is_visible()

    page.context.clear_cookies()  # another day, the same device
    page.goto(base + reverse("account_login") + "?next=" + reverse("network:my-details"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(base + reverse("network:my-details"))
    assert page.get_by_role("heading", name="My details").is_visible()
