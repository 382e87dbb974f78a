"""Houses with a fault in them: a law that looks only where files happen to lie today is found out by these.

A law takes the folder of a house and gives the faults it found there. `caught` tries it on a file of each kind in every
place where such a file may lie.
"""

from collections.abc import Callable, Sized
from pathlib import Path


def places(kind: str) -> list[str]:
    """Where a file of this kind may lie: beside others of its kind, in a room, and in a room that has many of it."""
    return [
        f"inspections/{kind}.py",
        f"inspections/{kind}/planted.py",
        f"inspections/check_ins/{kind}.py",
        f"inspections/check_ins/{kind}/planted.py",
        f"covenant/statements/{kind}.py",
    ]


def plant(root: Path, place: str, text: str) -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def missed(law: Callable[[Path], Sized], text: str, tmp_path: Path, *, kinds: tuple[str, ...]) -> list[str]:
    """The places where this fault can stand and the law does not see it."""
    blind = []
    for kind in kinds:
        for number, place in enumerate(places(kind)):
            root = tmp_path / f"{kind}{number}"
            plant(root, place, text)
            if not law(root):
                blind.append(place)
    return blind
