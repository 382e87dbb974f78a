"""The rules of the window as an administrator keeps them."""

from typing import Any

from django.db import transaction

from inspections.windows.actions import windows
from inspections.windows.models.windows import WindowRule
from network import audit, clock
from network.models import Person
from network.rules import check_administrator


@transaction.atomic
def change(*, by: Person, rule: WindowRule, values: dict[str, Any]) -> int:
    """Saves the rule and works every window out again. Returns how many schools' windows that changed."""
    check_administrator(by)
    before = WindowRule.objects.get(pk=rule.pk)
    changed = {
        name: [_shown(getattr(before, name)), _shown(value)]
        for name, value in values.items()
        if getattr(before, name) != value
    }
    if not changed:
        return 0
    WindowRule.objects.filter(pk=rule.pk).update(**values, checked_on=clock.today(), checked_by=by)
    audit.record(
        by=by, verb="window_rule.change", what=f"window_rule:{rule.public_id}", code=rule.code, changed=changed
    )
    return windows.refresh(by=by)


def _shown(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)
