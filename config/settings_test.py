"""The settings of the tests, in their own process and in the real servers they start."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", os.path.join(tempfile.gettempdir(), f"covenant-tests-{os.getpid()}"))

from config.settings import *
from config.settings import DATA_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

# A file, not memory: real workers and threads look at the same tables.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
# In real processes an offset row moves time; in the tests' own process time-machine does, at no query.
CLOCK_MOVABLE = CLOCK_FROM_DATABASE = os.environ.get("CLOCK_MOVABLE") == "yes"
# What a journey waits for in real processes comes six times as often as in earnest.
LOOKS_FASTER = 6 if CLOCK_MOVABLE else 1
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Static files as they are, without collecting them first, and looked up when asked for: each client would list them.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = DATA_DIR / "staticfiles"  # there, and empty
STATIC_ROOT.mkdir(exist_ok=True)

# In the tests' own process a page that asks the same thing again and again fails its test; a benchmark does without.
if not CLOCK_MOVABLE and os.environ.get("ZEAL") != "no":
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = [*MIDDLEWARE, "zeal.middleware.zeal_middleware"]
    # Signing in and out reads session and person more than once, inside the packages that do it.
    ZEAL_ALLOWLIST = [{"model": name, "field": "get()"} for name in ("sessions.Session", "network.Person")]
