"""What the worker does with uploaded register files: reads those that wait, and clears away what nobody applied.
Who may is asked by the actions that it calls."""

import logging
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from network import clock, guarded
from network.register.actions import register, uploads
from network.register.files import workbook
from network.register.models.imports import RegisterImport
from network.rules import WrongState

log = logging.getLogger(__name__)
WEEK = 7  # days
OUR_FAULT = "Something went wrong on our side while this file was read. Nothing was changed. Try it again."


def read_waiting(*, by: None = None) -> int:
    """Every uploaded file that nobody reads: new ones, and those whose reader died. Of one whose reader was a shell no
    file is kept: it fails, and says so. Returns how many were looked at."""
    silent = clock.now() - timedelta(seconds=register.SILENT_SECONDS)
    uploaded = Q(brought_by__isnull=False) | Q(brought_at__lt=silent)
    waiting = RegisterImport.objects.filter(
        Q(uploaded, state=RegisterImport.WAITING) | Q(state=RegisterImport.READING, heard_at__lt=silent)
    )
    done = 0
    with guarded.rows() as each:
        for found in waiting.order_by("id"):
            with each(found, in_transaction=False):  # whoever uploaded it sees how far it is
                try:
                    with uploads.as_file(found) as place:
                        register.read(by=by, register_import=found, path=place)
                except WrongState:  # another worker was quicker
                    continue
                except Exception:
                    log.exception("a register file could not be read")
                    register.fail(by=by, register_import=found, words=OUR_FAULT)
                uploads.forget(by=by, register_import=found)
                done += 1
    return done


def tidy(*, by: None = None) -> None:
    """Uploads that nobody applied within a week go, with what was read of them; sheets of workbooks after a day."""
    shutil.rmtree(Path(settings.DATA_DIR) / "imports", ignore_errors=True)  # where earlier versions kept uploads
    workbook.forget_older((clock.now() - timedelta(days=1)).timestamp())
    old = RegisterImport.objects.filter(brought_at__lt=clock.now() - timedelta(days=WEEK)).exclude(
        state__in=[RegisterImport.APPLIED, RegisterImport.DISCARDED, RegisterImport.FAILED]
    )
    guarded.each(old, lambda found: register.discard(by=by, register_import=found))
