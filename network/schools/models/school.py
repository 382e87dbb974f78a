from datetime import date

from django.db import models

from network import named
from network.base import Public, is_somebody
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation

HAS_WINDOW = ~models.Q(window_rule="")


def has_closed(status: str, closed_on: date | None, on: date) -> bool:
    """Whether a school had closed by that day. Status and date both count: it is open until its last day, whatever its
    status was when the register was made."""
    if closed_on is not None and closed_on < on:
        return True
    return status == School.CLOSED and not (closed_on and closed_on > on)


def open_on(on: date) -> models.Q:
    """The same of many: those that had opened and had not closed by that day."""
    last = models.Q(closed_on=None) | models.Q(closed_on__gte=on)
    return models.Q(status__in=[School.OPEN, School.CLOSING]) & last | models.Q(status=School.CLOSED, closed_on__gt=on)


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The public register's facts: every member. (Windows have their own gate: matrix row 8.)"""
        return self.all() if is_somebody(person) else self.none()

    def open(self):
        return self.filter(status__in=[School.OPEN, School.CLOSING])

    def in_network(self):
        return self.filter(authority__in_network=True)

    def called(self, text: str):
        """Each word of `text` begins a word of the school's name or of its place."""
        found = self
        for word in text.split()[: named.WORDS]:
            found = found.filter(models.Q(name__named=word) | models.Q(town__named=word))
        return found if text.split() else self.none()


class School(Public):
    """One row of the public register (GIAS), kept by URN. Facts other apps work out are pushed down as plain values."""

    OPEN, CLOSING, PROPOSED, CLOSED = "open", "closing", "proposed", "closed"
    STATUSES = [
        (OPEN, "Open"),
        (CLOSING, "Open, but proposed to close"),
        (PROPOSED, "Proposed to open"),
        (CLOSED, "Closed"),
    ]

    # Every index costs the import of the whole register. `unique=True` would make a second one on PostgreSQL, for LIKE;
    # school_authority_status serves the authority's own too.
    urn = models.CharField(max_length=6)
    name = models.CharField(max_length=200)
    # school_authority_status serves it, too.
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="schools", db_index=False)
    establishment_number = models.CharField(max_length=4, blank=True)
    status = models.CharField(max_length=8, choices=STATUSES, default=OPEN)
    kind = models.CharField(max_length=80, blank=True)  # TypeOfEstablishment (name)
    kind_group = models.CharField(max_length=80, blank=True)  # EstablishmentTypeGroup (name)
    phase = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField(null=True, blank=True)  # None: unknown
    opened_why = models.CharField(max_length=100, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=100, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    religious_character = models.CharField(max_length=80, blank=True)
    # Most schools have none of the three: their indexes, below, hold those that do.
    trust = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trust_schools",
        db_index=False,
    )
    foundation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="foundation_schools",
        db_index=False,
    )
    board = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="board_schools",
        db_index=False,
    )
    street = models.CharField(max_length=150, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    website = models.CharField(max_length=250, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)  # metres, British National Grid; None: unknown
    northing = models.PositiveIntegerField(null=True, blank=True)
    data_on = models.DateField(null=True, blank=True)  # the register's own date for this row
    corrections = models.JSONField(default=dict, blank=True)  # field: value typed by hand; an import leaves these be
    is_example = models.BooleanField(default=False)  # invented, for the demonstration

    # Worked out by `inspections` and pushed down.
    last_inspected_on = models.DateField(null=True, blank=True)
    window_rule = models.CharField(max_length=4, blank=True)
    window_opens_on = models.DateField(null=True, blank=True)
    window_due_on = models.DateField(null=True, blank=True)
    window_limit_on = models.DateField(null=True, blank=True)
    window_confidence = models.CharField(max_length=10, blank=True)
    window_sentence = models.TextField(blank=True)
    in_window = models.BooleanField(default=False)
    next_call_day_on = models.DateField(null=True, blank=True)  # usual, our estimate; None: nothing can be said
    window_sort_on = models.DateField(null=True, blank=True)  # soonest first: what the officer's table is sorted by

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name", "urn"]
        constraints = [models.UniqueConstraint(fields=["urn"], name="school_urn_once")]
        indexes = [
            models.Index(fields=["authority", "status"], name="school_authority_status"),
            *(
                models.Index(fields=[tie], condition=models.Q((f"{tie}__isnull", False)), name=f"school_{tie}")
                for tie in ("trust", "foundation", "board")
            ),
            # The officer's table, whichever way it is filtered and sorted. Rows without a window cost nothing here.
            models.Index(fields=["window_sort_on", "urn"], condition=HAS_WINDOW, name="school_window_soonest"),
            models.Index(
                fields=["authority", "window_sort_on", "urn"], condition=HAS_WINDOW, name="school_window_area_soonest"
            ),
            models.Index(fields=["name", "urn"], condition=HAS_WINDOW, name="school_window_name"),
            models.Index(fields=["authority", "name", "urn"], condition=HAS_WINDOW, name="school_window_area_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"


class SchoolLinkQuerySet(models.QuerySet):
    def replaced(self, on: date):
        """Links to schools that others replaced. One that is still open on that day was not replaced: a school that was
        split off it, say, takes over nothing of its past."""
        lives = School.objects.filter(open_on(on), urn=models.OuterRef("link_urn"))
        return self.filter(kind__istartswith="predecessor").exclude(models.Exists(lives))


class SchoolLink(models.Model):
    """The register's link between two URNs (predecessor, successor, amalgamation). Either may be unknown to us."""

    urn = models.CharField(max_length=6)
    link_urn = models.CharField(max_length=6)
    link_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=100)
    established_on = models.DateField(null=True, blank=True)

    objects = SchoolLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["urn", "link_urn", "kind"], name="school_link_once"),
        ]
        indexes = [models.Index(fields=["urn", "kind"], name="school_link_urn")]

    def __str__(self) -> str:
        return f"{self.urn} {self.kind} {self.link_urn}"
