"""What became of a call, for a colleague who was asked: covered only where somebody has taken it."""

from django.db.models import TextChoices

from directory.call_outs.models import Asked, CallOut


class Became(TextChoices):
    """Nothing more is needed from them, because …"""

    TAKEN = "taken", "somebody else has taken it"
    TAKEN_BACK = "taken-back", "whoever asked has taken it back"
    OVER = "over", "it has ended"
    OTHERS_ASKED = "others-asked", "they did not speak in time or may not advise her, and somebody else is looked for"


def became(asked: Asked) -> Became | None:
    """None while an answer of theirs still counts, and for whoever has the call. As it stands now: a message that
    waited says what is so when it leaves."""
    call = asked.call_out
    if call.state == CallOut.CANCELLED:
        return Became.TAKEN_BACK
    if call.closed_at is not None:
        return Became.OVER
    if asked.let_go_at is not None:
        return Became.OTHERS_ASKED
    if call.winner_id is not None and call.winner_id != asked.listing_id:
        return Became.TAKEN
    return None
