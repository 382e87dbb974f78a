from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from inspections.comment_offers import actions
from inspections.comment_offers.forms import CommentOfferForm
from inspections.comment_offers.models import CommentOffer
from inspections.visits.models import Inspection
from network import clock
from network.rules import is_officer
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done, only


@fresh_login_required
def comment_offer(request: HttpRequest, public_id) -> HttpResponse:
    """The head alone: did the council or the trust offer to comment on the draft in time, and may the officer know?"""
    mine = Inspection.objects.visible_to(request.user).filter(head=request.user).select_related("head", "school")
    inspection = get_object_or_404(mine, public_id=public_id)
    row = CommentOffer.objects.visible_to(request.user).filter(inspection=inspection).first()
    initial = (
        {"who": row.who, "in_time": "yes" if row.in_time else "no", "by_whom": row.by_whom, "on": row.on}
        | {"shared": row.shared}
        if row
        else {}
    )
    if request.method == "POST" and request.POST.get("what") == "forget":
        actions.forget(by=request.user, inspection=inspection)
        return done(request, "Gone.", "inspections:inspection", public_id=inspection.public_id)
    form = CommentOfferForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.note(by=request.user, inspection=inspection, **form.cleaned_data)
        shown = form.cleaned_data["shared"]
        messages.success(request, "Noted. The officer sees it." if shown else "Noted, for you alone.")
        return redirect("inspections:inspection", public_id=inspection.public_id)
    return render(
        request, "inspections/comment_offers/comment_offer.html", {"form": form, "inspection": inspection, "row": row}
    )


@only(is_officer)
def comments_shared(request: HttpRequest) -> HttpResponse:
    """The officer's: what heads chose to share, of the last 90 days."""
    rows = CommentOffer.objects.visible_to(request.user).shared_lately(clock.now())
    return render(
        request, "inspections/comment_offers/comments_shared.html", {"rows": rows.select_related("inspection__school")}
    )
