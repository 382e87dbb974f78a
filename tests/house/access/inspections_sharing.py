"""Who else may know the days: each chooses for herself alone."""

from network.models import Tie
from tests.house.access import MEMBERS, POST_ONLY, line, members, only


def _tie(cast):
    return {"public_id": Tie.objects.get(head=cast.head, kind=Tie.SHARED, subject="dates").public_id}


LINES = {
    "inspections:who-else": line(get=MEMBERS, post=members(200), data=lambda cast: {"email": "nobody@example.org"}),
    "inspections:who-else-end": line(26, get=POST_ONLY, post=only("HO", ok=302), kwargs=_tie),
}
