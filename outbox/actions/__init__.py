"""What other apps call: `outbox.actions.put(...)`, `cancel(...)`, and the rest by name."""

from outbox.actions.holds import hold, release
from outbox.actions.links import revoke, use
from outbox.actions.messages import Wanted, cancel, put, put_many, resend
from outbox.whether_told import Told, told, told_each

__all__ = [
    "Told",
    "Wanted",
    "cancel",
    "hold",
    "put",
    "put_many",
    "release",
    "resend",
    "revoke",
    "told",
    "told_each",
    "use",
]
