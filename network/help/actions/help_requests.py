"""A head who is not of the network asks to be rung."""

from django.db import transaction

from network import audit, clock, hooks, rules
from network.help.models.help_request import HelpRequest
from network.people.models.person import Person


@transaction.atomic
def ask(*, by: Person | None, name: str, phone: str, school_name: str = "", by_text: bool = False) -> HelpRequest:
    """Anybody may ask. Every officer gets a message that says only that somebody waits to be rung."""
    asked = HelpRequest.objects.create(name=name, phone=phone, school_name=school_name, by_text=by_text)
    audit.record(by=by, verb="help-request.ask", what=f"help-request:{asked.public_id}")
    of_it = {"kind": "help-request", "occurrence": str(asked.public_id), "about": f"help-request:{asked.pk}"}
    wanted = [{"to": officer, "path": "/help-requests/", **of_it} for officer in rules.officers()]
    hooks.call(hooks.messages_wanted, wanted=wanted, by=by)
    return asked


@transaction.atomic
def mark_answered(*, by: Person, help_request: HelpRequest) -> bool:
    """True for the one press that counted; a repeat is harmless."""
    rules.check_officer(by)
    marked = HelpRequest.objects.filter(pk=help_request.pk, answered_at__isnull=True).update(
        answered_at=clock.now(), answered_by=by
    )
    if marked:
        audit.record(by=by, verb="help-request.answer", what=f"help-request:{help_request.public_id}")
    return bool(marked)
