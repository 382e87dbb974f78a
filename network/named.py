"""Found by words of which each begins a word of the name: along an index on PostgreSQL."""

import re
from typing import Any

from django.db.models import CharField, Lookup

WORDS = 8


@CharField.register_lookup
class Named(Lookup):
    """`name__named="ann exa"`. Words without a letter or figure find nobody."""

    lookup_name = "named"
    prepare_rhs = False

    def words(self) -> list[str]:
        return re.findall(r"[^\W_]+", str(self.rhs))[:WORDS]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """As the indexes say it (network 0019, inspections 0006)."""
        lhs, params = self.process_lhs(compiler, connection)
        words = self.words()
        query = " & ".join(f"{word}:*" for word in words)
        # ILIKE adds nothing but speed, where a name is looked at and not its index: it is asked first. (Whether it
        # folds other letters than ASCII's depends on the database's locale.)
        plain = [word for word in words if word.isascii()]
        parts = [f"{lhs} ILIKE %s"] * len(plain) + [f"to_tsvector('simple', {lhs}) @@ to_tsquery('simple', %s)"]
        given = [*(one for word in plain for one in (*params, f"%{word}%")), *params, query]
        return " AND ".join(parts), given

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """LIKE is quick and looks anywhere; what it lets through is looked at again."""
        lhs, params = self.process_lhs(compiler, connection)
        parts, given = ["1 = 1"] if self.words() else ["1 = 0"], []
        for word in self.words():
            if word.isascii():  # SQLite's LIKE folds no other letters
                parts.append(f"{lhs} LIKE %s")
                given += [*params, f"%{word}%"]
            parts.append(f"{lhs} REGEXP %s")
            given += [*params, rf"(?i)\b{word}"]
        return " AND ".join(parts), given
