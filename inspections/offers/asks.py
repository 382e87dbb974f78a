"""What waits because a head has asked for help: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from inspections.offers.models import OfferAsk
from inspections.visits.seen import own_visits
from network.people.asks import Ask, Urgency, Viewer

SHOWN = 50
DONE_AFTER = timedelta(days=14)  # from being in touch: then she is asked whether it is done, and helped


def asked_for(*, viewer: Viewer) -> list[Ask]:
    """For the contact of an offer, who works for an organisation: each head who waits to hear from them. For the head
    herself, that its day has passed without an answer, and later whether it helped."""
    contact = any(post.organisation for post in viewer.posts)
    if not contact and not viewer.is_of_a_pair:
        return []
    hers = Q(head=viewer.person)
    late = hers & Q(state=OfferAsk.ASKED, answer_by__lt=viewer.today)
    helped = hers & Q(state=OfferAsk.ANSWERED, answered_at__lte=viewer.now - DONE_AFTER)
    inspected = any(row.is_live(viewer.today) for row in viewer.once(own_visits))  # nothing stands beside it then
    if inspected and not contact:
        return []
    wanted = Q(offer__contact=viewer.person, state=OfferAsk.ASKED) if contact else Q(pk=None)
    if not inspected:
        wanted |= late | helped
    rows = OfferAsk.objects.visible_to(viewer.person).filter(wanted)
    waiting = rows.select_related("offer__contact", "head").order_by("asked_at", "pk")[:SHOWN]
    return [_of_hers(row) if row.head_id == viewer.person.pk else _to_answer(row, viewer) for row in waiting]


def _to_answer(row: OfferAsk, viewer: Viewer) -> Ask:
    due = row.answer_by is not None and row.answer_by <= viewer.today
    urgency = Urgency.LAST_DAY if due else Urgency.QUESTION
    values = {"asked": row, "passed": due and row.answer_by != viewer.today}
    return Ask("asked-for", urgency, row.asked_at, "inspections/offers/asks/asked_for.html", values)


def _of_hers(row: OfferAsk) -> Ask:
    if row.state == OfferAsk.ASKED:
        return Ask(
            "help-late", Urgency.QUESTION, row.asked_at, "inspections/offers/asks/late.html", {"asked": row}, own=True
        )
    since = row.answered_at or row.asked_at
    return Ask("help-helped", Urgency.REST, since, "inspections/offers/asks/helped.html", {"asked": row}, own=True)
