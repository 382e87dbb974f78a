"""A whole staged file: what it would change, its rows put in place, its staging emptied."""

from django.db.models import Max

from network.register.models.imports import RegisterImport
from network.register.models.staging import StagedGrade, StagedInspection, StagedLink, StagedName, StagedSchool
from network.register.staging import inspections, links, schools


def applied_so_far() -> int:
    return RegisterImport.objects.aggregate(last=Max("place"))["last"] or 0


def preview(register_import: RegisterImport) -> None:
    register_import.seen = applied_so_far()
    kept = {name: register_import.counts.get(name) for name in ("refused", "others", "absent")}
    if register_import.kind == RegisterImport.GIAS:
        compared = schools.Compared(register_import, kept["absent"] or [])
        schools.keep_corrections(compared)
        found = schools.count(compared)
        found["inspections"] = inspections.count(register_import)
    elif register_import.kind == RegisterImport.LINKS:
        found = links.count(register_import)
    else:
        found = inspections.count(register_import)
    register_import.counts = kept | found


def is_staged(register_import: RegisterImport) -> bool:
    """False where PostgreSQL fell over in between: it keeps no log of staged schools, and so empties their table."""
    if register_import.kind != RegisterImport.GIAS:
        return True  # a file of no rows at all is never ready
    low, high = schools.Compared(register_import, ()).span
    return StagedSchool.objects.filter(id__gte=low, id__lte=high).exists()


def put(register_import: RegisterImport) -> int:
    if register_import.kind == RegisterImport.LINKS:
        return links.put(register_import)
    if register_import.kind != RegisterImport.GIAS:
        return inspections.put(register_import)
    compared = schools.Compared(register_import, register_import.counts.get("absent") or [])
    schools.keep_corrections(compared)
    schools.put_names(register_import)
    written = schools.put_changes(compared) + schools.put_new(compared)
    schools.put_head_marks(compared)
    return written + inspections.put(register_import)


def empty(register_import: RegisterImport) -> None:
    low, high = schools.Compared(register_import, ()).span
    StagedSchool.objects.filter(id__gte=low, id__lte=high).delete()
    for staged in (StagedName, StagedLink, StagedInspection, StagedGrade):
        staged.objects.filter(register_import=register_import).delete()
