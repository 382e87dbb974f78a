"""What other apps call: `outbox.actions.put(...)`, `cancel(...)`, and the rest by name."""

from outbox.actions.holds import hold, release
from outbox.actions.links import revoke, use
from outbox.actions.messages import Wanted, cancel, forget, put, put_many, resend

__all__ = ["Wanted", "cancel", "forget", "hold", "put", "put_many", "release", "resend", "revoke", "use"]
