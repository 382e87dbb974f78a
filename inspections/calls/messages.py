"""The nudges about a call: the call itself, that it was undone, and what changed in its inspection."""

from inspections.nudges.messages import StillWanted, is_about_a_head, stands_by
from inspections.visits.models import Inspection, Told
from network import clock
from network.models import Tie
from outbox.models import Message


def _told_wanted(message: Message, pk: str) -> bool:
    told = Told.objects.select_related("inspection").filter(pk=pk, person=message.to_id).first()
    if told is None or told.surely_seen_at is not None or not told.inspection.is_open:
        return False
    return stands_by(message, told.inspection.head_id, Tie.BUDDY, Tie.RESERVE, Tie.SHARED)


def _undone_wanted(message: Message, pk: str) -> bool:
    return Told.objects.of_undone_calls(clock.now()).filter(pk=pk, person=message.to_id).exists()


def _inspection_wanted(message: Message, pk: str) -> bool:
    inspection = Inspection.objects.filter(pk=pk).first()
    return inspection is not None and is_about_a_head(message, str(inspection.head_id))


ABOUT: dict[str, StillWanted] = {
    "told": _told_wanted,
    "undone": _undone_wanted,
    "inspection": _inspection_wanted,
}
