from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inspections import rules
from inspections.answers.actions import answers as actions
from inspections.answers.actions import own_data
from inspections.check_ins import rules as check_in_rules
from inspections.check_ins.forms import TEXT_ME, LinkAnswerForm, SignedInAnswerForm
from inspections.check_ins.models import CheckIn
from inspections.notes import actions as notes
from inspections.nudges import actions as nudges
from inspections.ringing.actions import please_ring
from inspections.ringing.models.please_ring import PleaseRing
from inspections.silence.actions import silence
from inspections.silence.models import SilenceStep
from network import audit, clock
from network.models import Tie
from network.sign_in.pressed import by_link
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done
from outbox.reach.days_off import days_off_of
from outbox.wording import tokens

SHOWN = 60


@login_not_required
@require_safe
def check_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the mail: the token moves into a cookie, the browser to a clean address. Nothing is recorded."""
    return tokens.to_cookie(request, "check-in", token, reverse("inspections:check-in"))


@login_not_required
@by_link
def check_in(request: HttpRequest) -> HttpResponse:
    """The buttons, nothing about anybody: not even whether she has answered, so what the page says after a press is
    true whatever was pressed before. A repeat is thanked and changes nothing; a worse answer always goes through, and
    "please ring me" is always passed on."""
    message = tokens.from_cookie(request, "check-in", used=True)
    row = actions.of_message(message=message) if message else None
    if message is None or row is None:
        return render(request, "inspections/answers/check_in_gone.html", status=404)
    form = LinkAnswerForm(request.POST or None)
    again_at = actions.asked_again_at(check_in=row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["answer"]
        by_text = said == TEXT_ME
        said = CheckIn.RING_ME if by_text else said
        recorded = actions.answer_by_link(message=message, answer=said)
        if said == CheckIn.RING_ME and (by_text or not recorded):  # a mail filter may have pressed first
            please_ring.ask(head=row.head, by=None, via=PleaseRing.LINK, by_text=by_text)
        thanks = {"again_at": again_at, "by_text": by_text, **_thanks(row, said)}
        return render(request, "inspections/answers/check_in_thanks.html", thanks)
    return render(
        request,
        "inspections/answers/check_in.html",
        {"form": form, "until": message.token_until, "again_at": again_at, "asked_twice": row.rule == CheckIn.AGAIN},
    )


def check_ins(request: HttpRequest) -> HttpResponse:
    """Her own: what was asked, what she said, what comes next."""
    rows = CheckIn.objects.visible_to(request.user).filter(head=request.user).exclude(state=CheckIn.CANCELLED)
    stood_by = bool(nudges.who_stands_by(head=request.user))
    shown = {**_asked_and_next(request.user, rows, request.user), "stood_by": stood_by}
    return render(request, "inspections/answers/check_ins.html", shown)


def check_in_answer(request: HttpRequest, public_id) -> HttpResponse:
    """Signed in: with words, and changed within a day."""
    mine = CheckIn.objects.visible_to(request.user).filter(head=request.user).select_related("head", "inspection")
    row = get_object_or_404(mine, public_id=public_id)
    check_in_rules.check_can_answer(row)
    stood_by = bool(nudges.who_stands_by(head=request.user))
    answer, note = actions.words_of(check_in=row, reader=request.user)
    said = {"answer": answer, "note": note, "note_shared": row.note_shared}
    form = SignedInAnswerForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        actions.answer(by=request.user, check_in=row, **form.cleaned_data)
        if form.cleaned_data["answer"] == CheckIn.RING_ME:
            return redirect("inspections:please-ring-me")
        if form.cleaned_data["answer"] == CheckIn.NOT_GREAT and not stood_by:
            messages.info(request, "It is recorded. You have no buddy yet, so nobody is told. You can ask to be rung.")
            return redirect("inspections:please-ring-me")
        return done(request, "Thank you. It is recorded.", "inspections:today")
    return render(
        request, "inspections/answers/check_in_answer.html", {"form": form, "check_in": row, "stood_by": stood_by}
    )


@require_POST
@fresh_login_required
def check_ins_forget(request: HttpRequest) -> HttpResponse:
    """Her answers and notes, gone at once and for good."""
    own_data.forget_answers(by=request.user)
    return done(request, "Deleted, in every copy we keep.", "inspections:check-ins")


@require_POST
def check_in_confirm(request: HttpRequest, public_id) -> HttpResponse:
    """An answer by link was hers."""
    mine = CheckIn.objects.visible_to(request.user).filter(head=request.user).select_related("head")
    actions.confirm(by=request.user, check_in=get_object_or_404(mine, public_id=public_id))
    return done(request, "Thank you. Nobody is asked about it any more.", "inspections:check-ins")


@require_POST
def check_in_spoken(request: HttpRequest, public_id) -> HttpResponse:
    """The buddy: we have spoken."""
    rows = CheckIn.objects.visible_to(request.user).exclude(head=request.user).select_related("head")
    row = get_object_or_404(rows, public_id=public_id)
    first = actions.we_have_spoken(by=request.user, check_in=row)
    messages.success(request, f"Thank you. It {'is marked as said by you' if first else 'had been marked already'}.")
    return redirect("inspections:standing-by", public_id=row.head.public_id)


def standing_by(request: HttpRequest, public_id) -> HttpResponse:
    """What the one who stands by a head sees of her: her check-ins, the answers, and the notes she shared."""
    tie = get_object_or_404(
        Tie.objects.visible_to(request.user)
        .live()
        .filter(person=request.user, kind=Tie.BUDDY, head__public_id=public_id)
        .select_related("head")
        .order_by("from_at")[:1]
    )
    rows = CheckIn.objects.visible_to(request.user).filter(head=tie.head).exclude(state=CheckIn.CANCELLED)
    quiet = SilenceStep.objects.visible_to(request.user).filter(
        check_in__head=tie.head, asked=request.user, stopped_at__isnull=True
    )
    steps = {step.step: step.check_in for step in quiet.select_related("check_in").order_by("at")}
    ladder = silence.ladder_of(head=tie.head) if SilenceStep.LAST in steps else None
    beside = rules.spans_beside(request.user, tie.head)
    audit.read(by=request.user, what=f"check-ins:{tie.head.public_id}", concerns=tie.head)
    return render(
        request,
        "inspections/answers/standing_by.html",
        {
            "head": tie.head,
            **_asked_and_next(tie.head, rows, request.user, beside),
            "notes": notes.opened(of=tie.head, reader=request.user, beside=beside),
            "quiet": bool(steps),
            "by_link": any(check_in.state == CheckIn.ANSWERED for check_in in steps.values()),
            "once": steps.keys() == {SilenceStep.ONCE},
            "last_step": SilenceStep.LAST in steps,
            "emergency": silence.emergency_contact(ladder=ladder),
            "rings": PleaseRing.objects.visible_to(request.user)
            .open()
            .filter(head=tie.head)
            .select_related("taken_by"),
        },
    )


def _asked_and_next(of, rows, reader, beside=()) -> dict:
    """What was asked so far, the newest first, and when the next comes."""
    now = clock.now()
    coming = rows.filter(state=CheckIn.PLANNED, due_at__gt=now).order_by("due_at").values_list("send_at", flat=True)
    asked = rows.filter(due_at__lte=now).select_related("inspection").order_by("-due_at")[:SHOWN]
    next_at = coming.first()
    return {"rows": _with_words(asked, reader, beside), "next_at": next_at, "back": _is_back(of, next_at)}


def _is_back(head, moment) -> bool:
    """Whether that is the first day on which her school is in again."""
    return moment is not None and days_off_of([head.pk], moment)[head.pk].is_first_day_back(clock.local(moment).date())


def _with_words(rows, reader, beside):
    answers = dict(CheckIn.ANSWERS)
    shown = []
    for row in rows:
        answer, note = actions.words_of(check_in=row, reader=reader, beside=beside)
        shown.append(
            {"row": row, "answer": answers.get(answer, ""), "note": note, "open": check_in_rules.can_answer(row)}
        )
    return shown


def _thanks(row: CheckIn, pressed: str) -> dict:
    """What the page after the press says: nothing but what was pressed just now."""
    rings = pressed == CheckIn.RING_ME
    return {
        "rings": rings,
        "not_great": pressed == CheckIn.NOT_GREAT,
        "buddy": pressed == CheckIn.NOT_GREAT and bool(nudges.who_stands_by(head=row.head)),
        "not_now": pressed == CheckIn.NOT_NOW,
        "asked_twice": row.rule == CheckIn.AGAIN,
        "somebody": not rings or nudges.somebody_to_ring(head=row.head),
    }
