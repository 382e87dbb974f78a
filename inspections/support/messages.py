"""The nudges about a support plan and about the log."""

from inspections.nudges.messages import StillWanted
from inspections.support.actions import log_warnings, plan_days
from inspections.support.models.support import SupportPlan
from outbox.models import Message


def _plan_wanted(message: Message, pk: str) -> bool:
    """The head, of her own open plan; or somebody she shares it with at the moment of sending."""
    plan = SupportPlan.objects.visible_to(message.to).filter(pk=pk, closed_at__isnull=True)
    return plan.exists()


ABOUT: dict[str, StillWanted] = {
    "plan": _plan_wanted,
    "planday": lambda message, pk: plan_days.still_wanted(message=message, plan=pk),
    "log": lambda message, _: log_warnings.still_wanted(message=message),
}
