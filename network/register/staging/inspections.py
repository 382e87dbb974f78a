# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
"""Staged inspections, grades and links against stored ones."""

from typing import Any

from network.register.files.inspection import GRADED, OLDER
from network.register.models.imports import RegisterImport
from network.register.models.staging import StagedGrade, StagedInspection
from network.register.staging import sql
from network.schools.models.inspection import AreaGrade, PastInspection

KEY = ("urn", "kind", "started_on")
TOLD = tuple(name for name in StagedInspection.COPIED if name not in KEY)
# The register's own row of an inspection and Ofsted's may name days a little apart: first and last day, or a slip.
DAYS_APART = 14

_SAME_KEY = " and ".join(f"p.{name} = s.{name}" for name in KEY)


def _differs(names: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"p.{name} {sql.differs()} s.{name}" for name in names) + ")"


def _near() -> str:
    if sql.is_postgres():
        return f"abs(p.started_on - s.started_on) <= {DAYS_APART}"
    return f"abs(julianday(p.started_on) - julianday(s.started_on)) <= {DAYS_APART}"


# GIAS knows a date and a word; where Ofsted's own file has told the inspection, GIAS adds nothing.
def _superseded() -> str:
    return (
        f"(s.framework = '{OLDER}' and s.number = '' and exists (select 1 from network_pastinspection p"
        f" where p.urn = s.urn and p.kind = '{GRADED}' and {_near()}"
        f" and not (p.framework = '{OLDER}' and p.number = '')))"
    )


def count(into: RegisterImport) -> dict[str, Any]:
    [(rows, added, changed, strangers)] = sql.ask(
        "select count(*), count(*) filter (where p.id is null),"
        f" count(*) filter (where p.id is not null and ({_differs(TOLD)} or {_grades_differ()})),"
        " count(*) filter (where not exists (select 1 from network_school sc where sc.urn = s.urn))"
        f" from network_stagedinspection s left join network_pastinspection p on {_SAME_KEY}"
        f" where s.register_import_id = %s and not {_superseded()}",
        [into.pk],
    )
    return {"rows": rows, "added": added, "changed": changed, "same": rows - added - changed, "strangers": strangers}


def _grades_differ() -> str:
    mine = (
        "select g.area, g.grade, g.graded_on from network_stagedgrade g where g.register_import_id ="
        " s.register_import_id and g.urn = s.urn and g.kind = s.kind and g.started_on = s.started_on"
    )
    stored = "select g.area, g.grade, g.graded_on from network_areagrade g where g.inspection_id = p.id"
    return f"exists ({mine} except {stored}) or (exists ({mine}) and exists ({stored} except {mine}))"


def put(into: RegisterImport) -> int:
    """Rows written. What was told before and is not told here stays: a file tells of the latest only."""
    written = sql.run(
        "delete from network_pastinspection as p where p.kind = %s and p.framework = %s and p.number = ''"
        " and exists (select 1 from network_stagedinspection s where s.register_import_id = %s and s.urn = p.urn"
        f" and s.kind = p.kind and {_near()} and s.started_on <> p.started_on"
        " and not (s.framework = %s and s.number = ''))",
        [GRADED, OLDER, into.pk, OLDER],
    )
    told = ", ".join(f"{name} = s.{name}" for name in TOLD)
    written += sql.run(
        f"update network_pastinspection as p set {told}, data_on = %s from network_stagedinspection s"
        f" where {_SAME_KEY} and s.register_import_id = %s and {_differs(TOLD)} and not {_superseded()}",
        [into.as_at, into.pk],
    )
    listed = sql.columns(PastInspection, StagedInspection.COPIED)
    written += sql.run(
        f"insert into network_pastinspection ({listed}, data_on)"
        f" select {', '.join(f's.{name}' for name in StagedInspection.COPIED)}, {_as_date()}"
        " from network_stagedinspection s where s.register_import_id = %s and not exists"
        f" (select 1 from network_pastinspection p where {_SAME_KEY}) and not {_superseded()} order by s.id",
        [into.as_at, into.pk],
    )
    return written + _put_grades(into)


def _as_date() -> str:
    return "%s::date" if sql.is_postgres() else "%s"


def _put_grades(into: RegisterImport) -> int:
    of_mine = " and ".join(f"g.{name} = p.{name}" for name in KEY) + " and g.register_import_id = %s"
    written = sql.run(
        "delete from network_areagrade where id in (select d.id from network_areagrade d"
        " join network_pastinspection p on p.id = d.inspection_id where exists"
        f" (select 1 from network_stagedgrade g where {of_mine})"
        f" and not exists (select 1 from network_stagedgrade g where {of_mine} and g.area = d.area))",
        [into.pk, into.pk],
    )
    written += sql.run(
        "update network_areagrade as d set grade = g.grade, graded_on = g.graded_on"
        " from network_stagedgrade g join network_pastinspection p on p.urn = g.urn and p.kind = g.kind"
        " and p.started_on = g.started_on where d.inspection_id = p.id and d.area = g.area"
        " and g.register_import_id = %s"
        f" and (d.grade <> g.grade or d.graded_on {sql.differs()} g.graded_on)",
        [into.pk],
    )
    listed = sql.columns(AreaGrade, ("inspection", *StagedGrade.COPIED))
    return written + sql.run(
        f"insert into network_areagrade ({listed}) select p.id, g.area, g.grade, g.graded_on"
        " from network_stagedgrade g join network_pastinspection p on p.urn = g.urn and p.kind = g.kind"
        " and p.started_on = g.started_on where g.register_import_id = %s and not exists"
        " (select 1 from network_areagrade d where d.inspection_id = p.id and d.area = g.area) order by g.id",
        [into.pk],
    )
