"""A law of the house: no log line says of a message what it is, or whose. The host is often the employer's IT, and a
kind that exists only in an inspection tells that there is one."""

import ast

import pytest

from tests.house.modules import label, sources
from tests.house.planted import missed

PRIVATE = {"kind", "occurrence", "about", "path", "address", "email", "name", "to", "subject", "words", "phone"}
METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def told(tree: ast.AST) -> list[str]:
    """Attributes of that kind among what is given to a log."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            target = node.func.value
            if isinstance(target, ast.Name) and target.id in {"log", "logger", "logging"}:
                given = [*node.args, *(word.value for word in node.keywords)]
                found += [
                    f"line {one.lineno}: {one.attr}"
                    for value in given
                    for one in ast.walk(value)
                    if isinstance(one, ast.Attribute) and one.attr in PRIVATE
                ]
    return found


@pytest.mark.parametrize("path", sources(), ids=label)
def test_no_log_line_is_given_what_a_message_is_or_whose(path):
    assert told(ast.parse(path.read_text())) == []


LINE = 'log.error("message %s, %s", row.public_id, row.kind)\n'


def test_what_is_given_to_a_log_is_seen():
    assert told(ast.parse(LINE)) == ["line 1: kind"]


def test_it_is_seen_wherever_it_lies(tmp_path):
    def law(root):
        return [line for path in sources(root) for line in told(ast.parse(path.read_text()))]

    assert missed(law, LINE, tmp_path, kinds=("actions", "tasks", "story")) == []
