"""What waits for whoever is asked to ring a head who has gone quiet: for the front page (`network.people.asks`)."""

from __future__ import annotations

from django.db.models import F, Q

from inspections.silence.models import SilenceStep
from network.people.asks import Ask, Urgency, Viewer


def asked(viewer: Viewer) -> list[SilenceStep]:
    """What the viewer is asked just now, each with `check_in` and, in `named`, whether the head still names them."""
    rows = SilenceStep.objects.visible_to(viewer.person).filter(asked=viewer.person, stopped_at__isnull=True)
    rows = rows.exclude(Q(step=SilenceStep.NAMED) & ~Q(check_in__head__silence_ladder__named=F("asked")))
    return list(rows.select_related("check_in"))


def gone_quiet(viewer: Viewer) -> set[int]:
    """The heads, by key, of whom they are asked as somebody who stands by them."""
    return {step.check_in.head_id for step in viewer.once(asked)}


def ring_somebody(*, viewer: Viewer) -> list[Ask]:
    """For whom a head named for when she goes quiet. Whoever stands by her reads it on her card."""
    steps = [step for step in viewer.once(asked) if step.step == SilenceStep.NAMED]
    if not steps:
        return []
    since = min(step.at for step in steps)
    return [Ask("gone-quiet", Urgency.WANTS_A_RING, since, "inspections/silence/asks/ring_somebody.html")]
