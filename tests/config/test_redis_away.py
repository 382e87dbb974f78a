"""Redis may be away: what counts tries counts in the database, and no page fails for it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.cache import RedisOrDatabase
from network.models import ContactPoint, HelpRequest
from outbox.models import Message
from tests.servers.processes import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_redis(settings, monkeypatch):
    """An address at which nobody answers."""
    monkeypatch.setattr(RedisOrDatabase, "away_until", 0.0)
    settings.CACHES = {
        "default": {
            "BACKEND": "config.cache.RedisOrDatabase",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
            "OPTIONS": {"socket_connect_timeout": 1},
        }
    }


def test_a_code_can_be_asked_for(head):
    answer = Client().post(reverse("account_login"), {"email": head.email})
    assert answer.url == reverse("account_confirm_login_code")
    assert Message.objects.filter(to=head, kind="sign-in-code").count() == 1


def test_whoever_needs_someone_is_heard(client):
    answer = client.post(reverse("network:need-someone"), {"name": "Robin Example", "phone": "02380000000"})
    assert answer.url == reverse("network:need-someone-done")
    assert HelpRequest.objects.count() == 1


def test_a_number_can_be_added(head, sign_in):
    answer = sign_in(head).post(reverse("network:contact-point-add"), {"way": "phone", "address": "07700900999"})
    point = ContactPoint.objects.get(person=head, address="+447700900999")
    assert answer.url == reverse("network:contact-point-confirm", args=[point.public_id])


def test_tries_are_counted_all_the_same(client):
    said = {"name": "Robin Example", "phone": "02380000000"}
    answers = [client.post(reverse("network:need-someone"), said).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429]


def test_it_is_not_asked_again_for_some_seconds(monkeypatch, caplog):
    for number in range(20):
        cache.set("counted", number)
    assert cache.get("counted") == 19
    assert sum("Redis does not answer" in line for line in caplog.messages) == 1


@pytest.mark.parametrize("template", ["429.html", "500.html", "413.html"])
def test_a_page_that_refuses_or_fails_has_numbers_to_ring(template, django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        assert "116 123" in render_to_string(template, {} if template == "500.html" else {"frame": frame()})


def frame():
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from network.site import navigation

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return navigation.frame(request)["frame"]
