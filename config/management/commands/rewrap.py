from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand

from network import key_store
from network.actions import canary, second_steps
from outbox.actions import messages


class Command(BaseCommand):
    help = (
        "Wraps anew, by the first of FIELD_KEYS, whatever is wrapped by them: the keys of private words, second steps, "
        "codes that wait to be sent, sessions. After it the older FIELD_KEYS can be left out."
    )

    def handle(self, **options) -> None:
        words, steps, codes = key_store.rewrap(), second_steps.rewrap(), messages.rewrap()
        canary.rewrap()
        sessions = 0
        for key, sealed in Session.objects.values_list("pk", "session_data").iterator():
            fresh = key_store.rewrapped(sealed)
            if fresh:
                sessions += Session.objects.filter(pk=key, session_data=sealed).update(session_data=fresh)
        self.stdout.write(
            f"Rewrapped: {words} keys of words, {steps} second steps, {codes} codes, {sessions} sessions."
        )
