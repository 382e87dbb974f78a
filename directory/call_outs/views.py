from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory.call_outs import rules
from directory.call_outs.actions import call_outs as actions
from directory.call_outs.call_out_history import PROMISED
from directory.call_outs.forms import SPOKEN, AnswerForm, CallOutForm, LinkForm
from directory.call_outs.messages import asked_of
from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.call_outs.rows import (
    buddies_to_ring,
    from_then_on,
    may_see_phones,
    need_words,
    numbers_to_ring,
    phone_of,
    settings_row,
)
from directory.call_outs.settled import became
from directory.call_outs.timeline import timeline, told_of, undelivered
from directory.ladder import LEAVES_WITHIN
from network import audit, clock
from network.contact import contact_validation
from network.privacy import keys
from network.sign_in.pressed import by_link
from network.sign_in.second_factor import signed_in_at
from network.site.answers import done
from outbox.actions import Told
from outbox.wording import tokens

PURPOSE = "call-out"
PHONE_HERE = "phone-here"  # a cookie that says that this is a phone somebody registered, not whose
WHOM_TO_RING = "/phone/number/"  # what such a phone shows (inspections/phones)


def call_out(request: HttpRequest, public_id) -> HttpResponse:
    """The call, its timeline and, once somebody said yes, who and the number. The page asks for itself again while
    something may change; without scripts a link does."""
    call = _visible(request, public_id)
    facts = _facts(request, call)
    looks = [(f"call-out:{call.public_id}", call.head)]
    if call.winner and facts["winner_phone"]:
        looks.append(audit.number_of(call.winner.person))
    audit.read_each(by=request.user, each=looks, since=signed_in_at(request))
    template = "directory/call_outs/_call_out.html" if request.htmx else "directory/call_outs/call_out.html"
    return render(request, template, {**facts, "more_form": CallOutForm(prefix="more")})


@require_POST
def call_out_cancel(request: HttpRequest, public_id) -> HttpResponse:
    actions.cancel(by=request.user, call=_raised(request, public_id))
    messages.success(request, "Cancelled. Everybody who was reached is told that there is nothing to do.")
    return redirect("directory:call-out", public_id)


@require_POST
def call_out_spoken(request: HttpRequest, public_id) -> HttpResponse:
    actions.spoken(by=request.user, call=_visible(request, public_id))
    return done(request, "Good. We stop asking others.", "directory:call-out", public_id)


@require_POST
def call_out_done(request: HttpRequest, public_id) -> HttpResponse:
    actions.done(by=request.user, call=_raised(request, public_id))
    return done(request, "Done. Your thanks are on their way.", "directory:call-out", public_id)


@require_POST
def call_out_more(request: HttpRequest, public_id) -> HttpResponse:
    """A further colleague, by need, beside the one who helps already."""
    call = _raised(request, public_id)
    rules.check_can_change(request.user, call)
    form = CallOutForm(request.POST, prefix="more")
    if not form.is_valid():
        return render(
            request, "directory/call_outs/call_out.html", {**_facts(request, call), "more_form": form, "form": form}
        )
    further = actions.raise_call(
        by=request.user,
        head=call.head,
        school=call.school,
        need=form.cleaned_data["need"],
        words=form.cleaned_data["words"],
        ends_at=call.ends_at,
        by_text=form.cleaned_data["by_text"],
        beside=call,
    )
    return redirect("directory:call-out", further.public_id)


@require_POST
def asked_done(request: HttpRequest, public_id) -> HttpResponse:
    """Whoever took it has done their part: it leaves their front page."""
    row = get_object_or_404(Asked.objects.visible_to(request.user).select_related("listing"), public_id=public_id)
    actions.done_my_part(by=request.user, asked=row)
    return done(request, "Thank you for ringing.", "/today/")


def asked(request: HttpRequest, public_id) -> HttpResponse:
    """Signed in: the alert (need, area, hours; no school, no name) and the four answers."""
    row = get_object_or_404(
        Asked.objects.visible_to(request.user).select_related("call_out__area", "listing"), public_id=public_id
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = _answer(form, by=request.user, asked=row, via=Asked.SIGNED_IN)
        if row.call_out.winner_id == row.listing_id:
            return redirect("directory:call-out", row.call_out.public_id)
        return render(request, "directory/call_outs/answered.html", _answered(row))
    if row.call_out.winner_id == row.listing_id and row.call_out.closed_at is None:
        return redirect("directory:call-out", row.call_out.public_id)
    return render(
        request,
        "directory/call_outs/asked.html",
        {"asked": row, "call": row.call_out, "need": need_words(row.call_out), "form": form, "became": became(row)},
    )


def _answer(form: AnswerForm, **about: Any) -> Asked:
    """Records what the form says; the call-out comes back as it is after that."""
    row = actions.answer(
        answer=form.cleaned_data["answer"], available_from=form.cleaned_data.get("available_from"), **about
    )
    row.call_out.refresh_from_db()
    return row


@login_not_required
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    return tokens.to_cookie(request, PURPOSE, token, reverse("directory:answer"))


@login_not_required
@by_link
def answer(request: HttpRequest) -> HttpResponse:
    """Behind the link: four buttons and nothing else, and after a yes "We have spoken". It can record an answer; it
    shows nobody and signs nobody in."""
    message = tokens.from_cookie(request, PURPOSE)
    row = asked_of(message) if message else None
    if row is None:
        return render(request, "directory/answer_gone.html", status=404)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == SPOKEN:
            actions.spoken_by_link(by=message.to, asked=row)
            row.call_out.refresh_from_db()
            return render(request, "directory/call_outs/answered.html", _answered(row))
        row = _answer(form, by=message.to, asked=row, via=Asked.LINK)
        if PHONE_HERE in request.COOKIES and row.call_out.winner_id == row.listing_id:
            return redirect(WHOM_TO_RING)
        return render(request, "directory/call_outs/answered.html", _answered(row))
    context = {"form": form, "phone_here": PHONE_HERE in request.COOKIES, **_answered(row)}
    return render(request, "directory/call_outs/answer.html", context)


def _answered(row: Asked) -> dict:
    return {
        "won": row.call_out.winner_id == row.listing_id,
        "spoken": row.call_out.spoken_at is not None,
        "closed": row.call_out.closed_at is not None,
        "became": became(row),
        "answer": row.answer,
        "asked": row,
        "speak_within": settings_row().speak_within,
        "may_have_spoken": actions.may_have_spoken(row, clock.now()),
    }


def _facts(request: HttpRequest, call: CallOut) -> dict:
    now, winner = clock.now(), call.winner
    nobody_yet = call.closed_at is None and winner is None
    taker = winner is not None and winner.person_id == request.user.pk
    winner_phone = phone_of(winner.person, call, request.user) if winner and not taker else ""
    head_phone = phone_of(call.head, call, request.user) if taker else ""
    told = told_of(call)
    events = [*CallOutEvent.objects.visible_to(request.user).filter(call_out=call), *undelivered(call)]
    return {
        "call": call,
        "need": need_words(call),
        "words": keys.unseal(call.words),
        "lines": timeline(events, winner, call=call, looking=request.user, told=told),
        "waited": call.raised_at + PROMISED <= now,
        "nothing_left": _nothing_has_left(call, told, now),
        "numbers": numbers_to_ring() if nobody_yet else [],
        "buddies": buddies_to_ring(call, request.user) if nobody_yet else [],
        "can_ask_from": from_then_on(call.can_ask_from, now),
        "speak_within": settings_row().speak_within,
        "sees_phones": may_see_phones(call, request.user),
        "mine": Asked.objects.visible_to(request.user).filter(call_out=call).first() if taker else None,
        "re_opened": call.asked.filter(let_go_at__isnull=False).exclude(answer=Asked.NO).exists(),
        "taker": taker,
        "hers": call.head_id == request.user.pk,
        "asked_by_reader": call.raised_by_id == request.user.pk,
        "winner_phone": winner_phone,
        "head_phone": head_phone,
        "phone_as_said": contact_validation.spoken(winner_phone or head_phone),
        "asks_again": call.closed_at is None and call.spoken_at is None,
        "may_change": call.closed_at is None and rules.can_raise_for(request.user, call.head),
        "now": now,
    }


def _nothing_has_left(call: CallOut, told: dict[int, Told], now: datetime) -> bool:
    """Colleagues were to be asked, and a minute later none of the messages has left."""
    due = call.last_wave_at is not None and call.last_wave_at + LEAVES_WITHIN <= now
    return due and bool(told) and not any(each.left for each in told.values())


def _visible(request: HttpRequest, public_id) -> CallOut:
    rows = CallOut.objects.visible_to(request.user).select_related(
        "head", "school", "area", "raised_by", "winner__person", "beside"
    )
    return get_object_or_404(rows, public_id=public_id)


def _raised(request: HttpRequest, public_id) -> CallOut:
    """Not hers to change is the same answer as not there."""
    call = _visible(request, public_id)
    return get_object_or_404(
        CallOut.objects.visible_to(request.user).raised_for(request.user).select_related("head", "winner__person"),
        pk=call.pk,
    )
