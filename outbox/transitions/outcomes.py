"""How one try to send ended. A channel answers with one of these; what follows from it is in `transitions.py`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# How the reasons begin that are about an address: what was given up for one of them goes when the address is mended.
NO_SUCH_ADDRESS = "the address was refused"
NO_SUCH_NUMBER = "the number was refused"
NO_ADDRESS = "no channel: no address that works"


@dataclass(frozen=True)
class Accepted:
    """The mail or text service has taken it."""

    provider_id: str = ""


@dataclass(frozen=True)
class Later:
    """Not now (a time-out, a cut line, a refusal that is not about the address): send again, with the same key.
    `reply`: the service's own answer in short, where it gave one; two people refused alike means that it is us."""

    why: str
    reply: str = ""


@dataclass(frozen=True)
class Unreachable(Later):
    """The service itself does not answer: nobody else's message needs to try it just now. `hearsay`: another message
    of the same run found out."""

    hearsay: bool = False


@dataclass(frozen=True)
class InDoubt(Later):
    """All of it was handed over, and no answer came: perhaps it has left. Sent again, but not for ever."""


@dataclass(frozen=True)
class Last(Later):
    """The service closed the line at this message: it goes after its neighbours."""


@dataclass(frozen=True)
class Barred:
    """What the service says is about us (our sender, password, key or rate) and not about this message. `reason` is
    one of the reasons of `ServiceState`; the service is held."""

    why: str
    reason: str


@dataclass(frozen=True)
class ServiceHeld:
    """Not tried, because the service is held."""

    why: str


@dataclass(frozen=True)
class Refused:
    """There is no such address: never again to this one. `reply`: the mail server's own answer in short; two people
    refused so in a row mean that it is us."""

    why: str
    reply: str = ""


@dataclass(frozen=True)
class NoChannel:
    """There is no address, or no service is set up for it."""

    why: str


@dataclass(frozen=True)
class Held:
    """Quiet hours: not before this moment. No try is used up. `useful_for`: of what is of use for so long from when it
    can be read, and not until a moment of its own."""

    until: datetime
    useful_for: timedelta | None = None


@dataclass(frozen=True)
class TooLate:
    why: str = "too late to be useful"


@dataclass(frozen=True)
class Unwanted:
    why: str = "no longer needed"


@dataclass(frozen=True)
class AlreadyOut:
    """The send journal says that it left before this database was restored."""

    at: datetime


@dataclass(frozen=True)
class Crashed:
    """Making or sending it raised an error of ours. `what` is the error's class, never its words."""

    what: str


@dataclass(frozen=True)
class Interrupted:
    """The database went away under us: not the message's fault."""

    why: str = "interrupted"


def failure(outcome: "Outcome") -> str | None:
    """What a log may say of a try that failed, free of addresses and of what the message is; None of one that did not
    fail, or was not made because the service is known to be away."""
    match outcome:
        case Unreachable(hearsay=True) | ServiceHeld():
            return None
        case Later(why=why) | Barred(why=why) | Refused(why=why) | NoChannel(why=why) | Interrupted(why=why):
            return f"{type(outcome).__name__}, {why}"
        case Crashed(what=what):
            return f"Crashed, {what}"
    return None


Outcome = (
    Accepted
    | Later
    | Unreachable
    | InDoubt
    | Last
    | Barred
    | ServiceHeld
    | Refused
    | NoChannel
    | Held
    | TooLate
    | Unwanted
    | AlreadyOut
    | Crashed
    | Interrupted
)
