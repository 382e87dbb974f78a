"""One bad row never stops its neighbours. Every loop over rows that a task or command runs is written so:

    return guarded.each(due, _pass_on)

    with guarded.rows() as each:  # where there is more to a loop
        for ring in due:
            with each(ring):
                _pass_on(ring)

What the work on one row raises is logged by the error's class and the row's id, never by its words, and the loop goes
on. The work on a row is one transaction: of a row that failed nothing is written, so that the next look finds it as it
was and tries it again. After the last row `Failed` is raised, so that whoever runs the task sees it; what has to be
done after the loop in any case stands inside the first `with`.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model

from network.batches import batched

HERE = Path(__file__).resolve().parent.parent
PLACES = 5  # remembered of one run
log = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")


class Failed(Exception):
    """Raised when all rows, or all steps of a task, have had their turn. `count`: how many of them failed. `places`:
    where the first few did, as "inspections/silence/actions/silence.py:120 KeyError"."""

    def __init__(self, count: int, places: list[str]) -> None:
        super().__init__(count, places)
        self.count, self.places = count, places


class Guard:
    """Guards the work on one row at a time, and keeps what failed."""

    def __init__(self) -> None:
        self.count = 0
        self.places: list[str] = []

    @contextmanager
    def __call__(self, row: Model | UUID | int, *, in_transaction: bool = True) -> Iterator[None]:
        """`in_transaction`: False for work that makes transactions of its own, such as one a step."""
        try:
            if in_transaction:
                with transaction.atomic():
                    yield
            else:
                yield
        except Exception as error:
            self.note(error, _id(row))

    def note(self, error: Exception, what: str) -> None:
        """Raises the error again where it says that the database is away: nobody else's turn would do better."""
        if isinstance(error, Failed):  # logged already, row by row
            self.count += error.count
            self.places += error.places
            return
        log.error("%s: %s", what, type(error).__name__)
        if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
            raise error
        self.count += 1
        self.places.append(place_of(error))

    def together(self, many: Sequence[T], work: Callable[[Sequence[T]], R], *, size: int = 500) -> list[R]:
        """Work that is quicker on many rows at once (models or their keys): so many in one transaction; where that
        fails, those rows one by one, so that only the bad one is left out. Returns what `work` gave each time."""
        given = []
        for some in batched(many, size):
            try:
                with transaction.atomic():
                    result = work(some)
                given.append(result)
                continue
            except Exception as error:
                log.warning("%d rows at once: %s", len(some), type(error).__name__)
            for row in some:
                with self(row):  # type: ignore[arg-type]
                    given.append(work([row]))
        return given

    def tell(self) -> None:
        if self.count:
            raise Failed(self.count, self.places[:PLACES])


@contextmanager
def rows() -> Iterator[Guard]:
    """Gives what guards each row. Not for what somebody presses: that is done whole or not at all."""
    guard = Guard()
    yield guard
    guard.tell()


def each(many: Iterable[Any], work: Callable[[Any], Any], *, in_transaction: bool = True) -> int:
    """`work` on every row, each guarded, where that is all there is to it. Returns the sum of what it gave."""
    done = 0
    with rows() as guard:
        for row in many:
            with guard(row, in_transaction=in_transaction):
                done += work(row) or 0
    return done


def steps(*works: Callable[[], Any]) -> list[Any]:
    """The steps of a task, one after the other, each whatever became of those before it. Returns what each gave; raises
    `Failed` at the end where one failed."""
    guard, given = Guard(), []
    for number, work in enumerate(works, start=1):
        try:
            given.append(work())
        except Exception as error:
            guard.note(error, f"step {number} of {len(works)}")
    guard.tell()
    return given


def together(many: Sequence[T], work: Callable[[Sequence[T]], R], *, size: int = 500) -> list[R]:
    """`Guard.together` by itself."""
    with rows() as each:
        return each.together(many, work, size=size)


def place_of(error: BaseException) -> str:
    """The innermost line of ours, and the error's class."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(HERE) and ".venv" not in frame.filename]
    ours = [frame for frame in ours if frame.filename != __file__] or list(frames)
    if not ours:
        return type(error).__name__
    path = Path(ours[-1].filename)
    name = path.relative_to(HERE) if path.is_relative_to(HERE) else path.name
    return f"{name}:{ours[-1].lineno} {type(error).__name__}"


def _id(row: Model | UUID | int) -> str:
    """No model's name: that there is such a row at all may tell of an inspection."""
    return f"row {getattr(row, 'public_id', None) or getattr(row, 'pk', None) or row}"
