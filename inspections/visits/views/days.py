"""The line of days, as it stands on the front page and on the inspection's own."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from inspections.visits.stages import Bead
from network.parts import Parts, together

PARTS = Parts("inspections/visits/_days.html")


def line_of_days(beads: Iterable[Bead]) -> SafeString:
    how = {"": PARTS.bead, "done": PARTS.done, "now": PARTS.now}
    return PARTS.days(beads=together(how[bead.state](when=bead.when, what=bead.what) for bead in beads))
