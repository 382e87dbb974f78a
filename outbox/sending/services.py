"""The mail and text service as one sender knows them: which is held, and what to write down after each try."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError

from network import clock
from outbox import kinds
from outbox.models import Message, ServiceState
from outbox.sending.actions import services as actions
from outbox.transitions import outcomes as o
from outbox.transitions import retry_policy

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

    def keeps_back(self, row: Message) -> o.ServiceHeld | None:
        """Why this message may not be tried now. A code is always tried: somebody sits before the page and waits."""
        if not self._is_held(row.channel) or kinds.get(row.kind).is_code:
            return None
        if actions.take_probe(channel=row.channel, now=clock.now()):
            return None
        self.read()
        if not self._is_held(row.channel):  # another sender got through meanwhile
            return None
        state = self._states[row.channel]
        return o.ServiceHeld(f"the service {state.get_reason_display()}")

    def heard(self, row: Message, outcome: o.Outcome, now: datetime) -> o.Outcome:
        """Note what this try says of the service. Returns the outcome: another where it turns out to be about us."""
        try:
            return self._noted(row, outcome, now)
        except (DatabaseError, InterfaceError) as error:  # what became of the message itself must be written, not this
            log.warning("the state of the %s service could not be written: %s", row.channel, type(error).__name__)
            return outcome

    def _is_held(self, channel: str) -> bool:
        state = self._states.get(channel)
        return state is not None and state.held_since is not None

    def _noted(self, row: Message, outcome: o.Outcome, now: datetime) -> o.Outcome:
        channel = row.channel
        match outcome:
            case o.Accepted() if self._is_news(channel, now):
                actions.accepted(channel=channel, now=now)
            case o.Barred(reason=reason):
                actions.hold(channel=channel, reason=reason, now=now)
            case o.Later(why=why, reply=reply) if reply:
                actions.answered(channel=channel)
                if actions.refused_alike(row=row, reply=reply, now=now):
                    reason = ServiceState.TOO_MUCH if isinstance(outcome, o.Last) else ServiceState.REFUSES_ALL
                    outcome = o.Barred(why, reason)
                    actions.hold(channel=channel, reason=reason, now=now)
            case o.Later() if not (isinstance(outcome, o.Unreachable) and outcome.hearsay):
                actions.failed(channel=channel, now=now)
            case o.Refused(why=why, reply=reply):
                actions.answered(channel=channel)
                if reply and self._knows_nobody(row, now):
                    outcome = o.Barred(why, ServiceState.REFUSES_ALL)
                    actions.hold(channel=channel, reason=ServiceState.REFUSES_ALL, now=now)
                    actions.doubt(channel=channel, since=now - retry_policy.ALIKE_WITHIN)
            case _:
                return outcome
        self.read()
        return outcome

    def _knows_nobody(self, row: Message, now: datetime) -> bool:
        """Whether this refusal of an address is about us: another person's was refused a short while ago, and nothing
        was taken in between. Where that was so before, and it took a message then, the addresses are believed to be
        wrong for a time: two such people in a row would hold it for ever."""
        state = self._states.get(row.channel)
        if state is not None and state.held_since is not None and state.reason == ServiceState.REFUSES_ALL:
            return True
        if state is not None and state.believed_until is not None and now < state.believed_until:
            return False
        return actions.refused_alike(row=row, reply=o.NO_SUCH_ADDRESS, now=now)

    def _is_news(self, channel: str, now: datetime) -> bool:
        state = self._states.get(channel)
        if state is None or state.last_accepted_at is None or state.failing_since or state.refusal:
            return True
        return now - state.last_accepted_at >= NOTED_EVERY
