"""What messages announce, as a table: who is told, what makes it so, what they read on the page behind the link of that
message, and what settles it. tests/house/test_announced.py tries each row, and knows where one is missing.

A maker is given the cast (tests/people.py), on Monday 30 November 2026 at 9.52 with the head in the window, and their
clock as `cast.clock`; what it makes it puts among `cast.things`. The rows stand under the function that puts the
message.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

from inspections.nudges.messages import OLD_NAME
from network.models import Person
from outbox.models import Message
from tests.announcing import page_behind, words
from tests.people import COLUMN_OF, Cast, signed_in

Maker = Callable[[Cast], object]
NUDGES = {"nudge", "nudge-soon", "nudge-now", OLD_NAME}
PAIRS = {"pairing-news", "pairing-now"}


@dataclass(frozen=True)
class Row:
    what: str  # as `what` says it of a message
    to: str  # somebody of the cast, or of its things
    made: Maker
    says: str
    settled: Maker | None  # None: it stays there for ever, and did not stand there before
    page: str | Callable[[Message], str] = ""  # where it stands, if not behind the link as the message has it

    def __str__(self) -> str:
        return f"{self.what} to {self.to}, {self.made.__name__}"

    def person(self, cast: Cast) -> Person:
        return getattr(cast, self.to)

    def read(self, cast: Cast, message: Message | None = None) -> str:
        if message is None or (isinstance(self.page, str) and self.page):
            return words(signed_in(self.person(cast)).get(self.page).content.decode())
        if self.page:
            return words(Client().get(self.page(message), follow=True).content.decode())
        return page_behind(message)


def what(message: Message) -> str:
    """Its kind; with what it says where one kind says several things: "nudge:told", "pairing-news:begun"."""
    if message.kind in PAIRS:
        return f"pairing-news:{message.about.rpartition(':')[2]}"
    return f"nudge:{message.about.partition(':')[0]}" if message.kind in NUDGES else message.kind


def whom(cast: Cast, message: Message) -> str:
    """The name in the cast of who gets it; empty for somebody who is no part of the story."""
    people = {name: cast.people[column] for name, column in COLUMN_OF.items()} | cast.things
    return next((name for name, thing in people.items() if thing == message.to), "")


def told(cast: Cast) -> list[tuple[tuple[str, str], Message]]:
    """Every message that was put, the newest first: what to whom, and the message."""
    rows = Message.objects.select_related("to").order_by("-created_at", "-pk")
    return [((what(message), whom(cast, message)), message) for message in rows]
