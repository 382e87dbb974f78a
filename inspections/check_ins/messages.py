"""The check-in itself, and the nudge that tells a buddy of an answer."""

from datetime import timedelta

from inspections.check_ins.models import CheckIn
from inspections.nudges.messages import StillWanted, stands_by
from network.models import Tie
from outbox import kinds
from outbox.models import Message


def _check_in_wanted(message: Message) -> bool:
    public_id, generation, *again = message.occurrence.split(".")
    found = CheckIn.objects.select_related("inspection").filter(public_id=public_id, generation=generation)
    check_in = found.first()
    if check_in is None or check_in.head_id != message.to_id:
        return False
    if check_in.state != CheckIn.PLANNED and not (again and _may_ask_again(check_in)):
        return False
    if check_in.inspection is not None:
        return check_in.inspection.is_open
    return Tie.objects.live().filter(head=check_in.head_id, kind=Tie.BUDDY).exists()


def _may_ask_again(check_in: CheckIn) -> bool:
    """Missed; or answered by link alone, which a mail filter can do."""
    return check_in.state == CheckIn.MISSED or (check_in.state == CheckIn.ANSWERED and check_in.sure_at is None)


def _check_in_news_wanted(message: Message, pk: str) -> bool:
    check_in = CheckIn.objects.filter(pk=pk).exclude(state=CheckIn.CANCELLED).first()
    return check_in is not None and stands_by(message, check_in.head_id, Tie.BUDDY)


ABOUT: dict[str, StillWanted] = {"checkin": _check_in_news_wanted}


def register_all() -> None:
    kinds.register(
        kinds.Kind(
            name="check-in",
            template="inspections/messages/check-in.txt",
            still_wanted=_check_in_wanted,
            useful_for=timedelta(days=4),
            says="a check-in, answered by one press",
            purpose="check-in",
        )
    )
