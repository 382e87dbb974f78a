"""What the papers name is there: each file and function, each source of a rule, each variable of the environment."""

import re
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from inspections.deadlines import seed as deadlines
from inspections.windows import estimates, seed
from tests.house.modules import sources

PAPERS = sorted([*BASE_DIR.glob("*.md"), *BASE_DIR.glob("docs/**/*.md"), *BASE_DIR.glob("templates/*.md")])
# `inspections/tasks.py`, `docs/adr/`, `inspections/tasks.py::tick`; not `<app>/tasks.py`, nor a word with a dot.
NAMED = re.compile(r"`([\w.-]+(?:/[\w.-]+)+/?|\w[\w-]*/)(?:::([\w.]+))?`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
CITED = re.compile(r"[\w/-]+\.md\b")
FROM_ELSEWHERE = {"var/", "DATA_DIR/own-machine.env"}  # made by the software
# How the settings ask the environment for something.
ASKED = re.compile(r"""(?:\bflag|\bread|environ\.get|\benv\.\w+)\(\s*"([A-Z_]+)\"""")
SET = re.compile(r"^#?([A-Z][A-Z_]+)=", re.M)


def label(path: Path) -> str:
    return path.relative_to(BASE_DIR).as_posix()


def is_there(name: str, beside: Path) -> bool:
    return (BASE_DIR / name).exists() or (beside / name).exists()


def has(text: str, name: str) -> bool:
    """Each part of `Class.method` is defined: a class, a function, or a name that is given something."""
    parts = [re.escape(part) for part in name.split(".")]
    return all(
        re.search(rf"^\s*(?:(?:class|def) {part}\b|[\w, ]*\b{part}\b[\w, ]*(?::[^=]+)?=)", text, re.M) for part in parts
    )


def not_there(paper: Path) -> list[str]:
    text = paper.read_text()
    named = [(path, name) for path, name in NAMED.findall(text) if path not in FROM_ELSEWHERE]
    gone = [path for path, _ in named if not is_there(path, paper.parent)]
    gone += [path for path in LINKED.findall(text) if not (paper.parent / path).exists()]
    with_a_name = [(path, name) for path, name in named if name and path not in gone]
    return gone + [f"{path}::{name}" for path, name in with_a_name if not has((BASE_DIR / path).read_text(), name)]


@pytest.mark.parametrize("paper", PAPERS, ids=label)
def test_what_a_paper_names_is_there(paper):
    assert not_there(paper) == []


def test_what_is_not_there_is_found(tmp_path):
    paper = tmp_path / "paper.md"
    paper.write_text(
        "`inspections/gone.py`, `inspections/tasks.py::tick`, `inspections/tasks.py::gone`, [one](gone.md), "
        "`<app>/a.py`, `buddies/matching/pair_rules.py::Weights.km`, [two](https://example.org/gone.md)"
    )
    assert not_there(paper) == ["inspections/gone.py", "gone.md", "inspections/tasks.py::gone"]


def test_every_paper_that_the_code_cites_is_there():
    cited = {(name, label(path)) for path in sources() for name in CITED.findall(path.read_text())}
    assert [f"{where}: {name}" for name, where in sorted(cited) if not is_there(name, BASE_DIR / "docs")] == []


def lines_of(rules) -> set[str]:
    return {line.strip() for rule in rules for line in rule.source.splitlines()}


@pytest.mark.parametrize("source", sorted(lines_of([*seed.RULES, *deadlines.RULES, *estimates.ESTIMATES])))
def test_every_source_of_a_rule_stands_in_the_paper(source):
    assert source in (BASE_DIR / "docs" / "inspections.md").read_text()


def test_every_variable_has_its_line_and_no_secret_has_a_value():
    text = (BASE_DIR / ".env.example").read_text()
    settings = [path for path in BASE_DIR.glob("config/*.py") if path.stem not in {"settings_test", "check_production"}]
    asked = {name for path in settings for name in ASKED.findall(path.read_text())}
    asked |= set(re.findall(r"\$\{([A-Z_]+)", (BASE_DIR / "docker-compose.yml").read_text()))
    assert set(SET.findall(text)) == asked
    filled = dict(line.lstrip("#").split("=", 1) for line in text.splitlines() if SET.match(line))
    assert {
        name for name, value in filled.items() if value and re.search("KEY|PASSWORD|SECRET|TOKEN|URL", name)
    } == set()
