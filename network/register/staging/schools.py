# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""Staged schools against stored ones: what would change, and changing it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from network.register.files.schools import BOARD, FOUNDATION, TRUST
from network.register.models.imports import RegisterImport
from network.register.models.staging import HeadMark, StagedName, StagedSchool
from network.register.staging import sql
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation
from network.schools.models.school import School

# Told apart from each other; the register's own date of a row changes without anything else changing.
COMPARED = tuple(name for name in StagedSchool.COPIED if name not in ("urn", "data_on"))
TIED = {"trust": TRUST, "foundation": FOUNDATION, "board": BOARD}
KEEP_MARKS_DAYS = 731
FEW = 20_000  # so many changed schools are named to the update; were there more, it looks at all


@dataclass(frozen=True)
class Compared:
    """The SQL of one import's comparison. `absent` columns of the file keep what is stored."""

    into: RegisterImport
    absent: Collection[str]

    @property
    def span(self) -> tuple[int, int]:
        return self.into.pk * StagedSchool.SPAN, (self.into.pk + 1) * StagedSchool.SPAN - 1

    @property
    def fields(self) -> list[str]:
        return [name for name in COMPARED if name not in self.absent]

    @property
    def ties(self) -> list[str]:
        kept = {name for name in TIED if f"{name}_code" in self.absent}
        if {"trust_flag", "trust_code"} & set(self.absent):  # without the flag the two cannot be told apart
            kept |= {"trust", "foundation"}
        return [name for name in TIED if name not in kept]

    def conditions(self) -> dict[str, str]:
        """Per field: is it another than the stored one? In terms of `join`."""
        same = {name: f"sc.{name} {sql.differs()} s.{name}" for name in self.fields}
        same["authority"] = "a.code <> s.authority_code"
        for name in self.ties:
            # An organisation typed in by hand has no register code, and stays.
            same[name] = f"coalesce({name}.register_code, '-') <> coalesce(nullif(s.{name}_code, ''), '-')"
            same[name] = f"({same[name]} and coalesce({name}.register_code, '-') <> '')"
        return same

    @property
    def join(self) -> str:
        ties = "".join(f" left join network_organisation {name} on {name}.id = sc.{name}_id" for name in self.ties)
        return (
            "network_stagedschool s left join network_school sc on sc.urn = s.urn"
            f" left join network_authority a on a.id = sc.authority_id{ties}"
        )

    @property
    def differing(self) -> str:
        return "(" + " or ".join(self.conditions().values()) + ")"


@transaction.atomic
def count(compared: Compared) -> dict[str, Any]:
    """How many schools would be added, changed, closed, opened again; per field how many; and which change."""
    sql.get_ready(StagedSchool, only=" (id)")
    conditions = compared.conditions()
    named = "(select code from network_stagedname where register_import_id = %s and kind = '')"
    still_open = f"sc.status <> 'closed' and not sc.is_example and a.code in {named}"
    # One look at every pair; then those that differ in anything are asked in what: they are few.
    [(total, known, expected, closed, reopened, changed, which)] = sql.ask(
        "with pair as materialized (select s.id, s.status as told, sc.id as known, sc.status as stored,"
        # SQLite works out both sides of an "and" that is a column; of a case one branch alone.
        f" coalesce({still_open}, false) as expected,"
        f" case when sc.id is null then false else {compared.differing} end as differs"
        f" from {compared.join} where s.id between %s and %s)"
        " select count(*), count(known), count(*) filter (where expected),"
        " count(*) filter (where differs and stored <> 'closed' and told = 'closed'),"
        " count(*) filter (where differs and stored = 'closed' and told <> 'closed'),"
        f" count(*) filter (where differs), {sql.all_of('id')} filter (where differs) from pair",
        [compared.into.pk, *compared.span],
    )
    fields = _fields(compared, conditions, which if changed <= FEW else None) if changed else {}
    added = total - known
    [(open_now, stored)] = sql.ask(
        f"select count(*) filter (where sc.status in ('open', 'closing')), count(*) filter (where {still_open})"
        f" from network_school sc join network_authority a on a.id = sc.authority_id where a.code in {named}",
        [compared.into.pk, compared.into.pk],
    )
    return {
        "rows": total,
        "added": added,
        "changed": changed - closed,
        "closed": closed,
        "reopened": reopened,
        "same": total - added - changed,
        "open_now": open_now,
        "missing": stored - expected,
        "which": which if changed <= FEW else None,
        "fields": fields,
    }


def _fields(compared: Compared, conditions: dict[str, str], which: str | None) -> dict[str, int]:
    """Per field, how many of the changed schools (their keys, or None: look at all) have another value."""
    each = ", ".join(f"count(*) filter (where {test})" for test in conditions.values())
    chosen = f"s.id in ({which})" if which else f"sc.id is not null and {compared.differing}"
    [found] = sql.ask(
        f"select {each} from {compared.join} where s.id between %s and %s and {chosen}",
        compared.span,
    )
    return {name: many for name, many in zip(conditions, found, strict=True) if many}


def keep_corrections(compared: Compared) -> None:
    """What was corrected by hand is staged as it is stored: the import then leaves it be."""
    low, _ = compared.span
    for school in School.objects.exclude(corrections={}).only("urn", "corrections", *COMPARED):
        corrected = {name: getattr(school, name) for name in school.corrections if name in COMPARED}
        if corrected:
            StagedSchool.objects.filter(id=low + int(school.urn)).update(**corrected)


def put_names(into: RegisterImport) -> None:
    """Authorities and organisations the staged schools name, added or named anew."""
    staged = list(StagedName.objects.filter(register_import=into).values_list("kind", "code", "name"))
    authorities = Authority.objects.in_bulk(field_name="code")
    taken = {authority.name: code for code, authority in authorities.items()}
    for kind, code, name in staged:
        if kind:
            continue
        if taken.get(name, code) != code:
            name = f"{name} ({code})"  # a council that gave its name on to another
        taken[name] = code
        if code not in authorities:
            Authority.objects.create(code=code, name=name)
        elif authorities[code].name != name:
            Authority.objects.filter(code=code).update(name=name)
    _put_organisations([row for row in staged if row[0]])


def _put_organisations(staged: list[tuple[str, str, str]]) -> None:
    stored = Organisation.objects.filter(kind__in=set(TIED.values()))
    known = {(one.kind, one.register_code): one for one in stored.exclude(register_code="")}
    by_hand = {(one.kind, one.name.casefold()): one for one in stored.filter(register_code="")}
    new = []
    for kind, code, name in staged:
        one = known.get((kind, code))
        if one is None and (typed := by_hand.pop((kind, name.casefold()), None)):
            Organisation.objects.filter(pk=typed.pk).update(register_code=code)  # the same body, known by name till now
        elif one is None:
            new.append(Organisation(kind=kind, register_code=code, name=name))
        elif one.name != name:
            Organisation.objects.filter(pk=one.pk).update(name=name)
    Organisation.objects.bulk_create(new, batch_size=2000)


def _new_ties(compared: Compared) -> str:
    return " join network_authority na on na.code = s.authority_code" + "".join(
        f" left join network_organisation new_{name} on new_{name}.kind = '{TIED[name]}'"
        f" and new_{name}.register_code = s.{name}_code and s.{name}_code <> ''"
        for name in TIED
    )


def put_changes(compared: Compared) -> int:
    counts = compared.into.counts
    if not counts["changed"] and not counts["closed"]:
        return 0
    named = f" and s.id in ({counts['which']})" if counts["which"] else ""
    by_hand = "exists (select 1 from network_organisation h where h.id = sc.{}_id and h.register_code = '')"
    sets = [f"{name} = s.{name}" for name in (*compared.fields, "data_on") if name not in compared.absent]
    sets += ["authority_id = na.id"]
    tests = [f"sc.{name} {sql.differs()} s.{name}" for name in compared.fields] + ["sc.authority_id <> na.id"]
    for name in compared.ties:
        sets.append(f"{name}_id = case when {by_hand.format(name)} then sc.{name}_id else new_{name}.id end")
        tests.append(f"(sc.{name}_id {sql.differs()} new_{name}.id and not {by_hand.format(name)})")
    return sql.run(
        f"update network_school as sc set {', '.join(sets)} from network_stagedschool s{_new_ties(compared)}"
        f" where sc.urn = s.urn and s.id between %s and %s and ({' or '.join(tests)}){named}",
        compared.span,
    )


def put_new(compared: Compared) -> int:
    if not compared.into.counts["added"]:
        return 0
    sql.get_ready(Authority, Organisation)  # just filled: unlearnt, each school would look through all of them
    values = {name: f"s.{name}" for name in StagedSchool.COPIED}
    values |= {"public_id": sql.growing_uuid("s.id"), "authority_id": "na.id"}
    values |= {f"{name}_id": f"new_{name}.id" for name in TIED}
    given: list[Any] = sql.growing_uuid_values(compared.span[0])
    for field in School._meta.concrete_fields:
        name = str(field.column)
        if name in values or field.primary_key or field.null:
            continue
        values[name] = "%s"  # what else a school has begins with its model's default
        default = field.get_default()
        given.append(json.dumps(default) if isinstance(default, dict) else default)
    names = ", ".join(connection.ops.quote_name(name) for name in values)
    return sql.run_by_hash(
        f"insert into network_school ({names}) select {', '.join(values.values())}"
        f" from network_stagedschool s{_new_ties(compared)} where s.id between %s and %s"
        " and not exists (select 1 from network_school sc where sc.urn = s.urn)",
        [*given, *compared.span],
    )


def put_head_marks(compared: Compared) -> None:
    """Of the network's own schools alone, one a data date; old ones go."""
    low, high = compared.span
    marks = sql.ask(
        "select s.urn, s.head_mark from network_stagedschool s join network_authority a on a.code = s.authority_code"
        " where s.id between %s and %s and s.head_mark <> '' and a.in_network",
        [low, high],
    )
    on = compared.into.as_at
    HeadMark.objects.bulk_create(
        [HeadMark(urn=urn, seen_on=on, mark=mark) for urn, mark in marks],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["urn", "seen_on"],
        update_fields=["mark"],
    )
    newest = HeadMark.objects.order_by("-seen_on").values_list("seen_on", flat=True).first()
    if newest:
        HeadMark.objects.filter(seen_on__lt=newest - timedelta(days=KEEP_MARKS_DAYS)).delete()
