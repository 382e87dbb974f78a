"""Register files: brought in, read, looked at, applied or discarded. `by` is None for the shell and the workers."""

import hashlib
import hmac
import re
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from network import audit, clock, hooks, rules, waking
from network.audit.models import AuditRow
from network.people.models.person import Person
from network.plurals import count
from network.register.actions import uploads
from network.register.files.examine import fingerprint
from network.register.files.faults import BadFile
from network.register.files.file_date import date_in_name
from network.register.files.heads import marker
from network.register.importing import apply as apply_read
from network.register.importing import areas, preview, read_file
from network.register.models.imports import RegisterImport
from network.rules import WrongState

LARGEST_SHARE_CLOSED = 0.1  # a file that would close more stops and asks
SILENT_SECONDS = 120  # a reader not heard of for so long has died
TRIES = 3
NO_AREAS = (
    "This network has no areas yet, so no row of a file is its own. Name them under Set-up first, or ask for the whole "
    "of England."
)


def _check_brings(by: Person | None) -> None:
    if by is not None:
        rules.check_runs_the_network(by)


def same_as_applied(*, mark: str, authority: str = "", everywhere: bool = False) -> RegisterImport | None:
    """The import of the same rows of the bytes with this fingerprint, if nothing was applied or corrected since:
    nothing to do then."""
    found = RegisterImport.objects.applied().order_by("-place").first()
    wanted = mark, authority, _areas(authority, everywhere)
    if found is None or (found.fingerprint, found.authority, found.areas) != wanted:
        return None
    corrected = AuditRow.objects.filter(verb__startswith="school.", at__gt=found.applied_at)
    return None if corrected.exists() else found


def _areas(authority: str, everywhere: bool) -> list[str]:
    return [] if everywhere or authority else areas.own_areas()


def bring(
    *,
    by: Person | None,
    opened: read_file.Opened,
    name: str,
    as_at: date | None = None,
    authority: str = "",
    everywhere: bool = False,
) -> RegisterImport:
    """A row for this file, waiting to be read: of its rows those of the network's own areas, of one authority (its name
    or code), or everywhere's. WrongState where the file has no date or is too old."""
    _check_brings(by)
    codes = _areas(authority, everywhere)
    if not (codes or everywhere or authority):
        raise WrongState(NO_AREAS)
    as_at = as_at or date_in_name(name)
    if as_at is None:
        raise WrongState("The file's name does not say which day its data is of. Please give the date.")
    if as_at > clock.today():
        raise WrongState(f"The date {as_at:%d %B %Y} lies ahead. Please give the day the data is of.")
    _check_not_older(opened.kind, as_at)
    with transaction.atomic():
        made = RegisterImport.objects.create(
            kind=opened.kind,
            file_name=re.sub(r"[^\w .()+-]", "_", Path(name).name)[-200:],
            fingerprint=opened.fingerprint,
            as_at=as_at,
            authority=authority.strip(),
            areas=codes,
            brought_by=by,
            brought_at=clock.now(),
            lines=opened.lines,
        )
        audit.record(by=by, verb="register.bring", what=f"register:{made.public_id}", kind=made.kind)
    return made


def upload(
    *,
    by: Person,
    chunks: Iterable[bytes],
    name: str,
    as_at: date | None = None,
    authority: str = "",
    everywhere: bool = False,
) -> RegisterImport:
    """A file sent by the browser, to be read by a worker. The import of the same bytes, where nothing changed since."""
    _check_brings(by)
    with tempfile.NamedTemporaryFile() as file:  # readable by its owner alone
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        place = Path(file.name)
        mark = fingerprint(place)
        earlier = same_as_applied(mark=mark, authority=authority.strip(), everywhere=everywhere)
        if earlier is not None:
            return earlier
        opened = read_file.open_file(place, mark, name)
        with transaction.atomic():
            made = bring(by=by, opened=opened, name=name, as_at=as_at, authority=authority, everywhere=everywhere)
            uploads.keep(by=by, register_import=made, path=place)
            waking.after_commit("network.tasks.read_registers")
        return made


def read(
    *, by: Person | None, register_import: RegisterImport, path: Path | None, opened: read_file.Opened | None = None
) -> RegisterImport:
    """Reads the file, keeps its rows and works out what applying it would do. A fault becomes the import's own.
    WrongState where another reads it: who was not heard of for SILENT_SECONDS (a machine that slept) has lost it."""
    _check_brings(by)
    heard = clock.now()
    mine = RegisterImport.objects.filter(pk=register_import.pk)
    claimed = mine.filter(
        Q(state=RegisterImport.WAITING)
        | Q(state=RegisterImport.READING, heard_at__lt=heard - timedelta(seconds=SILENT_SECONDS))
    ).update(state=RegisterImport.READING, heard_at=heard, lines_read=0)
    register_import.refresh_from_db()
    if claimed != 1:
        raise WrongState("This file is being read already.")
    tries = register_import.counts.get("tries", 0) + 1
    mine.update(counts={"tries": tries})
    register_import.parts.all().delete()
    if tries > TRIES or path is None:
        words = "This file could not be read to its end. Nothing was changed. Upload it again."
        return fail(by=by, register_import=register_import, words=words)
    register_import.refused_rows.all().delete()

    def still_reading(**fields: Any) -> None:
        nonlocal heard
        before, heard = heard, clock.now()
        if mine.filter(state=RegisterImport.READING, heard_at=before).update(heard_at=heard, **fields) != 1:
            if mine.filter(state__in=[RegisterImport.DISCARDED, RegisterImport.FAILED]).exists():
                register_import.parts.all().delete()
            raise WrongState("This file was discarded while it was read, or another worker reads it.")

    try:
        opened = opened or read_file.open_file(path, name=register_import.file_name)
        register_import.counts = read_file.fill(
            register_import, opened, mark=marker(_head_key()), progress=lambda done: still_reading(lines_read=done)
        )
    except BadFile as fault:
        return fail(by=by, register_import=register_import, words=str(fault))
    preview.preview(register_import)
    still_reading(state=RegisterImport.READY, counts=register_import.counts, seen=register_import.seen)
    register_import.refresh_from_db()
    return register_import


def look_again(*, by: Person | None, register_import: RegisterImport) -> None:
    """The preview once more: something else was applied since."""
    _check_brings(by)
    preview.preview(register_import)
    RegisterImport.objects.filter(pk=register_import.pk, state=RegisterImport.READY).update(
        counts=register_import.counts, seen=register_import.seen
    )


def questions(*, register_import: RegisterImport) -> list[str]:
    """What somebody must say yes to before this may be applied."""
    counts = register_import.counts
    asked = []
    closed, open_now = counts.get("closed", 0), counts.get("open_now", 0)
    if closed > LARGEST_SHARE_CLOSED * open_now:
        asked.append(f"This file would close {closed:,} of the {count(open_now, 'school')} open now.")
    if counts.get("leaving"):
        asked.append(
            f"{count(counts['leaving'], 'school')} of this network would belong to a council that it does not serve, "
            "and leave it. Where a council has a new number, add it under Set-up first."
        )
    if counts.get("refused"):
        asked.append(f"{count(counts['refused'], 'row')} of this file cannot be read and would be left out.")
    return asked


def apply(*, by: Person | None, register_import: RegisterImport, sure: bool = False) -> RegisterImport:
    """All of it or nothing, in one short transaction. `sure` answers the questions with yes."""
    _check_brings(by)
    asked = questions(register_import=register_import)
    if asked and not sure:
        raise WrongState(" ".join(asked) + " Please confirm.")
    _check_not_older(register_import.kind, register_import.as_at)
    try:
        with transaction.atomic():
            _claim_place(register_import)
            if not register_import.parts.exists():  # a file of no rows at all is never ready
                raise WrongState("What was read of this file is lost. Nothing was changed. Upload it again.")
            register_import.counts["written"] = apply_read.put(register_import)
            register_import.parts.all().delete()
            RegisterImport.objects.filter(pk=register_import.pk).update(counts=register_import.counts)
            register_import.refresh_from_db()
            audit.record(
                by=by,
                verb="register.apply",
                what=f"register:{register_import.public_id}",
                kind=register_import.kind,
                as_at=str(register_import.as_at),
                **{name: register_import.counts.get(name, 0) for name in ("added", "changed", "closed", "refused")},
            )
            hooks.call(hooks.register_applied, register_import=register_import)
    except _Overtaken:
        look_again(by=by, register_import=register_import)
        raise WrongState(
            "Another file was applied while you looked at this one. What you see now is counted anew: "
            "look again, then apply."
        ) from None
    return register_import


def discard(*, by: Person | None, register_import: RegisterImport) -> None:
    _check_brings(by)
    with transaction.atomic():
        gone = (
            RegisterImport.objects.filter(pk=register_import.pk)
            .exclude(state__in=[RegisterImport.APPLIED, RegisterImport.DISCARDED])
            .update(state=RegisterImport.DISCARDED)
        )
        if gone != 1:
            raise WrongState("This file was applied or discarded already.")
        register_import.parts.all().delete()
        audit.record(by=by, verb="register.discard", what=f"register:{register_import.public_id}")
        uploads.forget(by=by, register_import=register_import)


def fail(*, by: Person | None, register_import: RegisterImport, words: str) -> RegisterImport:
    """The file cannot be used; `words` say why. What was applied or discarded meanwhile stays so."""
    _check_brings(by)
    mine = RegisterImport.objects.filter(pk=register_import.pk)
    unread = mine.filter(state__in=[RegisterImport.WAITING, RegisterImport.READING])
    if unread.update(state=RegisterImport.FAILED, fault=words):
        register_import.parts.all().delete()
    register_import.refresh_from_db()
    return register_import


class _Overtaken(Exception):
    pass


def _claim_place(register_import: RegisterImport) -> None:
    """The next place among the applied. Two that want it at once: the second waits for the first, then has lost."""
    try:
        with transaction.atomic():
            claimed = RegisterImport.objects.filter(pk=register_import.pk, state=RegisterImport.READY).update(
                state=RegisterImport.APPLIED, place=register_import.seen + 1, applied_at=clock.now()
            )
    except IntegrityError:
        raise _Overtaken from None
    if claimed != 1:
        raise WrongState("This file is not waiting to be applied any more.")


def _check_not_older(kind: str, as_at: date) -> None:
    newest = RegisterImport.objects.applied().filter(kind=kind).aggregate(newest=Max("as_at"))["newest"]
    if newest and as_at < newest:
        raise WrongState(
            f"This file is of {as_at:%d %B %Y}. A newer one of the same kind, of {newest:%d %B %Y}, is stored already."
        )


def _head_key() -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"register: heads' marks", hashlib.sha256).digest()
