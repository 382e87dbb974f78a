"""The register's import: officers and administrators (row 34)."""

from datetime import date

from network import clock
from network.models import RegisterImport
from tests.house.access import POST_ONLY, line, only

WHO = ("OF", "AD")


def build(cast):
    common = {"kind": RegisterImport.LINKS, "as_at": date(2026, 8, 15), "brought_at": clock.now()}
    counts = {"rows": 0, "added": 0, "changed": 0, "same": 0, "refused": 0}
    cast.things["register_import"] = RegisterImport.objects.create(
        file_name="links.csv", fingerprint="0", state=RegisterImport.READY, counts=counts, **common
    )


def _one(cast):
    return {"public_id": cast.register_import.public_id}


LINES = {
    "network:register": line(34, get=only(*WHO)),
    "network:register-import": line(34, get=only(*WHO), kwargs=_one),
    "network:register-import-apply": line(34, get=POST_ONLY, post=only(*WHO, ok=302), kwargs=_one),
    "network:register-import-discard": line(34, get=POST_ONLY, post=only(*WHO, ok=302), kwargs=_one),
}
