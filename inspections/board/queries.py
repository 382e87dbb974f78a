"""What the officer's board counts. Asked only for an officer, who sees every row that is counted here.

Nothing here is worked out from an answer, a message or an inspection, but one banded total as at last midnight, and the
comments on a draft that heads chose to share: so the page is the same, to the byte, whether or not a check-in has just
been answered.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Func, IntegerField, Q, QuerySet, Subquery

from buddies.models import Offer, Pairing, Round, Suggestion
from buddies.pairings.heads import IN_WINDOW, heads_who
from buddies.rounds.queries import weeks_list
from covenant.models import Signatory
from directory.cover import rows as cover_rows
from directory.models import DirectorySettings, Listing
from directory.needs import phases_of
from inspections.check_ins.models import CheckIn
from inspections.comment_offers.models import CommentOffer
from inspections.terms.queries import without_next_term
from inspections.visits.moments import MIDNIGHT, at
from network import clock
from network.help.rules import officers_there
from network.models import ContactPoint, Helpline, HelpRequest, Invitation, OfficerAway, Person, School

OVERDUE_FOR = timedelta(days=30)


def week(person: Person, now: datetime) -> dict[str, Any]:
    """How many there are of whatever needs an officer, by name, in four queries whatever there is; `now` is aware.
    `waiting_since` is when the first who waits to be rung asked, `round` the public id of the round that is a draft,
    `overdue` words."""
    board: dict[str, Any] = dict(Person.objects.filter(pk=person.pk).values(**_beside(person, now)).get())
    schools, phases = _schools()
    enough = board.pop("thin_cover") or DirectorySettings().thin_cover
    days = cover_rows.coming(enough=enough, needed=phases)
    thin = {day.on.isocalendar()[:2] for day in days if day.thin or day.thin_phases}
    return board | schools | {"thin_weeks": len(thin), "overdue": banded(board["overdue"])}


def _beside(person: Person, now: datetime) -> dict[str, Any]:
    """Values that are read beside one row, so that they take one query together."""
    waiting = HelpRequest.objects.waiting()
    draft = Round.objects.filter(state=Round.DRAFT).order_by("-made_at")
    suggested = Suggestion.objects.filter(round=Subquery(draft.values("pk")[:1]), left_out=False, buddy__isnull=False)
    areas, schools = without_next_term()
    away = OfficerAway.objects.filter(until_on__gte=clock.today())
    settings = DirectorySettings.objects.order_by("pk")
    return {
        "waiting": _number(waiting),
        "waiting_since": Subquery(waiting.order_by("asked_at").values("asked_at")[:1]),
        "asked": _number(Pairing.objects.filter(state=Pairing.ASKED)),
        "round": Subquery(draft.values("public_id")[:1]),
        "to_send": _number(suggested),
        "unanswered": _number(Invitation.objects.filter(state=Invitation.WAITING).exclude(person=person)),
        "listings": _number(Listing.objects.filter(state=Listing.ASKED)),
        "thin_cover": Subquery(settings.values("thin_cover")[:1]),
        "no_reserve": _number(weeks_list.no_reserve()),
        "overloaded": _number(Offer.objects.filter(pk__in=weeks_list.overloaded().values("pk"))),
        "both": _number(weeks_list.both()),
        "not_seen": _number(weeks_list.not_seen()),
        "broken": _number(ContactPoint.objects.broken()),
        "helplines": _number(Helpline.objects.to_check()),
        "terms": _number(areas) + _number(schools),
        "signatures": _number(Signatory.objects.filter(state=Signatory.ASKED)),
        "statements": _number(Signatory.objects.due()),
        "comments": _number(CommentOffer.objects.shared_lately(now)),
        "officers_away": _number(away),
        "nobody_covers": Exists(away.filter(cover__isnull=True)),
        "nobody_there": ~Exists(officers_there()),
        "overdue": _number(_overdue(now)),
    }


def _number(rows: QuerySet) -> Subquery:
    """How many, as a value. COUNT as a plain function, for Django's own would group the rows and give none for none."""
    return Subquery(rows.order_by().values(number=Func("pk", function="COUNT")), output_field=IntegerField())


def _schools() -> tuple[dict[str, int], frozenset[str]]:
    """Those in the window by how their head stands, and the directory's phases that the network's schools have."""
    numbers = {name: Count("pk", filter=IN_WINDOW & stands) for name, stands in heads_who().items()}
    rows = list(School.objects.open().in_network().order_by().values("phase", "kind").annotate(**numbers))
    phases = frozenset().union(*(phases_of(row["phase"], row["kind"]) for row in rows))
    return {name: sum(row[name] for row in rows) for name in numbers}, phases


def banded(number: int) -> str:
    """Under 5 is never told apart; the rest is rounded to five."""
    return "Under 5" if number < 5 else f"About {5 * round(number / 5)}"


def _overdue(now: datetime) -> QuerySet[CheckIn]:
    """As at last midnight: not answered by then. What is answered today counts tomorrow."""
    midnight = at(clock.local(now).date(), MIDNIGHT)
    late = CheckIn.objects.filter(
        Q(answered_at__isnull=True) | Q(answered_at__gte=midnight),
        useful_until__lte=midnight,
        due_at__gt=midnight - OVERDUE_FOR,
        due_at__lte=midnight,
    )
    return late.exclude(state__in=[CheckIn.CANCELLED, CheckIn.NOT_ASKED])
