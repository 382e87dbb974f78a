"""What somebody reads on the page behind the link of a message."""

import re

from django.test import Client
from django.utils.html import strip_tags

from inspections.nudges.messages import PRESS
from outbox import kinds
from outbox.models import Message
from outbox.wording import tokens
from tests.people import signed_in

BLOCK = re.compile(r"</(?:h\d|p|li|d[dt]|t[dh]|div|section|button|a)>|<br>")


def page_behind(message: Message) -> str:
    """What its person reads on the page behind the link: without tags, one space between words."""
    purpose = kinds.get(message.kind).purpose
    path = message.path.replace("{token}", tokens.make(message)) if purpose else message.path
    # Behind a press there is nothing to read: whoever is signed in is led on to what there is.
    client = Client() if purpose not in ("", PRESS) else signed_in(message.to)
    return words(client.get(path, follow=True).content.decode())


def words(html: str) -> str:
    return " ".join(strip_tags(BLOCK.sub(" ", html)).split())
