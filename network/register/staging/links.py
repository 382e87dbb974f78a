# ruff: noqa: S608 - every name put into a statement is ours; what comes from a file is a parameter
from typing import Any

from network.register.models.imports import RegisterImport
from network.register.models.staging import StagedLink
from network.register.staging import sql
from network.schools.models.school import SchoolLink

_SAME = "l.urn = s.urn and l.link_urn = s.link_urn and l.kind = s.kind"


def _differs() -> str:
    return f"(l.link_name <> s.link_name or l.established_on {sql.differs()} s.established_on)"


def count(into: RegisterImport) -> dict[str, Any]:
    [(rows, added, changed)] = sql.ask(
        "select count(*), count(*) filter (where l.id is null),"
        f" count(*) filter (where l.id is not null and {_differs()})"
        f" from network_stagedlink s left join network_schoollink l on {_SAME} where s.register_import_id = %s",
        [into.pk],
    )
    return {"rows": rows, "added": added, "changed": changed, "same": rows - added - changed}


def put(into: RegisterImport) -> int:
    """Rows written. A link that a later file leaves out stays: history does not unhappen."""
    written = sql.run(
        "update network_schoollink as l set link_name = s.link_name, established_on = s.established_on"
        f" from network_stagedlink s where {_SAME} and s.register_import_id = %s and {_differs()}",
        [into.pk],
    )
    listed = sql.columns(SchoolLink, StagedLink.COPIED)
    return written + sql.run(
        f"insert into network_schoollink ({listed}) select {', '.join(f's.{name}' for name in StagedLink.COPIED)}"
        f" from network_stagedlink s where s.register_import_id = %s"
        f" and not exists (select 1 from network_schoollink l where {_SAME}) order by s.id",
        [into.pk],
    )
