"""What this process knows of the public side without asking the database on every request.

`NetworkSettings.version` is raised by every action that changes a public page. A background thread of each web process
re-reads it every few seconds (`start`), and the helplines only when it has moved; then each public page is built anew
when it is next asked for (`public_page_cache`). Nothing here ever holds anything that is not public.
"""

import logging
import threading

from django.db import connection
from django.db.models import F

from network.site.helpline_seed import LINES, Line
from network.site.models.helpline import Helpline
from network.site.models.settings import NetworkSettings

SECONDS = 5
log = logging.getLogger(__name__)

_version: int | None = None
_contact = ""
_strip: tuple[Line, ...] = tuple(line for line in LINES if line.on_every_page)
_thread: threading.Thread | None = None


def helplines() -> tuple[Line, ...]:
    """The lines of every page. Those the product ships with until the table has been read."""
    return _strip


def contact() -> str:
    """How to reach the network's officer; empty before set-up, or until the table has been read."""
    return _contact


def network() -> NetworkSettings:
    """Who runs this network; empty fields before set-up."""
    return NetworkSettings.objects.filter(id=1).first() or NetworkSettings(id=1)


def version() -> int | None:
    """The version of the public side this process last saw; None until it has looked."""
    return _version


def changed() -> None:
    """Say, inside an action's transaction, that a public page reads differently from now on."""
    if not NetworkSettings.objects.filter(id=1).update(version=F("version") + 1):
        NetworkSettings.objects.create(id=1, version=2)


def check() -> bool:
    """Look at the version once; read the helplines if it has moved. True when it had."""
    global _version, _strip, _contact
    version, said = NetworkSettings.objects.filter(id=1).values_list("version", "contact").first() or (0, "")
    if version == _version:
        return False
    _contact = said
    rows = Helpline.objects.filter(on_every_page=True).values_list("name", "phone", "about")
    # An empty table would leave a frightened reader with nothing: then the shipped lines stay.
    _strip = tuple(Line(name, phone, about) for name, phone, about in rows) or _strip
    _version = version  # last: a page of this version shows these lines
    return True


def start() -> None:
    """Begin to look every few seconds. Called once by a web process; tests call `check` themselves."""
    global _thread
    if _thread is None:
        _thread = threading.Thread(target=_watch, name="published", daemon=True)
        _thread.start()


def watched() -> bool:
    return _thread is not None


def _watch() -> None:
    pause = threading.Event()
    while True:
        try:
            check()
        except Exception:  # the database may be away for a while: what is kept stays, and we look again
            log.warning("The public pages could not be refreshed", exc_info=True)
        finally:
            connection.close()
        pause.wait(SECONDS)
