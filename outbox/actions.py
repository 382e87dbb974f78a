"""What other apps call: `outbox.actions.put(...)`, `cancel(...)`, and the rest by name."""

from outbox.queue.actions.holds import hold, release
from outbox.queue.actions.links import revoke, use
from outbox.queue.actions.messages import Wanted, cancel, put, put_many, resend
from outbox.queue.whether_told import Told, told, told_each
