"""How gunicorn serves the product, on a developer's machine and in the image alike:
`python -m gunicorn --config python:config.web_server --bind HOST:PORT config.wsgi:application`.

Why gunicorn: docs/adr/web-server.md.
"""

from typing import Any

from gunicorn.glogging import Logger

worker_class = "gthread"
workers = 1
threads = 4
loglevel = "warning"
accesslog = None  # a line for each request would name pages that exist only in a call


class Log(Logger):
    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Its line on a request that failed outside Django holds the path and the error's words: those are left out."""
        if msg.startswith("Error handling request"):
            self.error("A request failed outside Django")
        else:
            super().exception(msg, *args, **kwargs)


logger_class = Log

# X_Forwarded_For would reach Django under the same name as the proxy's X-Forwarded-For: names with underscores are
# dropped. What the proxy says is read in one place, by Django (TRUSTED_PROXIES in config/settings.py): gunicorn
# itself believes nobody.
header_map = "drop"
forwarded_allow_ips = ""

keepalive = 65  # seconds; longer than a proxy keeps its connections to us, so that none is closed under a request
graceful_timeout = 8  # less than whoever stops us waits
control_socket_disable = True  # a socket in a home folder nobody asked for
