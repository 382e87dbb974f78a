"""Ready-made parts of a page: words with marks to fill, cut from a template once a process.

For a page that is opened more often than any other. Its template holds one block a part, and a part decides nothing:
text, `{{ name }}`, `{% url %}` and `{% csrf_token %}`. Which parts are shown, and with what in them, is said in Python;
that costs a tenth of what a template's conditions and look-ups do. What is filled in is escaped as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template import Context
from django.template.base import FilterExpression, Node, TextNode, VariableNode
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from network.templatetags.addresses import Address, fixed, of_one


class Part:
    """`part(name="Sam")`: a value for each of its names, and no other."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.names: list[str] = []
        self.text = "".join(self._cut(nodes)).strip("\n")

    def __call__(self, **values: Any) -> SafeString:
        return SafeString(self.text % tuple([_escaped(values[name]) for name in self.names]))  # nosec B703  _escaped

    def _cut(self, nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, TextNode):
                yield node.s.replace("%", "%%")
            elif isinstance(node, VariableNode):
                yield self._mark(node.filter_expression)
            elif isinstance(node, Address) and not node.kwargs and not node.asvar:
                yield from self._address(node)
            elif isinstance(node, CsrfTokenNode):
                self.names.append("csrf_token")
                yield '<input type="hidden" name="csrfmiddlewaretoken" value="%s">'
            else:
                raise TypeError(f"A part decides nothing: {node!r}")

    def _address(self, node: Address) -> Iterator[str]:
        name = node.view_name.resolve(Context())
        if not node.args:
            yield fixed(name, None).replace("%", "%%")
            return
        before, after = of_one(name, None)
        (known_by,) = node.args
        yield before + self._mark(known_by) + after

    def _mark(self, filled_by: FilterExpression) -> str:
        if filled_by.filters or "." in filled_by.token:
            raise TypeError(f"A part is filled by a name alone: {filled_by.token}")
        self.names.append(filled_by.token)
        return "%s"


class Parts:
    """The blocks of a template: `parts.buddy(name="Sam")`."""

    def __init__(self, template_name: str) -> None:
        self.template_name = template_name

    def __getattr__(self, name: str) -> Part:
        nodes: Any = get_template(self.template_name).template.nodelist  # type: ignore[attr-defined]
        cut = {block.name: Part(block.nodelist) for block in nodes.get_nodes_by_type(BlockNode)}
        if name not in cut:
            raise AttributeError(f"{self.template_name} has no part {name}")
        if not settings.DEBUG:
            vars(self).update(cut)
        return cut[name]


def _escaped(value: Any) -> str:
    """As `conditional_escape`, which takes three times as long to see that something is a string."""
    kind = type(value)
    if kind is SafeString:
        return value
    return escape(value) if kind is str else str(value) if kind is UUID else conditional_escape(value)


def together(parts: Iterable[str]) -> SafeString:
    """Parts one after the other. Only parts: what people typed goes into a part first."""
    return SafeString("".join([_escaped(part) for part in parts]))  # nosec B703  _escaped
