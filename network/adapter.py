"""How django-allauth signs people in here: closed sign-up, codes by way of the outbox, our words for its errors."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from network import audit, clock
from network.details.actions import contact_points
from network.people.models.person import Person
from network.sign_in import limits as sign_in_limits
from network.sign_in import second_factor
from network.sign_in.actions import sign_in

SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt", "account/messages/login_code_sent.txt"}


def on_step(*, user: Person, method: str, **_: Any) -> None:
    """The emailed code has arrived, for she typed it."""
    if method == "code":
        contact_points.code_arrived(person=user)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "That code is not right. Look at the newest message, and type the code again.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then ask for a new code.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
        "account_inactive": "This account is closed.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # by invitation only

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        return not second_factor.is_fresh(self.request)

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of ours, and only relative ones: the request's Host is no proof of anything."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def login(self, request: HttpRequest, user: Person) -> None:
        super().login(request, user)
        audit.record(by=user, verb="sign-in.done", what=f"person:{user.public_id}", concerns=user)
        Person.objects.filter(pk=user.pk).update(last_seen_on=clock.today())

    def post_login(self, request: HttpRequest, user: Person, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        sign_in_limits.know_browser(request, response, user)
        return response

    def generate_login_code(self) -> str:
        return sign_in_limits.choose_code(self.request, super().generate_login_code())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A row in the outbox, sealed: no request waits for mail, and the code is nowhere in the clear."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"{template_prefix} has no message of ours")
        if sign_in_limits.may_send(self.request):
            sign_in.send_code(address=email, code=context["code"], occurrence=secrets.token_hex(8))

    def send_notification_mail(self, template_prefix: str, user: Person, context=None, email=None) -> None:
        sign_in.tell_of_change(person=user)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        if message_template not in SILENT:
            super().add_message(request, level, message_template, message_context, extra_tags, message)
