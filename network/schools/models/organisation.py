from django.db import models

from network.base import Public


class Organisation(Public):
    """A council, trust, governing body, union or heads' group."""

    COUNCIL, TRUST, FOUNDATION, BOARD = "council", "trust", "foundation_trust", "board"
    UNION, HEADS_GROUP, OTHER = "union", "heads_group", "other"
    KINDS = [
        (COUNCIL, "Employer: council"),
        (TRUST, "Employer: trust"),
        (FOUNDATION, "Employer: foundation trust"),
        (BOARD, "Employer: shared governing body"),
        (UNION, "Supporter: union"),
        (HEADS_GROUP, "Supporter: heads' group"),
        (OTHER, "Supporter"),
    ]
    EMPLOYERS = frozenset({COUNCIL, TRUST, FOUNDATION, BOARD})

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=KINDS)
    # The register's own number for a trust or federation; blank for bodies the register does not know.
    register_code = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "register_code"],
                condition=~models.Q(register_code=""),
                name="organisation_register_code_once",
            ),
        ]
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name
