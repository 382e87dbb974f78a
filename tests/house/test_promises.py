"""What is promised is done, or not promised: each sentence of a page or message that promises an act, or says who is
told or sees what, stands in a list beside the test that shows it.

The lists are tests/house/promises/*.txt: a line `= file::test`, and under it `template: sentence`, one line each, "…"
for what is filled in. Under `= no promise` stands what only names a thing, quotes a rule, or says what is there.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from config.environment import BASE_DIR
from tests.house import sentences
from tests.house.modules import modules
from tests.house.planted import missed, plant

TESTS = Path(__file__).parents[1]
LISTS = sorted((TESTS / "house" / "promises").glob("*.txt"))
NO_PROMISE = "no promise"


@cache
def listed() -> dict[tuple[str, str], str]:
    """(template, sentence): the test that shows it."""
    found = {}
    for path in LISTS:
        test = ""
        for line in path.read_text().splitlines():
            if line.startswith("= "):
                test = line.removeprefix("= ")
            elif line and not line.startswith("#"):
                template, _, sentence = line.partition(": ")
                assert (template, sentence) not in found, f"{line} is listed twice"
                found[template, sentence] = test
    return found


@cache
def standing() -> dict[str, set[str]]:
    return sentences.everywhere()


def test_every_sentence_that_promises_is_listed():
    missing = [
        f"{template}: {sentence}"
        for template, found in standing().items()
        for sentence in sorted(found)
        if (template, sentence) not in listed()
    ]
    assert not missing, "put each under the test that shows it, in tests/house/promises/"


def test_every_sentence_that_is_listed_still_stands():
    now = standing()
    gone = [f"{template}: {sentence}" for template, sentence in listed() if sentence not in now.get(template, ())]
    assert not gone, "changed or gone: change or take away the line in tests/house/promises/"


@cache
def names_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("test", sorted(set(listed().values()) - {NO_PROMISE}))
def test_the_test_that_shows_it_is_there(test):
    file, _, name = test.partition("::")
    assert name.startswith("test_")
    assert name in names_in(TESTS / file)


def test_what_is_looked_for_is_found(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        "{# Nobody reads this. #}<h1>Hello</h1><p>Only you and\n {{ name }} see this. It rains.</p>"
        "{% if a %}Your buddy is told today.{% else %}<b>We write</b> to you.{% endif %}"
    )
    assert list(sentences.in_template(page)) == [
        "Only you and … see this.",
        "Your buddy is told today.",
        "We write to you.",
    ]
    page.write_text(
        '{% card "Nobody is told" %}{% press "network:until-then" %}Your buddy is told{% endpress %}{% endcard %}'
    )
    assert list(sentences.in_template(page)) == ["Nobody is told", "Your buddy is told"]
    code = tmp_path / "code.py"
    code.write_text('"""Nobody sees it."""\nA = f"{b} is told. It is {c}."\nB = "hears"\nC = "Nobody hears it"\n')
    assert list(sentences.in_python(code)) == ["… is told.", "Nobody hears it"]


def test_a_sentence_is_found_wherever_what_shows_it_lies(tmp_path):
    text = 'TOLD = "Your buddy is told."\n'
    assert missed(sentences.everywhere, text, tmp_path, kinds=sentences.SHOWN) == []


def test_a_sentence_is_found_in_the_templates_of_a_room(tmp_path):
    for place in ("templates/inspections/page.html", "templates/inspections/check_ins/messages/check-in.txt"):
        plant(tmp_path, place, "<p>Nobody is told.</p>")
    assert sentences.everywhere(tmp_path) == {
        "inspections/page.html": {"Nobody is told."},
        "inspections/check_ins/messages/check-in.txt": {"Nobody is told."},
    }


def test_every_place_that_shows_sentences_has_some():
    for kind in sentences.SHOWN:
        assert any(path.relative_to(BASE_DIR).as_posix() in standing() for path in modules(kind)), kind
