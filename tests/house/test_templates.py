"""How templates are written: lines that can be read, and tables and presses by the component."""

import re
from pathlib import Path

from config.environment import BASE_DIR

TABLES = {"allauth/elements/table.html"}  # allauth's own name for its tables, filled by allauth
PRESSES = {
    "403_csrf.html",  # sends again whatever was sent, to whatever address
    "account/logout.html",  # allauth's, with a field that allauth draws
    "mfa/authenticate.html",  # pressed by a script, by its id
    "mfa/webauthn/reauthenticate.html",  # the same
    "mfa/totp/deactivate_form.html",  # shows what was wrong with the press
    "inspections/phones/phone.html",  # the one big red press
}
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
FIELD = re.compile(r'<input(?! type="hidden")|<select|<textarea|crispy|visible_fields|\{\{ form\.\w+ \}\}|<span>')


def html(root: Path) -> dict[str, str]:
    """Each template by its name; the components themselves are what the laws lead to."""
    folder = root / "templates"
    found = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.html"))}
    return {name: text for name, text in found.items() if not name.startswith("components/")}


def long_lines(root: Path = BASE_DIR) -> list[str]:
    paths = (root / "templates").rglob("*.html")
    lines = [(path, at, line) for path in paths for at, line in enumerate(path.read_text().splitlines(), 1)]
    return [f"{path.relative_to(root / 'templates')}:{at}" for path, at, line in lines if len(line) > 120]


def tables_by_hand(root: Path = BASE_DIR) -> list[str]:
    return [name for name, text in html(root).items() if "<table" in text and name not in TABLES]


def presses_by_hand(root: Path = BASE_DIR) -> list[str]:
    """Forms of one button with nothing to fill in."""
    forms = [(name, form) for name, text in html(root).items() if name not in PRESSES for form in FORM.findall(text)]
    return [name for name, form in forms if form.count("<button") == 1 and not FIELD.search(form)]


def test_no_line_is_longer_than_120_characters():
    assert long_lines() == []


def test_every_table_is_the_component():
    assert tables_by_hand() == []


def test_every_form_of_one_button_is_the_component():
    assert presses_by_hand() == []


def test_what_is_left_is_still_there():
    assert [name for name in TABLES | PRESSES if not (BASE_DIR / "templates" / name).exists()] == []


def test_what_these_laws_forbid_is_seen(tmp_path):
    page = tmp_path / "templates" / "network" / "planted.html"
    page.parent.mkdir(parents=True)
    form = '<form method="post">{% csrf_token %}<button>Go</button></form>'
    page.write_text(f"<table>\n{form}\n{'x' * 121}\n")
    assert long_lines(tmp_path) == ["network/planted.html:3"]
    assert tables_by_hand(tmp_path) == presses_by_hand(tmp_path) == ["network/planted.html"]
