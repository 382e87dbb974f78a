from dataclasses import dataclass


@dataclass(frozen=True)
class Wanted:
    """Which rows of a file are taken: those of some authorities and of some schools besides; or, by default, all."""

    areas: frozenset[str] | None = None  # codes and names, folded; None: everywhere
    urns: frozenset[str] = frozenset()

    @classmethod
    def only(cls, *areas: str, urns: frozenset[str] = frozenset()) -> "Wanted":
        return cls(frozenset(_fold(area) for area in areas), urns)

    def takes(self, urn: str, *areas: str) -> bool:
        """`areas` are the row's own words for its authority: its name, its code."""
        if self.areas is None or urn.strip() in self.urns:
            return True
        return any(_fold(area) in self.areas for area in areas)


def _fold(area: str) -> str:
    """A spreadsheet takes the leading zeros of a code away; its width gives them back."""
    area = " ".join(area.split()).casefold()
    return area.zfill(3) if area.isdigit() else area


EVERYWHERE = Wanted()
