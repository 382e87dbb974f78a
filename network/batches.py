"""So many at once, where there may be very many."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batched(many: Sequence[T], size: int = 500) -> Iterator[Sequence[T]]:
    return (many[start : start + size] for start in range(0, len(many), size))
