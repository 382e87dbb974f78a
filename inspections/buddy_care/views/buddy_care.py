from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inspections.buddy_care import actions, rules
from inspections.buddy_care.forms import BuddyAnswerForm, NotesForm
from inspections.buddy_care.models import BuddyAgreement, BuddyCheckIn
from inspections.offers.models import ImprovementOffer
from network import clock
from network.privacy import keys
from network.site.answers import done, only


@require_safe
@only(rules.can_agree)
def looked_after(request: HttpRequest) -> HttpResponse:
    """A buddy's own: what is asked of her, her agreement, and whom she can talk to."""
    unanswered = BuddyCheckIn.objects.visible_to(request.user).filter(answered_at__isnull=True)
    agreement = actions.agreement_of(buddy=request.user)
    return render(
        request,
        "inspections/buddy_care/looked_after.html",
        {
            "asked": unanswered.order_by("-due_at")[:5],
            "agreement": agreement,
            "renew": agreement is not None and agreement.renew_on <= clock.today() + actions.REMIND,
            "supervision": _supervision(request),
        },
    )


@only(rules.can_agree)
def buddy_agreement(request: HttpRequest) -> HttpResponse:
    """The boundaries in plain words; one press a year agrees to them."""
    if request.method == "POST":
        actions.agree(by=request.user)
        return done(request, "Thank you. You have agreed for a year; we ask again then.", "inspections:buddy-agreement")
    agreement = actions.agreement_of(buddy=request.user)
    return render(
        request,
        "inspections/buddy_care/buddy_agreement.html",
        {
            "agreement": agreement,
            "current": agreement is not None
            and agreement.version == actions.VERSION
            and agreement.renew_on > clock.today() + actions.REMIND,
            "form": NotesForm(initial=_noted(agreement)) if agreement else None,
        },
    )


@require_POST
@only(rules.can_agree)
def buddy_agreement_note(request: HttpRequest) -> HttpResponse:
    agreement = actions.agreement_of(buddy=request.user)
    if agreement is None:
        messages.error(request, "First agree to the boundaries. Nothing was noted.")
        return redirect("inspections:buddy-agreement")
    form = NotesForm(request.POST)
    if not form.is_valid():
        context = {"agreement": agreement, "current": agreement.renew_on > clock.today(), "form": form}
        return render(request, "inspections/buddy_care/buddy_agreement.html", context)
    actions.note(by=request.user, agreement=agreement, **form.cleaned_data)
    return done(request, "Noted.", "inspections:buddy-agreement")


def buddy_check_in(request: HttpRequest, public_id) -> HttpResponse:
    """Three buttons. Whatever is pressed is for her own eyes; the third shows whom she can talk to."""
    rows = BuddyCheckIn.objects.visible_to(request.user)
    row = get_object_or_404(rows, public_id=public_id)
    form = BuddyAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(by=request.user, check_in=row, answer=form.cleaned_data["answer"])
        return redirect("inspections:buddy-check-in", row.public_id)
    said = keys.unseal(row.answer)
    return render(
        request,
        "inspections/buddy_care/buddy_check_in.html",
        {
            "check_in": row,
            "form": form,
            "said": dict(BuddyCheckIn.ANSWERS).get(said, ""),
            "talk": said != "fine",
            "supervision": _supervision(request),
        },
    )


def _supervision(request: HttpRequest):
    offers = ImprovementOffer.objects.visible_to(request.user)
    return offers.filter(kind="supervision", withdrawn_at__isnull=True).select_related("contact")[:5]


def _noted(agreement: BuddyAgreement) -> dict:
    return {"trained_on": agreement.trained_on, "supervised_on": agreement.supervised_on}
