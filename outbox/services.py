"""The mail and text service as one sender knows them: which is held, and what to write down after each try."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError

from outbox import kinds
from outbox.actions import services as actions
from outbox.models import Message, ServiceState
from outbox.outcomes import Accepted, Barred, Last, Later, Outcome, Refused, ServiceHeld, Unreachable

log = logging.getLogger(__name__)
NOTED_EVERY = timedelta(seconds=30)  # that all is well


class Services:
    """Read with each list of candidates, and after everything that this sender wrote."""

    def __init__(self) -> None:
        self._states: dict[str, ServiceState] = {}

    def read(self) -> None:
        self._states = {state.channel: state for state in ServiceState.objects.all()}

    def failing_since(self, channel: str) -> datetime | None:
        state = self._states.get(channel)
        return state.failing_since if state else None

    def keeps_back(self, row: Message, now: datetime) -> ServiceHeld | None:
        """Why this message may not be tried now. A code is always tried: somebody sits before the page and waits."""
        if not self._is_held(row.channel) or kinds.get(row.kind).is_code:
            return None
        if actions.take_probe(channel=row.channel, now=now):
            return None
        self.read()
        if not self._is_held(row.channel):  # another sender got through meanwhile
            return None
        state = self._states[row.channel]
        return ServiceHeld(f"the service {state.get_reason_display()}")

    def heard(self, row: Message, outcome: Outcome, now: datetime) -> Outcome:
        """Note what this try says of the service. Returns the outcome: another where it turns out to be about us."""
        try:
            return self._noted(row, outcome, now)
        except (DatabaseError, InterfaceError) as error:  # what became of the message itself must be written, not this
            log.warning("the state of the %s service could not be written: %s", row.channel, type(error).__name__)
            return outcome

    def _is_held(self, channel: str) -> bool:
        state = self._states.get(channel)
        return state is not None and state.held_since is not None

    def _noted(self, row: Message, outcome: Outcome, now: datetime) -> Outcome:
        channel = row.channel
        match outcome:
            case Accepted() if self._is_news(channel, now):
                actions.accepted(channel=channel, now=now)
            case Barred(reason=reason):
                actions.hold(channel=channel, reason=reason, now=now)
            case Later(why=why, reply=reply) if reply:
                actions.answered(channel=channel)
                if actions.refused_alike(row=row, reply=reply, now=now):
                    reason = ServiceState.TOO_MUCH if isinstance(outcome, Last) else ServiceState.REFUSES_ALL
                    outcome = Barred(why, reason)
                    actions.hold(channel=channel, reason=reason, now=now)
            case Later() if not (isinstance(outcome, Unreachable) and outcome.hearsay):
                actions.failed(channel=channel, now=now)
            case Refused():
                actions.answered(channel=channel)
            case _:
                return outcome
        self.read()
        return outcome

    def _is_news(self, channel: str, now: datetime) -> bool:
        state = self._states.get(channel)
        if state is None or state.last_accepted_at is None or state.failing_since or state.refusal:
            return True
        return now - state.last_accepted_at >= NOTED_EVERY
