"""An uploaded register file between the web server that took it and the worker that reads it, on whichever machine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

from network.people.models.person import Person
from network.register.models.imports import RegisterImport
from network.register.models.upload import UploadedPart

PART = 1 << 20  # bytes


def keep(*, by: Person | None, register_import: RegisterImport, path: Path) -> None:
    """Whoever may bring the import in may keep its file; asked there."""
    with transaction.atomic(), path.open("rb") as file:
        for number, data in enumerate(iter(lambda: file.read(PART), b"")):
            UploadedPart.objects.create(register_import=register_import, number=number, data=data)


def forget(*, by: Person | None, register_import: RegisterImport) -> None:
    UploadedPart.objects.filter(register_import=register_import).delete()


@contextmanager
def as_file(register_import: RegisterImport) -> Iterator[Path | None]:
    """The file as it was uploaded, for the length of the block; None where it is not kept any more."""
    numbers = list(
        UploadedPart.objects.filter(register_import=register_import).order_by("number").values_list("pk", flat=True)
    )
    if not numbers:
        yield None
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:  # readable by its owner alone
        for pk in numbers:
            file.write(UploadedPart.objects.values_list("data", flat=True).get(pk=pk))
        file.flush()
        yield Path(file.name)
