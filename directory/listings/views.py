from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from directory import needs
from directory.call_outs.models import Asked
from directory.call_outs.rows import hours_of, ways_to_reach
from directory.colleagues.forms import DeclarationForm, LeaveForm, ListingForm, WeekForm
from directory.colleagues.models.availability import Leave
from directory.colleagues.models.listing import DECLARATION_HOLDS, Listing
from directory.listings import rules
from directory.listings.actions import listings as actions
from network import clock
from network.contact import actions as any_head
from network.models import StandsByAnyHead
from network.rules import is_officer, runs_the_network
from network.site.answers import done, only


@only(rules.can_read_the_directory)
def directory(request: HttpRequest) -> HttpResponse:
    """Members: name and speciality, by need. No contact: that comes with a yes."""
    need = request.GET.get("need", "") if request.GET.get("need", "") in needs.WORDS else ""
    phase = request.GET.get("phase", "") if request.GET.get("phase", "") in needs.PHASE_WORDS else ""
    rows = [
        {
            "public_id": public_id,
            "name": name,
            "speciality": speciality,
            "knows": needs.in_words(knows),
            "phases": needs.phases_in_words(phases),
            "state": dict(Listing.STATES)[state] if state != Listing.APPROVED else "",
        }
        for public_id, name, speciality, knows, phases, state in Listing.objects.visible_to(request.user)
        .order_by("person__name", "pk")
        .values_list("public_id", "person__name", "speciality", "knows", "phases", "state")
        if (not need or need in knows) and (not phase or phase in phases)
    ]
    return render(
        request,
        "directory/listings/directory.html",
        {
            "listings": rows,
            "need": need,
            "phase": phase,
            "needs": needs.NEEDS,
            "phases": needs.PHASES,
            "mine": _mine_or_none(request),
            "asked": Asked.objects.visible_to(request.user)
            .filter(call_out__closed_at__isnull=True, let_go_at__isnull=True)
            .select_related("call_out__area", "call_out__winner")
            .order_by("-asked_at"),
            "officer": is_officer(request.user),
        },
    )


@require_POST
@only(rules.can_read_the_directory)
def directory_join(request: HttpRequest) -> HttpResponse:
    actions.join(by=request.user)
    return redirect("directory:mine")


def mine(request: HttpRequest) -> HttpResponse:
    listing = _mine(request)
    form = ListingForm(
        request.POST or None,
        initial={name: getattr(listing, name) for name in ListingForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        actions.edit(by=request.user, listing=listing, **form.cleaned_data)
        return _saved(request, "Saved.")
    return render(
        request,
        "directory/listings/mine.html",
        {
            "form": form,
            "listing": listing,
            "week": hours_of(listing),
            "leave": Leave.objects.visible_to(request.user).filter(listing=listing, ends_on__gte=clock.today()),
            "today": clock.today(),
            "lapsed": listing.declared_on is not None and listing.declared_on <= clock.today() - DECLARATION_HOLDS,
            "reached": ways_to_reach(request.user),
            "any_head": StandsByAnyHead.objects.visible_to(request.user).first(),
        },
    )


@require_POST
def mine_any_head(request: HttpRequest) -> HttpResponse:
    """Beside their listing: to be asked when any head would like to be rung, or no longer."""
    _mine(request)
    on = request.POST.get("on") == "yes"
    any_head.choose(by=request.user, on=on)
    said = "Thank you. You are asked when a head would like to be rung." if on else "You are not asked any more."
    return _saved(request, said)


def mine_declaration(request: HttpRequest) -> HttpResponse:
    listing = _mine(request)
    named = listing.must_not_advise.order_by("school__name").values_list("school__name", "school__urn")
    form = DeclarationForm(
        request.POST or None,
        initial={
            "serving_inspector": "yes" if listing.serving_inspector else "no",
            "employer": listing.employer,
            "must_not_advise": "\n".join(f"{name}, {urn}" for name, urn in named),
        },
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "true"}
        actions.declare(by=request.user, listing=listing, **given)
        return _saved(request, "Thank you. We ask again in a year.")
    return render(
        request, "directory/listings/mine_declaration.html", {"form": form, "listing": listing, "today": clock.today()}
    )


def mine_week(request: HttpRequest) -> HttpResponse:
    """A gap is told first, as with leave."""
    listing = _mine(request)
    initial, gaps = {}, []
    for day in hours_of(listing):
        initial |= {f"from_{day.day}": day.from_time, f"until_{day.day}": day.until_time}
    form = WeekForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["sure"]:
            gaps = actions.gaps_if_week(listing=listing, days=form.days())
        if not gaps:
            actions.set_week(by=request.user, listing=listing, days=form.days())
            return _saved(request, "Your week is saved. Leave always beats it.")
    return render(request, "directory/listings/mine_week.html", {"form": form, "gaps": gaps})


def mine_leave(request: HttpRequest) -> HttpResponse:
    """Whoever books off and would leave a gap is told first; a second press says that she is sure."""
    listing = _mine(request)
    form = LeaveForm(request.POST or None, initial={"starts_on": clock.today(), "ends_on": clock.today()})
    gaps = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        span = {"starts_on": given["starts_on"], "ends_on": given["ends_on"]}
        if not given["sure"]:
            gaps = actions.gaps_if_away(listing=listing, **span)
        if not gaps:
            actions.book_off(by=request.user, listing=listing, kind=given["kind"], **span)
            return _saved(request, "You are not asked on those days.")
    return render(request, "directory/listings/mine_leave.html", {"form": form, "gaps": gaps})


@require_POST
def mine_leave_end(request: HttpRequest, public_id) -> HttpResponse:
    leave = get_object_or_404(Leave.objects.visible_to(request.user), public_id=public_id, listing=_mine(request))
    actions.come_back(by=request.user, leave=leave)
    return _saved(request, "Welcome back. You can be asked again.")


@require_POST
def mine_pause(request: HttpRequest) -> HttpResponse:
    listing = _mine(request)
    gaps = [] if request.POST.get("sure") else actions.gaps_if_paused(listing=listing)
    if gaps:
        return render(request, "directory/listings/mine_pause.html", {"gaps": gaps})
    actions.pause(by=request.user, listing=listing)
    return _saved(request, "You are not asked any more. An officer can put you back when you say so.")


def listing(request: HttpRequest, public_id) -> HttpResponse:
    """The officer's page of one listing."""
    row = _for_officer(request, public_id)
    return render(
        request,
        "directory/listings/listing.html",
        {
            "listing": row,
            "knows": needs.in_words(row.knows),
            "phases": needs.phases_in_words(row.phases),
            "officer": is_officer(request.user),
        },
    )


@require_POST
def listing_approve(request: HttpRequest, public_id) -> HttpResponse:
    actions.approve(by=request.user, listing=_for_officer(request, public_id, to_change=True))
    return done(request, "Approved. They can be asked from now on.", "directory:listing", public_id)


@require_POST
def listing_pause(request: HttpRequest, public_id) -> HttpResponse:
    row = _for_officer(request, public_id, to_change=True)
    gaps = [] if request.POST.get("sure") else actions.gaps_if_paused(listing=row)
    if gaps:
        return render(request, "directory/listings/listing_pause.html", {"listing": row, "gaps": gaps})
    actions.pause(by=request.user, listing=row)
    return done(request, "Paused. They are not asked any more.", "directory:listing", public_id)


@require_POST
def listing_contract(request: HttpRequest, public_id) -> HttpResponse:
    actions.record_contract(by=request.user, listing=_for_officer(request, public_id, to_change=True))
    return done(request, "Recorded.", "directory:listing", public_id)


def _for_officer(request: HttpRequest, public_id, *, to_change: bool = False) -> Listing:
    """Administrators read; officers change."""
    if not (is_officer if to_change else runs_the_network)(request.user):
        raise Http404
    return get_object_or_404(Listing.objects.visible_to(request.user).select_related("person"), public_id=public_id)


def _saved(request: HttpRequest, said: str) -> HttpResponse:
    return done(request, said, "directory:mine")


def _mine_or_none(request: HttpRequest) -> Listing | None:
    return Listing.objects.visible_to(request.user).filter(person=request.user).first()


def _mine(request: HttpRequest) -> Listing:
    return get_object_or_404(Listing.objects.visible_to(request.user), person=request.user)
