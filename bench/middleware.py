"""What our own middleware costs a page that asks nothing, for a visitor without a session: against "hello", the same
view behind a new project's middleware and WhiteNoise.

    python bench/middleware.py

Prints CPU as a ratio (the goal in brackets) and counts queries. Fails on counts, never on time.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-bench-"))
ROUNDS, CALLS = 9, 100
HELLO = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
urlpatterns: list = []


def handler(middleware):
    from django.core.handlers.base import BaseHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=middleware):
        made = BaseHandler()
        made.load_middleware()
    return made


def cpu(call) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        call()
    return (time.process_time() - start) / CALLS


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.decorators import login_not_required
    from django.core.management import call_command
    from django.db import connection
    from django.http import HttpResponse
    from django.test import RequestFactory
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    call_command("migrate", verbosity=0)
    urlpatterns.append(path("hello/", login_not_required(lambda request: HttpResponse("<p>hello</p>"))))
    settings.ROOT_URLCONF = __name__
    requests = RequestFactory()
    handlers = {"hello": handler(HELLO), "ours": handler(settings.MIDDLEWARE)}

    def asked(label):
        answer = handlers[label].get_response(requests.get("/hello/", headers={"host": "localhost"}))
        assert answer.status_code == 200, answer.status_code

    asked("ours")
    with CaptureQueriesContext(connection) as queries:
        asked("ours")
    print(f"{len(queries)} queries [0]")
    assert not queries.captured_queries
    seen = {label: [] for label in handlers}
    for turn in range(ROUNDS):
        for label in sorted(seen, reverse=bool(turn % 2)):
            seen[label].append(cpu(lambda label=label: asked(label)))
    hello, ours = (statistics.median(seen[label]) for label in ("hello", "ours"))
    print(f"hello {hello * 1e6:.0f} us CPU; our middleware adds {ours / hello - 1:.2f} x hello in process")


if __name__ == "__main__":
    main()
