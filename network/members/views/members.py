"""Who is a member, and where: for members; and, for those who run the network, their posts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network import rules
from network.members import rules as member_rules
from network.members.actions import memberships as membership_actions
from network.members.forms import MembershipForm
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.sign_in import second_factor
from network.sign_in.actions import second_steps
from network.site.answers import done, only

SHOWN = 50


def members(request: HttpRequest) -> HttpResponse:
    """One query, by key: it may grow beyond a page."""
    sought = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    rows = Membership.objects.visible_to(request.user).live().of_members()
    if sought:
        rows = rows.named_like(sought)
    page = list(rows.page_after(request.GET.get("after", ""), SHOWN + 1))
    more = len(page) > SHOWN
    return render(
        request,
        "network/members/members.html",
        {
            "rows": page[:SHOWN],
            "after": f"{page[SHOWN - 1]['person__name']}|{page[SHOWN - 1]['pk']}" if more else "",
            "sought": sought,
            "roles": dict(Membership.ROLES),
        },
    )


def member(request: HttpRequest, public_id) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    posts = Membership.objects.visible_to(request.user).filter(person=person).select_related("school", "organisation")
    return render(
        request,
        "network/members/member.html",
        {
            "person": person,
            "posts": posts.live(),
            "runs": rules.runs_the_network(request.user),
            "administers": rules.is_administrator(request.user) and person != request.user,
        },
    )


@second_factor.fresh_login_required
@only(rules.runs_the_network)
def membership_start(request: HttpRequest, public_id) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    form = MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        membership_actions.start(by=request.user, person=person, **form.cleaned_data)
        return done(request, "Saved.", "network:member", public_id=person.public_id)
    return render(request, "network/members/membership_start.html", {"form": form, "person": person})


def membership_end(request: HttpRequest, public_id) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).live().select_related("person", "school", "organisation"),
        public_id=public_id,
    )
    if not member_rules.can_end_membership(request.user, membership):
        raise Http404
    mine = membership.person_id == request.user.pk
    if request.method == "POST":
        membership_actions.end(by=request.user, membership=membership)
        messages.success(request, "The post has ended. The account, and whoever stands by it, stays.")
        return redirect("network:my-details") if mine else redirect("network:members")
    return render(request, "network/members/membership_end.html", {"membership": membership, "mine": mine})


@second_factor.fresh_login_required
@require_POST
@only(rules.is_administrator)
def second_step_reset(request: HttpRequest, public_id) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    second_steps.reset(by=request.user, person=person)
    messages.success(request, "Done. The next sign-in takes a code and then asks for a new second step.")
    return redirect("network:member", public_id=person.public_id)
