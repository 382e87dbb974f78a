"""Every message this app sends. The words are the same at every stage; whether one may still go is asked as it goes.

`about` says what it stands for: "checkin:3", "told:7", "ring:2", "head:5" (somebody who stands by this head). Each
beginning belongs to one model, whichever app sends the message (tests/house/test_what_messages_are_about.py).
"""

from collections.abc import Callable
from datetime import timedelta

from inspections.check_ins.models import CheckIn
from inspections.looked_after.models import BuddyAgreement, BuddyCheckIn
from inspections.offers.models import OfferAsk
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsked
from inspections.silence.models import SilenceStep
from inspections.support.actions import log_warnings, plan_days
from inspections.support.models.support import SupportPlan
from inspections.visits.models import Inspection, Told
from network import clock
from network.models import Tie
from outbox import kinds
from outbox.models import Message

OLD_NAME = "nudge-today"  # nothing is put under it any more; what waited when the name was changed may still go


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


def _quiet_wanted(message: Message, pk: str) -> bool:
    """Somebody the head named, asked because she has gone quiet."""
    steps = SilenceStep.objects.filter(check_in_id=int(pk), asked=message.to_id, stopped_at__isnull=True)
    return steps.exists()


def _silence_over_wanted(message: Message, pk: str) -> bool:
    return SilenceStep.objects.filter(pk=pk, asked=message.to_id, stopped_at__isnull=False).exists()


def _stands_by(message: Message, head: int, *kinds_of_tie: str) -> bool:
    return Tie.objects.live().filter(person=message.to_id, head=head, kind__in=kinds_of_tie).exists()


def _told_wanted(message: Message, pk: str) -> bool:
    told = Told.objects.select_related("inspection").filter(pk=pk, person=message.to_id).first()
    if told is None or told.seen_at is not None or not told.inspection.is_open:
        return False
    return _stands_by(message, told.inspection.head_id, Tie.BUDDY, Tie.RESERVE, Tie.SHARED)


def _undone_wanted(message: Message, pk: str) -> bool:
    return Told.objects.of_undone_calls(clock.now()).filter(pk=pk, person=message.to_id).exists()


def _ring_wanted(message: Message, pk: str) -> bool:
    ring = PleaseRing.objects.filter(pk=pk, ended_at__isnull=True, taken_at__isnull=True).first()
    return ring is not None and _stands_by(message, ring.head_id, Tie.BUDDY)


def _asked_wanted(message: Message, pk: str) -> bool:
    """A head would like to be rung, and nobody has said yes yet."""
    return WiderAsked.objects.wait().filter(pk=pk, person=message.to_id).exists()


def _asked_over_wanted(message: Message, pk: str) -> bool:
    return WiderAsked.objects.settled(clock.now()).filter(pk=pk, person=message.to_id).exists()


def _check_in_news_wanted(message: Message, pk: str) -> bool:
    check_in = CheckIn.objects.filter(pk=pk).exclude(state=CheckIn.CANCELLED).first()
    return check_in is not None and _stands_by(message, check_in.head_id, Tie.BUDDY)


def _head_wanted(message: Message, pk: str) -> bool:
    """She herself, or somebody who stands by her still."""
    return message.to_id == int(pk) or _stands_by(message, int(pk), Tie.BUDDY, Tie.RESERVE, Tie.SHARED)


def _inspection_wanted(message: Message, pk: str) -> bool:
    inspection = Inspection.objects.filter(pk=pk).first()
    return inspection is not None and _head_wanted(message, str(inspection.head_id))


def _plan_wanted(message: Message, pk: str) -> bool:
    """The head, of her own open plan; or somebody she shares it with at the moment of sending."""
    plan = SupportPlan.objects.visible_to(message.to).filter(pk=pk, closed_at__isnull=True)
    return plan.exists()


def _offer_wanted(message: Message, pk: str) -> bool:
    """An ask that still waits for the one contact of that offer."""
    return OfferAsk.objects.filter(pk=pk, offer__contact=message.to_id, state=OfferAsk.ASKED).exists()


def _buddy_check_in_wanted(message: Message, pk: str) -> bool:
    """Not yet answered, and the call it followed was not undone."""
    rows = BuddyCheckIn.objects.filter(pk=pk, buddy=message.to_id, answered_at__isnull=True)
    return rows.filter(inspection__undone_at__isnull=True).exists()


def _agreement_wanted(message: Message, pk: str) -> bool:
    """Still the newest, and whose it is still stands by somebody."""
    row = BuddyAgreement.objects.filter(pk=pk, buddy=message.to_id).first()
    if row is None or BuddyAgreement.objects.filter(buddy=message.to_id, renew_on__gt=row.renew_on).exists():
        return False
    return Tie.objects.live().filter(person=message.to_id, kind__in=[Tie.BUDDY, Tie.RESERVE]).exists()


ABOUT: dict[str, Callable[[Message, str], bool]] = {
    "told": _told_wanted,
    "undone": _undone_wanted,
    "ring": _ring_wanted,
    "wider-asked": _asked_wanted,
    "asked-over": _asked_over_wanted,
    "checkin": _check_in_news_wanted,
    "head": _head_wanted,
    "quiet": _quiet_wanted,
    "silence-over": _silence_over_wanted,
    "inspection": _inspection_wanted,
    "plan": _plan_wanted,
    "planday": lambda message, pk: plan_days.still_wanted(message=message, plan=pk),
    "buddycheckin": _buddy_check_in_wanted,
    "agreement": _agreement_wanted,
    "log": lambda message, _: log_warnings.still_wanted(message=message),
    "offer": _offer_wanted,
}


def _nudge_wanted(message: Message) -> bool:
    what, _, pk = message.about.partition(":")
    return what in ABOUT and ABOUT[what](message, pk)


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
    kinds.register(
        kinds.Kind(
            name="nudge",
            template="inspections/messages/nudge.txt",
            still_wanted=_nudge_wanted,
            useful_for=timedelta(days=3),
            says="there is something on the page for you",
        )
    )
    for name in ("nudge-soon", OLD_NAME):
        kinds.register(
            kinds.Kind(
                name=name,
                template="inspections/messages/nudge.txt",
                still_wanted=_nudge_wanted,
                useful_for=timedelta(days=3),
                says="there is something on the page for you",
                quiet_hours=False,
            )
        )
    kinds.register(
        kinds.Kind(
            name="nudge-now",
            template="inspections/messages/nudge-now.txt",
            still_wanted=_nudge_wanted,
            useful_for=timedelta(hours=24),
            says="there is something on the page for you, and it cannot wait",
            urgent=True,
            quiet_hours=False,
        )
    )
