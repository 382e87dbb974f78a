"""What the front page shows of the schools of those whom two ties bring together."""

from __future__ import annotations

from network.models import Membership, Tie
from network.people.asks import Viewer


def schools_of(viewer: Viewer) -> dict[int, str]:
    """The school of each who stands by the viewer or by whom the viewer stands, by the person's key."""
    near = [*viewer.beside_them(Tie.BUDDY), *viewer.they_stand_by(Tie.BUDDY)]
    if not near:
        return {}
    posts = Membership.objects.visible_to(viewer.person).live(viewer.now).filter(person__in=near, school__isnull=False)
    return dict(posts.order_by("-from_at", "-pk").values_list("person_id", "school__name"))
