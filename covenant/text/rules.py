"""In what state a version of the covenant can be changed."""

from covenant.text.models import CovenantText
from network.rules import WrongState


def check_unpublished(text: CovenantText) -> None:
    if text.published_on is not None:
        raise WrongState("A published version is never changed. Write a new one.")
