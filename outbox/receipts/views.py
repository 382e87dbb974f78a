from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from network import clock
from network.rules import WrongState, is_administrator
from network.site.answers import only
from outbox.actions import resend
from outbox.models import Message
from outbox.queue import rules
from outbox.receipts import not_arrived as groups
from outbox.receipts.actions import try_again

SHOWN = 50


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """What we sent her, newest first."""
    own = Message.objects.visible_to(request.user).filter(to=request.user).order_by("-created_at")[:SHOWN]
    shown = {"own": [_marked(request, row) for row in own], "sees_states": is_administrator(request.user)}
    return render(request, "outbox/receipts/messages.html", shown)


@require_safe
@only(is_administrator)
def not_arrived(request: HttpRequest) -> HttpResponse:
    """For an administrator: what reached nobody in the past week, in groups that point at no one."""
    rows = groups.rows(Message.objects.visible_to(request.user), clock.now())
    return render(request, "outbox/receipts/not_arrived.html", {"groups": groups.groups(rows)})


@require_POST
@only(is_administrator)
def not_arrived_try_again(request: HttpRequest) -> HttpResponse:
    try:
        try_again(by=request.user, key=request.POST.get("group", ""))
    except WrongState as error:
        notices.error(request, str(error))
    else:
        notices.success(request, "Those that are still of use are on their way again.")
    return redirect("messages-not-arrived")


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
