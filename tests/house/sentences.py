"""The sentences of templates, and of what Python puts on a page, that promise an act or tell of somebody."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from config.environment import BASE_DIR
from tests.house.modules import modules

# What Python puts on a page: views, forms, and what the stages of an inspection say.
SHOWN = ("views", "forms", "stages")
PROMISING = re.compile(
    r"\b((is|are|be) told|hears?|sees?|say so here|nobody|only you|asks? again|at once|within|deleted|until"
    r"|(is|are) asked|we (tell|ask|ring|write|message))\b",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
FILLED_IN = re.compile(r"\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
# Words that a page hands to a component as it begins: the title of a card, the caption and headings of a table.
COMPONENT = re.compile(r"\{%\s*(?:card|table|press|confirm|status|person|nothing_there)\b(.*?)%\}", re.DOTALL)
QUOTED = re.compile(r'"(?![\w-]+:[\w-]+")([^"]+)"')  # but for the name of an address
BLOCK = re.compile(
    r"</?(?:h\d|p|li|ul|ol|d[dtl]|t[dhr]|div|section|button|a|br|small|details|summary|span|form|label|aside|nav|title"
    r"|caption|legend|fieldset)\b[^>]*>"
)
OTHER = re.compile(r"<[^>]+>")
END = re.compile(r"(?<=[.?!])\s+|¦")


def in_template(path: Path) -> Iterator[str]:
    """Each sentence once as it stands, "…" for what is filled in. A tag of the template ends one, as a block does."""
    text = COMMENT.sub("", path.read_text())
    for handed in COMPONENT.findall(text):
        yield from _sentences(QUOTED.findall(handed))
    text = OTHER.sub("", TAG.sub("¦", BLOCK.sub("¶", FILLED_IN.sub("…", text))))
    for part in text.split("¶"):
        yield from _sentences(END.split(part))


def in_python(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in docstrings or (isinstance(node, ast.Constant) and id(node) in inner):
            continue
        if " " in (words := _words(node)):
            yield from _sentences(END.split(" ".join(words.split())))


def _words(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _sentences(parts: list[str]) -> Iterator[str]:
    for part in parts:
        words = " ".join(part.split())
        if words and PROMISING.search(words):
            yield words


def everywhere(root: Path = BASE_DIR) -> dict[str, set[str]]:
    """By file, as the lists name it: "inspections/answers/check_in.html", "inspections/silence/views/sharing.py"."""
    found = {}
    templates = root / "templates"
    for path in sorted(each for each in templates.rglob("*") if each.suffix in (".html", ".txt")):
        found[path.relative_to(templates).as_posix()] = set(in_template(path))
    for path in modules(*SHOWN, root=root):
        found[path.relative_to(root).as_posix()] = set(in_python(path))
    return {name: sentences for name, sentences in found.items() if sentences}
