from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError

from network import guarded
from network.privacy import key_store
from network.sign_in.actions import canary, second_steps
from outbox.queue.actions import messages


class Command(BaseCommand):
    help = (
        "Wraps anew, by the first of FIELD_KEYS, whatever is wrapped by them: the keys of private words, second steps, "
        "codes that wait to be sent, sessions. After it the older FIELD_KEYS can be left out."
    )

    def handle(self, **options) -> None:
        try:
            words, steps, codes, sessions = guarded.steps(
                key_store.rewrap, second_steps.rewrap, messages.rewrap, _rewrap_sessions
            )
        except guarded.Failed as failed:
            raise CommandError(
                f"{failed.count} could not be rewrapped (the log says which); all others were. Keep the older keys."
            ) from None
        canary.rewrap()
        self.stdout.write(
            f"Rewrapped: {words} keys of words, {steps} second steps, {codes} codes, {sessions} sessions."
        )


def _rewrap_sessions() -> int:
    sessions = 0
    with guarded.rows() as each:
        for number, (key, sealed) in enumerate(Session.objects.values_list("pk", "session_data").iterator()):
            with each(number):  # a session's own key lets in whoever reads it
                fresh = key_store.rewrapped(sealed)
                if fresh:
                    sessions += Session.objects.filter(pk=key, session_data=sealed).update(session_data=fresh)
    return sessions
