"""The second step: who has not passed it is nobody."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from config.tasks import keep_no_longer
from network import clock
from network.models import AuditRow
from network.rules import NotAllowed
from network.sign_in.actions import second_steps
from outbox.models import Message
from tests import counts
from tests import factories as f
from tests.network.sign_in.test_sign_in import ask, code_for, type_code
from tests.people import signed_in

pytestmark = pytest.mark.django_db
DETAILS = "network:my-details"


def half_way(person) -> Client:
    client = Client()
    ask(client, person.email)
    type_code(client, code_for(person))
    return client


def code_now(secret: str) -> str:
    import time

    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def set_up_app(client) -> str:
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[totp.SECRET_SESSION_KEY]
    with patch("django.db.transaction.on_commit", lambda do, **_: do()):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def test_private_page_leads_to_the_second_step(head):
    assert half_way(head).get(reverse(DETAILS)).url == reverse("second-step")


def test_public_page_shows_her_as_anybody(head):
    page = half_way(head).get(reverse("network:need-someone"))
    assert page.status_code == 200
    assert page.wsgi_request.user.is_anonymous
    assert "My details" not in page.content.decode()


def test_setting_up_an_app_lets_this_sign_in_through_and_ends_the_others(head):
    older, newer = half_way(head), half_way(head)
    set_up_app(newer)
    assert newer.get(reverse(DETAILS)).status_code == 200
    assert older.get(reverse(DETAILS)).url.startswith(reverse("account_login"))
    assert Message.objects.filter(to=head, kind="security-notice").exists()


def test_next_sign_in_asks_for_the_app(head, monkeypatch):
    secret = set_up_app(half_way(head))
    counts.begin_again()
    client = Client()
    ask(client, head.email)
    assert type_code(client, code_for(head)).url == reverse("mfa_authenticate")
    assert client.get(reverse(DETAILS)).url.startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "not right" in wrong.content.decode()
    counts.begin_again()  # a code works once: this is the next half minute's
    assert client.post(reverse("mfa_authenticate"), {"code": code_now(secret)}).status_code == 302
    assert client.get(reverse(DETAILS)).status_code == 200


def test_recovery_code_works_once(head):
    set_up_app(half_way(head))
    code = Authenticator.objects.get(user=head, type="recovery_codes").wrap().generate_codes()[0]
    for expected in (302, 200):
        counts.begin_again()
        client = Client()
        ask(client, head.email)
        type_code(client, code_for(head))
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_secret_of_the_app_is_sealed(head):
    secret = set_up_app(half_way(head))
    assert secret not in str(Authenticator.objects.filter(user=head).values_list("data"))


def test_only_second_step_can_not_be_removed(head):
    client = half_way(head)
    set_up_app(client)
    page = client.post(reverse("mfa_deactivate_totp"))
    assert "only second step" in page.content.decode()
    assert Authenticator.objects.filter(user=head, type="totp").exists()


def test_last_passkey_can_not_be_removed(head, sign_in):
    passkey = Authenticator.objects.create(user=head, type="webauthn", data={"name": "Phone", "credential": {}})
    client = sign_in(head)
    answer = client.post(reverse("mfa_remove_webauthn", kwargs={"pk": passkey.pk}))
    assert answer.url == reverse("mfa_list_webauthn")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_demo_asks_for_no_second_step(head, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert half_way(head).get(reverse(DETAILS)).status_code == 200


def test_first_step_set_up_later_shows_its_codes_at_once(head, settings, time_machine):
    """In the demonstration, where none is asked for: she is not asked for the step she has only just made."""
    settings.SECOND_FACTOR_REQUIRED = False
    client = half_way(head)
    time_machine.move_to(clock.now() + timedelta(hours=1), tick=False)
    set_up_app(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_mark_of_one_person_is_worth_nothing_to_another(head, buddy):
    client = signed_in(head)
    session = client.session
    session["_auth_user_id"] = str(buddy.pk)
    session["_auth_user_hash"] = buddy.get_session_auth_hash()
    session.save()
    assert client.get(reverse(DETAILS)).url == reverse("second-step")


def test_ordinary_page_costs_the_gate_no_query(head, sign_in, django_assert_num_queries):
    client = sign_in(head)
    with django_assert_num_queries(3):  # session, person, what she is for the links at the top
        client.get("/sign-out/")


@pytest.mark.parametrize(
    "name", ["network:own-export", "network:contact-point-add", "network:account-erase", "network:my-deputy"]
)
def test_fresh_sign_in_comes_first(name, head):
    client = signed_in(head, fresh=False)
    assert client.get(reverse(name)).status_code == 302
    assert client.get(reverse(name)).url.startswith(reverse("sign-in-again"))
    assert client.post(reverse(name), {"about": "private words"}).url.startswith(reverse("sign-in-again"))
    assert "private words" not in str(dict(client.session))


def test_fresh_sign_in_lasts_a_quarter_of_an_hour(head, time_machine):
    client = signed_in(head)
    assert client.get(reverse("network:own-export")).status_code == 200
    later = clock.now().timestamp() + 901
    time_machine.move_to(later)
    assert client.get(reverse("network:own-export")).status_code == 302


def test_signing_in_again_takes_the_app(head):
    client = half_way(head)
    secret = set_up_app(client)
    session = client.session
    del session["signed_in_afresh"]
    session.save()
    asked = client.get(client.get(reverse("network:own-export")).url)
    assert asked.url.startswith(reverse("mfa_reauthenticate"))
    counts.begin_again()
    done = client.post(asked.url, {"code": code_now(secret), "next": reverse("network:own-export")})
    assert done.url == reverse("network:own-export")
    assert client.get(done.url).status_code == 200


def test_administrator_lets_her_set_up_a_new_one(head, administrator, sign_in):
    client = half_way(head)
    set_up_app(client)
    admin = sign_in(administrator)
    answer = admin.post(reverse("network:second-step-reset", kwargs={"public_id": head.public_id}))
    assert answer.status_code == 302
    assert client.get(reverse(DETAILS)).url.startswith(reverse("account_login"))
    assert not Authenticator.objects.filter(user=head).exists()
    assert AuditRow.objects.filter(verb="second-step.reset", by=administrator, concerns=head).exists()
    assert Message.objects.filter(to=head, kind="security-notice").exists()
    counts.begin_again()
    assert half_way(head).get(reverse(DETAILS)).url == reverse("second-step")


def test_nobody_resets_her_own_or_without_the_role(administrator, officer, head):
    for by, person in [(administrator, administrator), (officer, head), (head, head)]:
        with pytest.raises(NotAllowed):
            second_steps.reset(by=by, person=person)


def test_reset_helps_nobody_at_the_schools_mailbox(administrator, db):
    person = f.PersonFactory(email="own@example.org")
    f.ContactPointFactory(person=person, address="head@school.example", private=False)
    second_steps.reset(by=administrator, person=person)
    ask(Client(), "head@school.example")
    assert not Message.objects.filter(kind="sign-in-code").exists()


def test_session_cookie_holds_no_name(head):
    client = half_way(head)
    assert "hollis" not in client.cookies["sessionid"].value


def test_all_other_sign_ins_end_at_a_press(head):
    client = half_way(head)
    set_up_app(client)
    other = half_way_with_recovery(head)
    assert other.get(reverse(DETAILS)).status_code == 200
    said = client.post(reverse("usersessions_list"), follow=True).content.decode()
    assert "Signed out everywhere else." in said
    assert "Your app is set up." in said
    assert other.get(reverse(DETAILS)).url.startswith(reverse("account_login"))
    assert client.get(reverse(DETAILS)).status_code == 200


def half_way_with_recovery(person) -> Client:
    counts.begin_again()
    client = half_way(person)
    code = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": code})
    return client


def test_where_somebody_signed_in_from_is_kept_while_she_is_signed_in(head, sign_in):
    here, gone = sign_in(head), sign_in(head)
    for client in (here, gone):
        key = client.session.session_key
        UserSession.objects.get_or_create(session_key=key, defaults={"user": head, "ip": "192.0.2.1"})
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    keep_no_longer()
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]
