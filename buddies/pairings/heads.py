"""How the heads of schools stand: the same words for the officer's board, the table of schools and the weekly list."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from buddies.pairings.models import Pairing
from network.models import Membership, School
from network.schools.models.school import HAS_WINDOW

ALONE, UNASKED, PAIRED, MISSING = "alone", "unasked", "paired", "missing"
IN_WINDOW = HAS_WINDOW & Q(in_window=True, status__in=[School.OPEN, School.CLOSING])


def joined_heads() -> QuerySet[Membership]:
    """Of the school of the outer query: the posts of those who lead it now and have joined."""
    posts = Membership.objects.live().heads().filter(school=OuterRef("pk"))
    return posts.filter(person__is_active=True, person__joined_at__isnull=False)


def heads_who() -> dict[str, Q]:
    """Of a query of schools: those whose head has joined and has no buddy, has none and nobody is asked either, has
    one; and those in which nobody who leads them has joined."""
    joined = joined_heads()
    paired = Exists(joined.filter(person__pairings_as_head__state=Pairing.IN_FORCE))
    in_some_state = Exists(joined.filter(person__pairings_as_head__state__in=Pairing.CURRENT))
    return {
        ALONE: Exists(joined) & ~paired,
        UNASKED: Exists(joined) & ~in_some_state,
        PAIRED: Q(paired),
        MISSING: Q(~Exists(joined)),
    }
