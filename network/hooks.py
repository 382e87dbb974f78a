"""The only way up: lists that upper apps fill in `AppConfig.ready`, called in the caller's transaction.

Each list says what its callables are given, always by keyword. A callable that raises undoes the caller's change.
"""

from collections.abc import Callable
from typing import Any

Hook = Callable[..., Any]

# (*, person, membership, by): somebody joined, left or changed post at a school or organisation.
membership_changed: list[Hook] = []
# (*, person, role, by): officer or administrator was granted or ended.
role_changed: list[Hook] = []
# (*, person, role, invited_by): an invitation was accepted; `role` is one of Invitation.ROLES.
invitation_accepted: list[Hook] = []
# (*, head) -> persons' primary keys: whom this head must never be brought together with. Never shown to anybody.
never_with: list[Hook] = []
# (*, head, person, by): this head has said that she will not have this person.
not_wanted: list[Hook] = []
# (*, person, by): the account and all of its words go, in this transaction.
person_erased: list[Hook] = []
# (*, person) -> dict[str, Any]: what this app holds of the person, for her own export.
person_export: list[Hook] = []
# (*, head, by): head and whoever stands by her have spoken; `by` is one of them.
have_spoken: list[Hook] = []
# (*, person, by) -> datetime | None: quiet hours have changed; when the next question to this person comes now.
quiet_hours_saved: list[Hook] = []
# (*, people=keys, schools=keys, everybody=False): a fact has changed by which questions to these people are planned, or
# to those who belong to these schools.
facts_changed: list[Hook] = []
# (*, register_import): a register was applied; refresh what was worked out from it.
register_applied: list[Hook] = []
# (*, to, kind, occurrence, by, due_at=None, useful_until=None, about="", path="", sealed_text=None):
# a message should leave; the outbox writes the row.
message_wanted: list[Hook] = []
# (*, wanted: a sequence of the above as dicts without `by`, by): many at once, in a fixed number of queries.
messages_wanted: list[Hook] = []
# (*, person, channel): an address that was thought broken works again; what waited for it may go.
address_mended: list[Hook] = []
# (*, viewer: network.people.asks.Viewer) -> list[network.people.asks.Ask]: what of this app waits for them on their
# front page.
asks: list[Hook] = []
# () -> a queryset of the facts at which an administrator should look again (network/checks.py).
facts_to_check: list[Hook] = []


def call(hooks: list[Hook], /, **given: Any) -> list[Any]:
    return [hook(**given) for hook in hooks]
