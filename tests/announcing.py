"""Whatever a message announces, the page it leads to shows, and no longer shows it when it is settled.

    @announces("pairing-asked")
    def test_the_question_stands_on_the_page_until_it_is_answered(...):
        assert "Will you stand by" in page_behind(message)
        ...
        assert "Will you stand by" not in page_behind(message)

tests/house/test_announced.py knows which kinds there are, and that each has such a test. A kind that says one of
several things is named with what it says, as in its `about`: "nudge:checkin", "pairing-news:begun".
"""

import re

from django.test import Client
from django.utils.html import strip_tags

from inspections.nudges.messages import PRESS
from outbox import kinds
from outbox.models import Message
from outbox.wording import tokens
from tests.people import signed_in

BLOCK = re.compile(r"</(?:h\d|p|li|d[dt]|t[dh]|div|section|button|a)>|<br>")


def announces(*_what: str):
    """Marks a test in which a page shows what such a message announced, and stops showing it."""
    return lambda test: test


def page_behind(message: Message) -> str:
    """What its person reads on the page behind the link: without tags, one space between words."""
    purpose = kinds.get(message.kind).purpose
    path = message.path.replace("{token}", tokens.make(message)) if purpose else message.path
    # Behind a press there is nothing to read: whoever is signed in is led on to what there is.
    client = Client() if purpose not in ("", PRESS) else signed_in(message.to)
    return words(client.get(path, follow=True).content.decode())


def words(html: str) -> str:
    return " ".join(strip_tags(BLOCK.sub(" ", html)).split())
