"""In what state a check-in can be answered, and which answer takes the place of which."""

from datetime import timedelta

from inspections.check_ins.models import CheckIn
from network import clock
from network.rules import WrongState

CHANGE_FOR = timedelta(hours=24)


def can_answer(check_in: CheckIn) -> bool:
    """Once it is hers to answer: due, neither cancelled nor answered more than a day ago, and what it is about not
    closed."""
    if check_in.state == CheckIn.ANSWERED:
        return bool(check_in.answered_at and clock.now() < check_in.answered_at + CHANGE_FOR)
    if check_in.inspection is not None and not check_in.inspection.is_open:
        return False
    return check_in.state in CheckIn.UNANSWERED and check_in.due_at <= clock.now()


def check_can_answer(check_in: CheckIn) -> None:
    if not can_answer(check_in):
        raise WrongState("This check-in cannot be answered now. You can always ask to be rung.")


def can_answer_by_link(check_in: CheckIn) -> bool:
    """As long as the link itself works. Whether an answer that stands gives way is the action's to decide."""
    return check_in.state != CheckIn.CANCELLED and check_in.due_at <= clock.now()


def is_worse(answer: str, than: str) -> bool:
    """Only a worse answer takes the place of another by link; none at all gives way to any."""
    order = CheckIn.FROM_BEST_TO_WORST
    return than not in order or order.index(answer) > order.index(than)
