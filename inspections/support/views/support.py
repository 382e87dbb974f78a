from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.support import forms, rules
from inspections.support.actions import plan_opened, union_contact
from inspections.support.actions import support as actions
from inspections.support.models.support import PlanComment, PlanDeparture, PlanLine, PlanMeeting, SupportPlan
from inspections.visits.models import Inspection
from inspections.windows.models.estimates import estimates_in_force
from network import audit, clock
from network.models import Person
from network.privacy import keys
from network.rules import WrongState
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done


def support(request: HttpRequest) -> HttpResponse:
    """The plans I may read: my own, and those shared with me."""
    plans = SupportPlan.objects.visible_to(request.user).select_related("head", "inspection__school")
    mine = Inspection.objects.visible_to(request.user).filter(head=request.user, undone_at__isnull=True)
    return render(
        request,
        "inspections/support/support.html",
        {
            "plans": plans,
            "without": mine.filter(support_plan__isnull=True).select_related("school"),
            "estimates": estimates_in_force(),
        },
    )


@require_POST
def support_open(request: HttpRequest, public_id) -> HttpResponse:
    inspection = get_object_or_404(
        Inspection.objects.visible_to(request.user).filter(head=request.user), public_id=public_id
    )
    plan = actions.open_plan(by=request.user, inspection=inspection)
    return redirect("inspections:support-plan", plan.public_id)


def support_plan(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    mine = rules.is_head(request.user, plan)
    audit.read(by=request.user, what=actions.what(plan), concerns=plan.head)
    return render(request, "inspections/support/support_plan.html", _shown(request, plan, mine))


def support_link(request: HttpRequest, public_id) -> HttpResponse:
    """Where a message's link leads: its address says nothing of what is behind it."""
    return redirect("inspections:support-plan", _plan(request, public_id).public_id)


@require_POST
def support_write(request: HttpRequest, public_id) -> HttpResponse:
    plan = _mine(request, public_id)
    form = forms.WordsForm(request.POST)
    if not form.is_valid():
        return render(
            request, "inspections/support/support_plan.html", _shown(request, plan, True) | {"words_form": form}
        )
    actions.write(by=request.user, plan=plan, **form.cleaned_data)
    return _back(request, plan, "Saved.")


def support_add(request: HttpRequest, public_id, what: str) -> HttpResponse:
    """An offer, a meeting or a departure: a small page of its own each."""
    plan = _plan(request, public_id)
    if what not in ADDED or not rules.may_offer(request.user, plan):
        raise Http404
    form_class, add, title = ADDED[what]
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add(by=request.user, plan=plan, **form.cleaned_data)
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            return _back(request, plan, "It is on the plan.")
    return render(
        request,
        "inspections/support/support_add.html",
        {
            "form": form,
            "plan": plan,
            "title": title,
            "what": what,
            "mine": rules.is_head(request.user, plan),
            "union": union_contact.opened(plan=plan, reader=request.user),
        },
    )


def support_union(request: HttpRequest, public_id) -> HttpResponse:
    """Whom of her union she names: hers to write, change and take away."""
    plan = _mine(request, public_id)
    rules.check_open(plan)
    contact = union_contact.opened(plan=plan, reader=request.user)
    if request.method == "POST" and request.POST.get("what") == "remove":
        union_contact.remove(by=request.user, plan=plan)
        return _back(request, plan, "Taken away.")
    initial = {"name": contact.name, "reach": contact.reach, "shared": contact.shared} if contact else None
    form = forms.UnionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        union_contact.name(by=request.user, plan=plan, **form.cleaned_data)
        return _back(request, plan, "Saved.")
    return render(request, "inspections/support/support_union.html", {"form": form, "plan": plan, "contact": contact})


@require_POST
def support_comment(request: HttpRequest, public_id) -> HttpResponse:
    plan = _plan(request, public_id)
    form = forms.CommentForm(request.POST)
    if form.is_valid():
        actions.comment(by=request.user, plan=plan, words=form.cleaned_data["words"])
    return _back(request, plan, "Said." if form.is_valid() else "There was nothing written yet.")


@require_POST
def support_line(request: HttpRequest, public_id, what: str) -> HttpResponse:
    """One press on one line: agree, kept, not kept, show, hide."""
    line = get_object_or_404(
        PlanLine.objects.visible_to(request.user).select_related("plan__head"), public_id=public_id
    )
    if what == "agree":
        if not rules.may_offer(request.user, line.plan):
            raise Http404
        actions.agree(by=request.user, line=line)
    elif not rules.is_head(request.user, line.plan):
        raise Http404
    elif what in {"kept", "not-kept"}:
        actions.confirm(by=request.user, line=line, kept=what == "kept")
    else:
        actions.show(by=request.user, row=line, shared=what == "show")
    return redirect("inspections:support-plan", line.plan.public_id)


def support_line_change(request: HttpRequest, public_id) -> HttpResponse:
    lines = PlanLine.objects.visible_to(request.user).filter(plan__head=request.user, plan__closed_at__isnull=True)
    line = get_object_or_404(lines.select_related("plan__head", "plan__inspection"), public_id=public_id)
    opened = plan_opened.line(line)
    initial = {name: getattr(opened, name) for name in forms.LineForm.base_fields}
    form = forms.LineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_line(by=request.user, line=line, **form.cleaned_data)
        return _back(request, line.plan, "Changed.")
    return render(
        request, "inspections/support/support_line_change.html", {"form": form, "line": opened, "plan": line.plan}
    )


@require_POST
def support_record(request: HttpRequest, public_id, kind: str, what: str) -> HttpResponse:
    """One press on a meeting or a departure: show it to those she shares the plan with, or hide it."""
    if kind not in RECORDS or what not in {"show", "hide"}:
        raise Http404
    rows = RECORDS[kind].objects.visible_to(request.user).filter(plan__head=request.user)
    row = get_object_or_404(rows.select_related("plan__head"), public_id=public_id)
    actions.show(by=request.user, row=row, shared=what == "show")
    return redirect("inspections:support-plan", row.plan.public_id)


@fresh_login_required
def support_share(request: HttpRequest, public_id) -> HttpResponse:
    plan = _mine(request, public_id)
    if request.method == "POST":
        form = forms.PersonForm(request.POST)
        person = get_object_or_404(
            Person.objects.visible_to(request.user),
            public_id=form.cleaned_data["person"] if form.is_valid() else plan.public_id,
        )
        if request.POST.get("what") == "back":
            actions.take_back(by=request.user, plan=plan, person=person)
            return _back(request, plan, f"{person.name} cannot read it any more.")
        actions.share(by=request.user, plan=plan, person=person)
        return _back(request, plan, f"{person.name} can read the version you share.")
    shared = list(actions.shared_with(plan=plan))
    people = [person for person in rules.shareable(plan) if person not in shared]
    return render(
        request,
        "inspections/support/support_share.html",
        {"plan": plan, "shared": shared, "people": people, "published": rules.is_published(plan)},
    )


@require_POST
def support_dispute(request: HttpRequest, public_id) -> HttpResponse:
    plan = _mine(request, public_id)
    actions.mark_dispute(by=request.user, plan=plan, is_open=request.POST.get("open") == "yes")
    return _back(request, plan, "Noted.")


@require_POST
def support_close(request: HttpRequest, public_id) -> HttpResponse:
    plan = _mine(request, public_id)
    actions.close(by=request.user, plan=plan)
    return _back(request, plan, "Closed. Nobody but you can read it now.")


RECORDS: dict[str, Any] = {"meeting": PlanMeeting, "departure": PlanDeparture}
ADDED: dict[str, tuple[Any, Any, str]] = {
    "offer": (forms.LineForm, actions.add_line, "Who offers what"),
    "meeting": (forms.MeetingForm, actions.meet, "A meeting"),
    "departure": (forms.DepartureForm, actions.depart, "A departure from the default"),
}


def _shown(request: HttpRequest, plan: SupportPlan, mine: bool) -> dict:
    def of(model):
        return model.objects.visible_to(request.user).filter(plan=plan)

    return {
        "plan": plan,
        "mine": mine,
        "today": clock.today(),
        "published": rules.is_published(plan),
        "may_offer": rules.may_offer(request.user, plan),
        "words_form": forms.WordsForm(
            initial={"private": keys.unseal(plan.private), "shared": keys.unseal(plan.shared)}
        )
        if mine
        else None,
        "shared_words": keys.unseal(plan.shared),
        "lines": plan_opened.lines(of(PlanLine)),
        "meetings": [
            (each, union_contact.invited(meeting=each.row, reader=request.user))
            for each in plan_opened.meetings(of(PlanMeeting))
        ],
        "union": union_contact.opened(plan=plan, reader=request.user),
        "departures": plan_opened.departures(of(PlanDeparture)),
        "comments": [(row, keys.unseal(row.words)) for row in of(PlanComment).select_related("by")],
        "comment_form": forms.CommentForm(),
        "shared_with": actions.shared_with(plan=plan) if mine else [],
    }


def _plan(request: HttpRequest, public_id) -> SupportPlan:
    rows = SupportPlan.objects.visible_to(request.user).select_related("head", "inspection__school")
    return get_object_or_404(rows, public_id=public_id)


def _mine(request: HttpRequest, public_id) -> SupportPlan:
    rows = SupportPlan.objects.visible_to(request.user).filter(head=request.user)
    return get_object_or_404(rows.select_related("head", "inspection__school"), public_id=public_id)


def _back(request: HttpRequest, plan: SupportPlan, words: str) -> HttpResponse:
    return done(request, words, "inspections:support-plan", plan.public_id)
