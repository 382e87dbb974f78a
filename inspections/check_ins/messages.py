"""The check-in itself, and the nudge that tells a buddy of an answer."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef

from inspections.check_ins.models import CheckIn
from inspections.nudges.messages import StillWanted, stands_by
from network.models import Tie
from outbox import kinds
from outbox.models import Message


def _check_ins_wanted(messages: Sequence[Message]) -> set[int]:
    """Still planned, or asked again, and either its inspection is open or somebody stands by her."""
    buddy = Tie.objects.live().filter(head=OuterRef("head"), kind=Tie.BUDDY)
    of = {message.pk: message.occurrence.split(".") for message in messages}
    found = CheckIn.objects.filter(public_id__in={public_id for public_id, *_ in of.values()})
    by_id = {str(one.public_id): one for one in found.select_related("inspection").annotate(has_buddy=Exists(buddy))}
    wanted = set()
    for message in messages:
        public_id, generation, *again = of[message.pk]
        check_in = by_id.get(public_id)
        if check_in is None or str(check_in.generation) != generation or check_in.head_id != message.to_id:
            continue
        if check_in.state != CheckIn.PLANNED and not (again and _may_ask_again(check_in)):
            continue
        if check_in.has_buddy if check_in.inspection is None else check_in.inspection.is_open:
            wanted.add(message.pk)
    return wanted


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
            still_wanted=kinds.one_wanted_among(_check_ins_wanted),
            wanted_among=_check_ins_wanted,
            useful_for=timedelta(days=4),
            says="a check-in, answered by one press",
            purpose="check-in",
        )
    )
