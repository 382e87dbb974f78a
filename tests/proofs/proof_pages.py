"""The html of every page as every kind of person, to compare two builds by.

    python tests/proofs/proof_pages.py /tmp/after       and PROOF_ROOT=<the other build> … /tmp/before; then diff -r

A fresh SQLite, a moment that stands still, ids that come out the same each time. The story of tests/house/access: each
address as each column of the matrix; then the demonstration, where everybody follows links, up to three pages of an
address. One file a page, a tag a line; white space, tokens and times of day do not count. Runs in c937aed too.
"""

import importlib
import os
import random
import re
import sys
import tempfile
import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

random.seed(7)
uuid.uuid4 = lambda: uuid.UUID(int=random.getrandbits(128), version=4)  # before any model takes it as a default
OUT = Path(sys.argv[1])
sys.path.insert(0, os.environ.get("PROOF_ROOT", str(Path(__file__).resolve().parents[2])))
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DEMO": "1", "ZEAL": "no", "SECRET_KEY": "x" * 60}
os.environ |= {"ALLOWED_HOSTS": "testserver", "DATA_DIR": tempfile.mkdtemp(prefix="covenant-proof-")}
BLOCKS = (
    "html|head|body|meta|title|link|script|header|nav|main|aside|footer|section|div|p|h1|h2|h3|h4|ul|ol|li|dl|dt|dd|table|"
    "caption|thead|tbody|tr|th|td|form|fieldset|legend|select|option|details|summary|svg|button|br|small|b"
)
EDGE = re.compile(rf"\s*(</?(?:{BLOCKS})\b[^>]*>)\s*")
ANY = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|\b\d\d[.:]\d\d\b|value="\w{20,}:[\w:-]+"|src="data:[^"]*"'
)
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

import django  # noqa: E402  the environment first

django.setup()
import time_machine  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import NoReverseMatch, Resolver404, resolve, reverse  # noqa: E402

from network.models import Person  # noqa: E402
from tests.house import markers  # noqa: E402
from tests.house.access import NOBODY  # noqa: E402
from tests.house.matrix import COLUMNS  # noqa: E402
from tests.people import build_cast, signed_in  # noqa: E402


def plain(html: str) -> str:
    """White space goes where no reader sees it: in tags, at the edges of blocks and of what is drawn like a button."""
    tag = re.compile(r"<[^>]*>")
    html = tag.sub(lambda it: re.sub(r'(?<==") | (?=[">])', "", " ".join(it[0].split())), ANY.sub("", html))
    html = re.sub(r'\s*(<input type="hidden"[^>]*>)\s*', r"\1", " ".join(html.split()))
    html = re.sub(r'(<(?:a|label) class="govuk-[bl][^>]*>) ?(.*?) ?(</(?:a|label)>)', r"\1\2\3", html)
    html = re.sub(r"(</(?:a|label)>|<input[^>]*>) (?=<(?:a|label|input|select)\b)", r"\1", html)
    return EDGE.sub(r"\n\1\n", html).replace("\n\n", "\n").strip() + "\n"


def write(client, address: str, name: str) -> str:
    response = client.get(address)
    html = b"".join(response.streaming_content) if response.streaming else response.content
    text = plain(html.decode(errors="replace"))
    shown = ID.sub("ID", f"{response.status_code} {response.headers.get('Location', '')}\n{text}")
    (OUT / f"{name}.html").write_text(shown)
    return text


def demonstration(people) -> None:
    for person in people:
        client, to_see, seen, times = signed_in(person), ["/"], {"/"}, Counter()
        while to_see:
            address = to_see.pop(0)
            try:
                route = resolve(address.partition("?")[0]).view_name.replace(":", ".")
            except Resolver404:
                continue
            times[route] += 1
            if times[route] > 3 or route.endswith(("logout", "export")):
                continue
            text = write(client, address, f"demo-{route}-{times[route]}-{person or 'nobody'}".replace(" ", "_"))
            found = [each.replace("&amp;", "&").partition("#")[0] for each in re.findall(r'href="([/?][^"]*)"', text)]
            whole = [address.partition("?")[0] + each if each[:1] == "?" else each for each in found]
            new = [each for each in dict.fromkeys(whole) if each not in seen and not each.startswith("/static")]
            to_see, seen = to_see + new, seen | set(new)


def story(cast) -> None:
    floors = ["network", "outbox", "covenant", "buddies", "directory", "inspections", "config"]
    stems = sorted(path.stem for path in (Path(sys.path[0]) / "tests/house/access").glob("[a-z]*.py"))
    stems.sort(key=lambda stem: floors.index(stem.partition("_")[0]))
    lines = {}
    for module in [importlib.import_module(f"tests.house.access.{stem}") for stem in stems]:
        getattr(module, "build", lambda cast: None)(cast)
        lines |= module.LINES
    markers.plant(cast)
    for column in COLUMNS:
        client = signed_in(None if column in NOBODY else cast[column])
        for name, line in lines.items():
            try:
                address = reverse(name, kwargs=line.kwargs_of.get(column, line.kwargs)(cast))
            except NoReverseMatch:
                continue
            with transaction.atomic():
                write(client, address, f"story-{name.replace(':', '.')}-{column}")
                transaction.set_rollback(True)


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    with time_machine.travel(datetime(2026, 11, 30, 10, 0, tzinfo=UTC), tick=False):
        call_command("migrate", verbosity=0)
        with transaction.atomic():
            story(build_cast())
            transaction.set_rollback(True)
        call_command("load_demo", verbosity=0)
        demonstration([None, *Person.objects.order_by("name", "pk")])
        print(len(list(OUT.iterdir())), "pages")


if __name__ == "__main__":
    main()
