"""Logs as lines of JSON that bear a request's id, and nobody's words.

An exception's text, a query's parameters, a task's arguments and a path with a token in it may all hold private
words. So a line has the kind of the error and where it happened, never its text. Whoever runs the machine may be the
employer's own IT, and some routes exist only in a call: so a refusal is named by its route only where anybody may be.
"""

import json
import logging as std
import traceback
from datetime import UTC, datetime
from typing import Any

from config.request_id import request_id

# Routes that are the same for everybody at every time of the year.
PUBLIC_ROUTES = frozenset({"healthz", "readyz", "status", "sign-in/", "sign-in/code/"})
# Their messages are made of what people sent; what they have to say is said by other fields.
_SPEAKS_OF_PEOPLE = ("django.request", "django.security", "celery.app.trace")


class JsonFormatter(std.Formatter):
    def format(self, record: std.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "what": self.what(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]
        return json.dumps(line)

    def what(self, record: std.LogRecord) -> str:
        if not record.name.startswith(_SPEAKS_OF_PEOPLE):
            return record.getMessage()
        data = getattr(record, "data", None)
        if isinstance(data, dict):
            return f"task {data.get('name')} {data.get('id')}"
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = match.route if match else "(no such page)"
        status = str(getattr(record, "status_code", ""))
        return f"{status} {route}".strip() if not match or route in PUBLIC_ROUTES else status or "(a page)"


def logging(*, plain: bool) -> dict[str, Any]:
    """Django's LOGGING; `plain` is for a developer's own terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "config.logs.JsonFormatter"},
            "plain": {"format": "%(levelname)s %(name)s %(message)s"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain" if plain else "json"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            "celery.app.trace": {"level": "WARNING"},  # its INFO tells what a task returned
            "celery.worker.strategy": {"level": "WARNING"},  # one line a pulse is noise
            "celery.beat": {"level": "WARNING"},
            "kombu": {"level": "WARNING"},
            "mail.log": {"level": "WARNING"},  # the mail catcher tells whom it talked to
        },
    }
