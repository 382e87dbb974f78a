"""Pairings the officer already keeps: read from a spreadsheet, previewed, and then asked of both like any other."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from buddies.imports import pairing_file
from buddies.imports.models import PairingImport
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.rounds.actions import publishing
from buddies.rounds.models import Suggestion
from network import audit, clock
from network.models import Membership, Person, School
from network.register.files.faults import BadFile
from network.rules import WrongState, check_officer


def upload(*, chunks: Iterable[bytes], by: Person) -> PairingImport:
    """Reads the file and keeps what it says, not the file. Raises BadFile."""
    check_officer(by)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pairings.csv"
        with path.open("wb") as file:
            for size, chunk in enumerate(chunks):
                if size * len(chunk) > 2 * pairing_file.LARGEST:
                    raise BadFile(f"The file is too large: at most {pairing_file.MOST_ROWS:,} pairings at a time.")
                file.write(chunk)
        read = pairing_file.read(path, _look_up)
    suggestions = _suggestions(read.rows)
    good = {one.head_id for one in publishing.still_allowed(chosen=suggestions)}
    why = {one.head_id: one.not_sent.removesuffix(".") for one in suggestions}
    paired = Pairing.objects.current().filter(head__in=why).values_list("head_id", flat=True)
    why |= dict.fromkeys(paired, "this head has a buddy, or one has been asked")
    refused = [[fault.row, fault.column, fault.why] for fault in read.faults]
    refused += [[row.number, "buddy", f"{why[row.head]}."] for row in read.rows if row.head not in good]
    with transaction.atomic():
        made = PairingImport.objects.create(
            rows=[list(row) for row in read.rows if row.head in good], refused=sorted(refused), brought_by=by
        )
        audit.record(by=by, verb="pairing-import.read", what=f"pairing-import:{made.public_id}")
    return made


@transaction.atomic
def apply(*, pairing_import: PairingImport, by: Person) -> int:
    """Asks each pair to say that it holds: a spreadsheet is nobody's yes. Returns how many are asked."""
    check_officer(by)
    _move(pairing_import, PairingImport.APPLIED)
    suggestions = _suggestions(pairing_import.rows)
    heads = {one.head_id: one for one in suggestions}
    standing = {one.head_id: one for one in BuddyRequest.objects.open().filter(head__in=heads)}
    fresh = [one.request for pk, one in heads.items() if pk not in standing]
    BuddyRequest.objects.bulk_create(fresh, batch_size=publishing.BATCH)
    for pk, one in heads.items():
        one.request = standing.get(pk, one.request)
    asked = publishing.ask(good=publishing.still_allowed(chosen=suggestions), by=by)
    audit.record(
        by=by, verb="pairing-import.apply", what=f"pairing-import:{pairing_import.public_id}", pairs=len(asked)
    )
    return len(asked)


@transaction.atomic
def drop(*, pairing_import: PairingImport, by: Person) -> None:
    check_officer(by)
    _move(pairing_import, PairingImport.DROPPED)


def _move(pairing_import: PairingImport, to: str) -> None:
    rows = PairingImport.objects.filter(pk=pairing_import.pk, state=PairingImport.READY)
    if not rows.update(state=to):
        raise WrongState("This file was dealt with already.")
    pairing_import.refresh_from_db()


def _look_up(cells: set[str]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    addresses, urns = {cell for cell in cells if "@" in cell}, {cell for cell in cells if "@" not in cell}
    led = Membership.objects.heads().filter(person=OuterRef("pk"))  # heads stand by heads, as where they offer
    for pk, email in Person.objects.joined().filter(Exists(led), email__in=addresses).values_list("pk", "email"):
        found[email].append(pk)
    posts = Membership.objects.live().heads().filter(school__urn__in=urns, person__is_active=True)
    for pk, urn in posts.filter(person__joined_at__isnull=False).values_list("person_id", "school__urn").distinct():
        found[urn].append(pk)
    return found


def _suggestions(rows: Sequence[Sequence[Any]]) -> list[Suggestion]:
    """As if a round had suggested them; not saved."""
    people = Person.objects.in_bulk({pk for row in rows for pk in row[1:] if pk})
    schools = _schools({row[1] for row in rows})
    now = clock.now()
    return [
        Suggestion(
            request=BuddyRequest(head=people[head], school=schools.get(head), why=BuddyRequest.ASKED, made_at=now),
            head=people[head],
            school=schools.get(head),
            buddy=people[buddy],
            reserve=people.get(reserve),
        )
        for _, head, buddy, reserve in rows
        if head in people and buddy in people
    ]


def _schools(heads: set[int]) -> dict[int, School]:
    posts = Membership.objects.live().heads().filter(person__in=heads).select_related("school").order_by("-from_at")
    return {post.person_id: post.school for post in posts if post.school is not None}
