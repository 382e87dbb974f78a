"""What other apps call: `outbox.actions.put(...)`, `cancel(...)`, and the rest by name."""

from outbox.actions.holds import hold, release
from outbox.actions.links import revoke, use
from outbox.actions.messages import Wanted, cancel, put, put_many, resend

__all__ = ["Wanted", "cancel", "hold", "put", "put_many", "release", "resend", "revoke", "use"]
