"""The settings. Everything that differs from one installation to another comes from the environment."""

from pathlib import Path

from config import logs, production
from config.environment import (
    ALLOWED_HOSTS,
    BASE_DIR,
    BASE_URL,
    DATA_DIR,
    DEBUG,
    DEMO,
    FIELD_KEYS,
    HOST,
    LOOPBACK,
    PORT,
    REACHABLE,
    SECRET_KEY,
    env,
    read,
    refuse_or_go_on,
)
from config.sign_in import *

production.refuse_what_is_unsafe()

# The own machine's names are answered too: health checks knock there. Links never use the request's host.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, *(name for name in sorted(LOOPBACK) if name not in ALLOWED_HOSTS)]

INSTALLED_APPS = [
    "config",
    "inspections",
    "covenant",
    "buddies",
    "directory",
    "outbox",
    "network",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "config.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "network.site.middleware.keep_private",
    "network.site.middleware.RefuseUnread",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "network.sign_in.pressed.FormsByLink",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "network.sign_in.second_factor.SecondFactorMiddleware",
    "network.sign_in.pressed.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "network.site.middleware.PlainAnswers",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", BASE_DIR / "templates" / "forms"],  # forms: the crispy pack "covenant"
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "network.templatetags.dates",
                "network.templatetags.reach",
                "network.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network.site.navigation.frame",
            ],
        },
    }
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "network.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "covenant"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = "config.formats"

# --- where things are kept ---

DATA_DIR.mkdir(parents=True, exist_ok=True)
KEY_STORE = Path(env.str("KEY_STORE", default=str(DATA_DIR / "keys")))  # outside the database, backed up by itself
SEND_JOURNAL = Path(env.str("SEND_JOURNAL", default=str(DATA_DIR / "journal")))  # what was sent, outside the database
REDIS_URL = env.str("REDIS_URL", default="")
DATABASES = {"default": production.database(DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "config.cache.RedisOrDatabase",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Apart from the counts of tries, which pages must never push out.
    "public_pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "public pages",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # what browsers and phones ask for unasked, at fixed addresses
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.front_end.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- mail ---

vars().update(production.mail())
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = production.mail_from()

# --- text messages, by GOV.UK Notify; none are sent without a key ---

production.check_text_service()
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE = env.str("NOTIFY_TEMPLATE", default="")
NOTIFY_URL = env.str("NOTIFY_URL", default="")

# --- what a browser may do with our pages ---

SECURE = BASE_URL.startswith("https://")
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "network.sign_in.pressed.token_is_old"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^status$"]  # asked over plain http from inside the machine
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
# Not "no-referrer": a browser then says Origin: null with every form, and no form could be sent. No other site learns
# anything either way; what carries a token says "no-referrer" itself.
SECURE_REFERRER_POLICY = "same-origin"
TRUSTED_PROXIES = read("TRUSTED_PROXIES", env.int, 1 if REACHABLE else 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # data: is the QR code of the authenticator
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

STATUS_TOKEN = production.status_token()  # lets whoever has it ask /status from elsewhere
ALARM_URL = production.alarm_url()  # asked once when the installation turns red, and once when it is green again
WATCH_EVERY = read("WATCH_EVERY", env.float, 30.0)  # seconds between two looks at it
WORKER_STUCK_AFTER = read("WORKER_STUCK_AFTER", env.int, 60)  # seconds without a task although some wait
LOGGING = logs.logging(plain=DEBUG)
CLOCK_MOVABLE = False  # only the settings of the tests say otherwise
LOOKS_FASTER = 1  # the timetable's looks come so many times as often; the tests' real processes say more

refuse_or_go_on()
