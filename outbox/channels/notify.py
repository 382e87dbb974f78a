"""Text messages by GOV.UK Notify. Our row's key goes along as the reference, so that a copy can be told apart.

The template there has one placeholder, ((words)): the words are ours, and neutral.
"""

import threading
from datetime import datetime

from django.conf import settings
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from outbox.channels import Keep
from outbox.models import Message, ServiceState
from outbox.transitions import retry_policy
from outbox.transitions.outcomes import NO_SUCH_NUMBER, Accepted, Barred, Later, Outcome, Refused, Unreachable
from outbox.wording.wording import Words

PRODUCTION = "https://api.notifications.service.gov.uk"
_of_thread = threading.local()


def client() -> NotificationsAPIClient:
    """One a thread: the client's session is not made for sharing."""
    key = (settings.NOTIFY_API_KEY, getattr(settings, "NOTIFY_URL", "") or PRODUCTION)
    if getattr(_of_thread, "key", None) != key:
        _of_thread.client = NotificationsAPIClient(key[0], base_url=key[1], timeout=retry_policy.SERVER_TIMEOUT)
        _of_thread.key = key
    return _of_thread.client


class NotifyChannel:
    is_open = True  # each message is a request of its own

    def open(self) -> Outcome | None:
        return None

    def close(self) -> None:
        return None

    def send(self, address: str, words: Words, message: Message, keep: Keep = lambda: True) -> Outcome:
        try:
            answer = client().send_sms_notification(
                phone_number=address,
                template_id=settings.NOTIFY_TEMPLATE,
                personalisation={"words": words.short},
                reference=message.message_id,
            )
        except APIError as error:
            return _refused(error)
        return Accepted(provider_id=str(answer["id"]))


def _refused(error: APIError) -> Outcome:
    status = error.status_code
    if status == 400 and _is_about_number(error):
        return Refused(f"{NO_SUCH_NUMBER} (400)")
    if status in (401, 403) or (status == 400 and _is_about_key(error)):
        return Barred(f"text service: {status}", ServiceState.REFUSES_US)
    if status == 429:
        return Barred(f"text service: {status}", ServiceState.TOO_MUCH)
    if status >= 500:
        return Unreachable(f"text service: {status}")
    return Later(f"text service: {status}", reply=str(status))


def _is_about_number(error: APIError) -> bool:
    return "phone_number" in _said(error)


def _is_about_key(error: APIError) -> bool:
    """A service in trial mode, or a key for the team alone, sends to the team alone (docs.notifications.service.gov.uk,
    "Error codes", 400)."""
    return any(words in _said(error) for words in ("team-only API key", "trial mode"))


def _said(error: APIError) -> str:
    said = error.message if isinstance(error.message, list) else []
    return "\n".join(str(one.get("message", "")) for one in said if isinstance(one, dict))


DELIVERED, UNKNOWN_NUMBER, NOT_DELIVERED, NOT_KNOWN = "delivered", "no such number", "not delivered", ""
STATUSES = {
    "delivered": DELIVERED,
    "permanent-failure": UNKNOWN_NUMBER,
    "temporary-failure": NOT_DELIVERED,  # the phone was off for as long as the provider tries
    "technical-failure": NOT_DELIVERED,
}


def delivered(provider_id: str) -> tuple[str, datetime | None]:
    """What became of a text (one of the four above), and when. Raises `APIError`."""
    answer = client().get_notification_by_id(provider_id)
    when = answer.get("completed_at")
    return STATUSES.get(answer.get("status", ""), NOT_KNOWN), datetime.fromisoformat(when) if when else None
