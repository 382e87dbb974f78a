"""What was read of a file put into the tables."""

from network.register.importing import inspections, links, organisations, parts, schools
from network.register.models.imports import RegisterImport
from network.register.models.read_part import ReadPart


def put(into: RegisterImport) -> int:
    """How many rows were written. In the caller's transaction."""
    if into.kind == RegisterImport.LINKS:
        return links.put(into)
    if into.kind != RegisterImport.GIAS:
        return inspections.put(into)
    organisations.put_names(parts.names(into))
    comparison, ids, written = schools.Comparison(into), schools.Ids(), 0
    for part in parts.of(into, ReadPart.SCHOOLS):
        rows = parts.rows_of(part)
        written += schools.put(comparison, rows, ids)
        schools.put_head_marks(rows, into)
    schools.delete_old_head_marks()
    return written + inspections.put(into)
