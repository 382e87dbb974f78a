"""By which head a message of this app was caused (`outbox.causes`): her call or her press asks several people."""

from collections.abc import Callable, Collection

from django.db.models import Model

from inspections.check_ins.models import CheckIn
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.silence.models import SilenceStep
from inspections.support.models.support import SupportPlan
from inspections.visits.models import Inspection, Told

HEAD_OF: dict[str, tuple[type[Model], str]] = {
    "told": (Told, "inspection__head"),
    "undone": (Told, "inspection__head"),
    "ring": (PleaseRing, "head"),
    "ring-taken": (PleaseRing, "head"),
    "wider-asked": (WiderAsked, "ask__head"),
    "asked-taken": (WiderAsk, "head"),
    "asked-over": (WiderAsked, "ask__head"),
    "checkin": (CheckIn, "head"),
    "quiet": (CheckIn, "head"),
    "silence-over": (SilenceStep, "check_in__head"),
    "choice": (Inspection, "head"),
    "inspection": (Inspection, "head"),
    "plan": (SupportPlan, "head"),
    "planday": (SupportPlan, "head"),
}


def caused_by() -> dict[str, Callable[[Collection[int]], dict[int, int]]]:
    return {noun: _heads(model, path) for noun, (model, path) in HEAD_OF.items()} | {"head": _herself}


def _heads(model: type[Model], path: str) -> Callable[[Collection[int]], dict[int, int]]:
    def heads(keys: Collection[int]) -> dict[int, int]:
        return dict(model._default_manager.filter(pk__in=keys).order_by().values_list("pk", path))

    return heads


def _herself(keys: Collection[int]) -> dict[int, int]:
    return {key: key for key in keys}
