"""The officer's pages: the table of pairings, one pairing with its history, and pairing by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from buddies.pairings import queries
from buddies.pairings.forms import ChosenForm, PairForm
from buddies.pairings.models import Pairing, PairingStep
from buddies.pairings.rules import can_step
from buddies.rounds.queries import waiting
from buddies.steps.actions import pairings as actions
from buddies.steps.forms import SearchForm
from network import audit
from network.csv_cells import streamed
from network.models import Person
from network.rules import WrongState, is_officer
from network.site.answers import done, only

# Drafts belong to their round and are not offered; of a question the table says who still has to answer.
SHOWN_STATES = [
    (Pairing.ASKED, "Waiting for a yes"),
    *(state for state in Pairing.STATES if state[0] not in (Pairing.DRAFT, Pairing.ASKED)),
]


@only(is_officer)
def pairings(request: HttpRequest) -> HttpResponse:
    page = queries.page(Pairing.objects.visible_to(request.user), queries.Filters.read(request.GET))
    now, other = ("newest", "oldest") if page["filters"].order == "newest" else ("oldest", "newest")
    since = {"words": "Since", "to": page["other_order"], "says": f"{now} first; show the {other} first"}
    page |= {"states": SHOWN_STATES, "since": since, "by_month": queries.by_month(request.user)}
    return render(request, "buddies/steps/pairings.html", page)


@only(is_officer)
def pairings_export(request: HttpRequest) -> StreamingHttpResponse:
    """Every pairing that the filter leaves, as an inert CSV, in constant memory."""
    rows = queries.csv_rows(Pairing.objects.visible_to(request.user), queries.Filters.read(request.GET))
    response = StreamingHttpResponse(streamed(queries.CSV_HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="pairings.csv"'
    return response


@only(is_officer)
def pairing_new(request: HttpRequest) -> HttpResponse:
    """Pair by hand: first whom, then with whom."""
    search = SearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_bound and search.is_valid() else ""
    head = _head(request)
    form, error = PairForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and head is not None and form.is_valid():
        try:
            pairing = _pair(request, head, form.cleaned_data)
        except WrongState as refused:
            error = str(refused)
        else:
            messages.success(request, "Asked. It is in force when the head and the buddy have both said yes.")
            return redirect("buddies:pairing", pairing.public_id)
    context = {"head": head, "search": search, "words": words, "form": form, "error": error}
    if head is None:
        rows = waiting.rows(request.user, words)
        context |= {
            "waiting": [row for row in rows if row["head_name"]],
            "not_joined": [row for row in rows if not row["head_name"]],
            "found": waiting.heads_called(request.user, words),
        }
    else:
        audit.read(by=request.user, what=f"candidates:{head.public_id}", concerns=head)
        found = waiting.candidates(request.user, head, words)
        context |= {
            "candidates": found.listed,
            "others": found.others,
            "fits": any(one.fits for one in found.listed),
            "school_name": waiting.school_of(head),
            "chosen": request.POST.get("buddy", ""),
            "chosen_reserve": request.POST.get("reserve", ""),
        }
    return render(request, "buddies/steps/pairing_new.html", context, status=409 if error else 200)


def _head(request: HttpRequest) -> Person | None:
    given = request.POST.get("head") or request.GET.get("head", "")
    if not given:
        return None
    try:
        public_id = UUID(given)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)


def _pair(request: HttpRequest, head: Person, chosen: dict) -> Pairing:
    people = {
        person.public_id: person
        for person in Person.objects.visible_to(request.user).filter(
            public_id__in=[one for one in (chosen["buddy"], chosen["reserve"]) if one]
        )
    }
    if chosen["buddy"] not in people:
        raise WrongState("Choose a buddy.")
    return actions.pair_by_hand(
        head=head, buddy=people[chosen["buddy"]], reserve=people.get(chosen["reserve"]), by=request.user
    )


@only(is_officer)
def pairing(request: HttpRequest, public_id) -> HttpResponse:
    """One pairing: who, in which state since when, and its history."""
    rows = Pairing.objects.visible_to(request.user).select_related("head", "buddy", "reserve", "school", "request")
    one = get_object_or_404(rows, public_id=public_id)
    words = request.GET.get("q", "").replace("\0", "")
    yeses = [
        {"role": role, "person": person, "at": getattr(one, f"{role}_yes_at")}
        for role in ("head", "buddy", "reserve")
        if (person := getattr(one, role)) is not None
    ]
    steps = PairingStep.objects.visible_to(request.user).filter(pairing=one).select_related("by")
    return render(
        request,
        "buddies/steps/pairing.html",
        {
            "pairing": one,
            "steps": steps,
            "yeses": yeses,
            "may_end": can_step(request.user, one, "end"),
            "may_hand_over": one.reserve_yes_at and can_step(request.user, one, "hand over"),
            "may_pause": can_step(request.user, one, "pause"),
            "may_resume": can_step(request.user, one, "resume"),
            "yes_missing": any(yes["at"] is None for yes in yeses),
            "may_record": can_step(request.user, one, "yes by phone"),
            "may_name_reserve": can_step(request.user, one, "name a reserve"),
            "candidates": [
                candidate
                for candidate in waiting.candidates(request.user, one.head, words).listed
                if candidate.fits_as_reserve and candidate.public_id != str(one.buddy.public_id)
            ]
            if can_step(request.user, one, "name a reserve") and one.reserve is None
            else [],
        },
    )


@require_POST
@only(is_officer)
def yes_by_phone(request: HttpRequest, public_id) -> HttpResponse:
    one = get_object_or_404(Pairing.objects.visible_to(request.user), public_id=public_id)
    actions.note_yes_by_phone(pairing=one, whose=request.POST.get("whose", ""), by=request.user)
    messages.success(request, "Noted. They are asked to press it themselves: until then it is no yes.")
    return redirect("buddies:pairing", public_id)


@require_POST
@only(is_officer)
def reserve_name(request: HttpRequest, public_id) -> HttpResponse:
    one = get_object_or_404(Pairing.objects.visible_to(request.user), public_id=public_id)
    form = ChosenForm({"person": request.POST.get("reserve", "")})
    if not form.is_valid():
        raise WrongState("Choose a reserve.")
    reserve = get_object_or_404(Person.objects.visible_to(request.user), public_id=form.cleaned_data["person"])
    actions.name_reserve(pairing=one, reserve=reserve, by=request.user)
    return done(request, "Asked.", "buddies:pairing", public_id)
