"""Which of our files are views, which are actions, which are models: what each law of the house looks at.

A file is of a kind by its stem, or by the name of a folder it lies in, wherever in its app: `views/call.py`,
`check_ins/views.py` and `check_ins/views/answer.py` are all views, and `rules_offers.py` is rules. Every function
takes the folder to look in, so that a law can be tried on a house with a fault in it.
"""

from pathlib import Path

from config.environment import BASE_DIR

APPS = ("network", "outbox", "covenant", "buddies", "directory", "inspections")
OURS = (*APPS, "config")
# The files that every room of an app may have. A room itself is never named like one of them.
STANDARD = (
    "actions",
    "forms",
    "management",
    "messages",
    "models",
    "queries",
    "rules",
    "tasks",
    "templatetags",
    "urls",
    "views",
)


def sources(root: Path = BASE_DIR) -> list[Path]:
    """Every Python file of ours but the migrations."""
    found = [path for package in OURS for path in (root / package).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in within(path, root))


def modules(*kinds: str, root: Path = BASE_DIR) -> list[Path]:
    """The files of these kinds in the apps: `modules("views", "forms")`."""
    return [path for path in sources(root) if within(path, root)[0] in APPS and kinds_of(path, root) & {*kinds}]


def kinds_of(path: Path, root: Path = BASE_DIR) -> set[str]:
    """Its own stem and the names of its folders, and of `rules_offers` also `rules`."""
    names = within(path, root)[1:]
    return {*names, *(kind for kind in STANDARD for name in names if name.startswith(f"{kind}_"))}


def within(path: Path, root: Path = BASE_DIR) -> tuple[str, ...]:
    """Package, folders and stem."""
    return path.relative_to(root).with_suffix("").parts


def dotted(path: Path, root: Path = BASE_DIR) -> str:
    """As it is imported."""
    return ".".join(within(path, root)).removesuffix(".__init__")


def label(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))
