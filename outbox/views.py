from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from network.rules import WrongState
from outbox import rules
from outbox.actions import resend
from outbox.models import Message

SHOWN = 50


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What we sent her, newest first; for an administrator also what could not be sent to anybody, without names."""
    visible = Message.objects.visible_to(request.user)
    own = visible.filter(to=request.user).order_by("-created_at")[:SHOWN]
    others = []
    if rules.can_see_states(request.user):
        others = visible.exclude(to=request.user).filter(state=Message.FAILED).order_by("-due_at")[:SHOWN]
    own, others = [_marked(request, row) for row in own], [_marked(request, row) for row in others]
    return render(request, "outbox/messages.html", {"own": own, "others": others, "shown": SHOWN})


def _marked(request: HttpRequest, row: Message) -> Message:
    row.can_resend = rules.can_resend(request.user, row)
    return row


@require_POST
def message_resend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    message = get_object_or_404(Message.objects.visible_to(request.user).select_related("to"), public_id=public_id)
    try:
        resend(message=message, by=request.user)
    except WrongState as error:
        notices.error(request, str(error))
    else:
        notices.success(request, "It is on its way again.")
    return redirect("messages")
