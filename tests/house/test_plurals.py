"""Nobody reads "1 working days": a number that stands before a word in the plural goes through `pluralize` in a
template and through `network.plurals.count` in Python."""

import re

import pytest

from config.environment import BASE_DIR
from tests.house.modules import kinds_of, sources
from tests.house.planted import missed, plant

WORDS = (
    "answers columns colleagues days files heads hours invitations lines messages minutes months pairings pairs people "
    "phones questions requests rows schools times weeks years"
)
MANY = f"(?:[a-z]+ )?(?:{'|'.join(WORDS.split())})\\b"
IN_TEMPLATES = re.compile(rf"\}}\}} {MANY}")
IN_PYTHON = re.compile(rf"f\"(?:[^\"]*[^\"{{])?\{{[^{{}}]+\}} {MANY}")

# Never one, or one is said by another branch beside it. File and fragment.
NEVER_ONE = {
    ("network/invitations/invitation_file.py", "MOST_ROWS:,} people"),
    ("outbox/transitions/transitions.py", "{doubts} times"),  # twice at the least: one doubt is no reason to give up
    ("buddies/imports/pairing_file.py", "MOST_ROWS:,} pairings"),
    ("buddies/imports/actions.py", "MOST_ROWS:,} pairings"),
    ("buddies/rounds/queries/draft.py", "{heads} other heads"),  # 0 and 1 have words of their own
    ("inspections/visits/stages.py", "in {left} days"),  # 0 and 1 have words of their own
    ("inspections/silence/silence.py", "{days} days"),  # 1 has words of its own
    ("inspections/silence/silence.py", "{hours} hours"),  # a number of the table, 2 or more
    ("inspections/surveys/actions/figures.py", "heads {goes_on}"),  # at least five
    ("inspections/surveys/actions/figures.py", "{words} heads"),  # a share in words
    ("inspections/schools/views/window_rules.py", "{changed} schools"),  # 1 has words of its own
    ("directory/cover/figures.py", "{minutes} minutes"),  # rounded to five
    ("templates/inspections/aftercare/inspection_pause.html", "pause_back.number }} working days"),  # 1 is "the next"
}


def found(files, pattern, root):
    for path in files:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            for match in pattern.finditer(line):
                yield path.relative_to(root).as_posix(), number, match[0], line


def everywhere(root=BASE_DIR):
    for ending in ("*.html", "*.txt"):
        yield from found(sorted((root / "templates").rglob(ending)), IN_TEMPLATES, root)
    shown = [path for path in sources(root) if "management" not in kinds_of(path, root)]
    yield from found(shown, IN_PYTHON, root)


def test_no_number_stands_before_a_plural_of_its_own():
    wrong = [
        f"{path}:{number} {match}"
        for path, number, match, line in everywhere()
        if not any(file == path and fragment in line for file, fragment in NEVER_ONE)
    ]
    assert not wrong, "use pluralize, or network.plurals.count"


@pytest.mark.parametrize(("file", "fragment"), sorted(NEVER_ONE))
def test_each_exception_still_stands(file, fragment):
    assert fragment in (BASE_DIR / file).read_text()


def law(root):
    return list(everywhere(root))


def test_a_plural_is_found_wherever_it_is_said(tmp_path):
    assert missed(law, 'SAID = f"{days} days"\n', tmp_path, kinds=("views", "messages", "story")) == []


@pytest.mark.parametrize("place", ["inspections/page.html", "inspections/check_ins/messages/check-in.txt"])
def test_a_plural_is_found_in_the_templates_of_a_room(place, tmp_path):
    plant(tmp_path, f"templates/{place}", "{{ days }} days")
    assert law(tmp_path)
