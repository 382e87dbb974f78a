"""What an installation that others can reach must have, and what it must not."""

import base64
import os
import re
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import environment
from config.environment import HOST, LOOPBACK, MAKE_FIELD_KEY, MAKE_SECRET, REACHABLE, env, refuse

STARTTLS = {"smtp+starttls", "smtp+tls", "smtps"}  # the two others are what environ calls it
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
GIVE_MAIL = "Give smtp+ssl://user:password@host:465 or smtp+starttls://user:password@host:587"
WAIT = 3  # seconds for a connection to the database: whoever waits for a page is told rather than left to wait
WEAK = ("insecure", "change", "secret", "example", "default", "password")


def refuse_what_is_unsafe() -> None:
    """Note every refusal; the settings raise them together once all are read."""
    if not REACHABLE:
        return
    if environment.DEBUG:
        refuse("DEBUG", "is on.", "It shows people's data to whoever causes an error: leave DEBUG out.")
    if environment.DEMO:
        refuse("DEMO", "is on.", "The demonstration asks for no second step and shows its mail: leave DEMO out.")
    key = environment.SECRET_KEY
    if not key:
        refuse("SECRET_KEY", "is not set.", f"Make one with: {MAKE_SECRET}")
    elif len(key) < 50 or len(set(key)) < 10 or any(word in key.lower() for word in WEAK):
        refuse("SECRET_KEY", "is a default or too short.", f"Make one with: {MAKE_SECRET}")
    if not environment.FIELD_KEYS:
        refuse("FIELD_KEYS", "is not set.", f"It wraps the keys of what heads write. Make one with: {MAKE_FIELD_KEY}")
    elif not all(_is_field_key(one) for one in environment.FIELD_KEYS):
        refuse("FIELD_KEYS", "holds a key that cannot be used.", f"Make one with: {MAKE_FIELD_KEY}")
    if "*" in environment.ALLOWED_HOSTS or any(host.startswith(".") for host in environment.ALLOWED_HOSTS):
        refuse("ALLOWED_HOSTS", "answers to any name.", f"Name each host, or leave it out for {HOST}.")
    if not environment.BASE_URL.startswith("https://"):
        refuse(
            "BASE_URL",
            f"is {environment.BASE_URL}, plain http or not set.",
            "Give the https:// address; a proxy in front ends the TLS.",
        )
    for variable, why in (
        ("DATABASE_URL", "Give postgres://user:password@host/name"),
        ("REDIS_URL", "Give redis://host:6379/0"),
        ("EMAIL_URL", GIVE_MAIL),
    ):
        if not env.str(variable, default=""):
            refuse(variable, "is not set.", why)


def _is_field_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def database(data_dir: Path) -> dict[str, Any]:
    """PostgreSQL by its address, or SQLite in the data folder, each with what keeps a saved thing saved."""
    default = f"sqlite:///{data_dir / 'network.sqlite3'}"
    try:
        found: dict[str, Any] = dict(env.db_url("DATABASE_URL", default=default))
        engine = found["ENGINE"]
    except (ValueError, KeyError, environment.environ.ImproperlyConfigured):
        refuse("DATABASE_URL", "is not an address.", "Give postgres://user:password@host/name or sqlite:////path")
        return {"ENGINE": "django.db.backends.dummy"}
    if password := os.environ.get("DATABASE_PASSWORD"):  # by itself it may hold any character
        found["PASSWORD"] = password
    if engine.endswith("sqlite3"):
        found["ENGINE"] = "config.queued_sqlite3"
        found["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    elif engine.endswith("postgresql"):
        size = environment.read("DATABASE_POOL", env.int, 0)
        found["OPTIONS"] = {"connect_timeout": WAIT, **found.get("OPTIONS", {})}
        if size:  # the web server; a forking worker keeps plain connections
            found["OPTIONS"] = {**found.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": size, "timeout": WAIT}}
        else:
            found["CONN_MAX_AGE"] = 60
        # With it Django also gives the pool its check: after a restart of the server no query meets a dead connection.
        found["CONN_HEALTH_CHECKS"] = True
    else:
        refuse("DATABASE_URL", f"names {engine}.", "Give postgres://… or sqlite:///…")
    return found


def mail() -> dict[str, Any]:
    """Django's EMAIL_ settings from EMAIL_URL: smtp+ssl (TLS from the first byte), smtp+starttls (TLS before anything
    of ours is said, or no line at all), or plain smtp to the same machine."""
    given = env.str("EMAIL_URL", default="smtp://localhost:1025")
    scheme, _, rest = given.partition("://")
    starttls = scheme in STARTTLS
    try:
        found = dict(env.email_url_config(f"smtp+tls://{rest}" if starttls else given))
    except (ValueError, KeyError, environment.environ.ImproperlyConfigured):
        refuse("EMAIL_URL", "is not an address.", GIVE_MAIL)
        return {}
    if found.get("EMAIL_PORT") is None:
        found["EMAIL_PORT"] = 587 if starttls else 465 if found.get("EMAIL_USE_SSL") else 25
    if password := os.environ.get("EMAIL_PASSWORD"):
        found["EMAIL_HOST_PASSWORD"] = password
    far = urlsplit(given).hostname not in LOOPBACK
    if REACHABLE and far and not (found.get("EMAIL_USE_SSL") or found.get("EMAIL_USE_TLS")):
        refuse("EMAIL_URL", "sends mail without TLS.", GIVE_MAIL)
    return {name: value for name, value in found.items() if name.startswith("EMAIL_")}


def mail_from() -> str:
    """MAIL_FROM as it stands in the header of every message. A name may hold a comma, a colon and the like: it is put
    in quotation marks here."""
    given = env.str("MAIL_FROM", default=f"Caversham Covenant <noreply@{HOST}>").strip()
    name, _, address = given.rpartition("<") if given.endswith(">") else ("", "", given)
    address = address.removesuffix(">").strip()
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if not re.fullmatch(r"[^\s<>\"(),:;@]+@[^\s<>\"(),:;@]+", address) or any(ord(letter) < 32 for letter in given):
        refuse("MAIL_FROM", "holds no mail address.", "Give Example Network <noreply@example.org>")
        return f"noreply@{HOST}"
    return formataddr((name, address)) if name else address


def check_text_service() -> None:
    """A key that the text service would refuse is noticed here, not at the first text that somebody waits for."""
    key, template = os.environ.get("NOTIFY_API_KEY", ""), os.environ.get("NOTIFY_TEMPLATE", "")
    if key and not re.fullmatch(rf"[A-Za-z0-9_.-]+-{UUID}-{UUID}", key):
        blank = "has a blank before, in or behind it." if re.search(r"\s", key) else "is not of the shape of a key."
        refuse("NOTIFY_API_KEY", blank, "Copy it whole from GOV.UK Notify: name-service-secret, 74 letters or more")
    if key and not re.fullmatch(UUID, template):
        refuse("NOTIFY_TEMPLATE", "is not the id of a template.", "Copy it from GOV.UK Notify: it is a UUID")


def status_token() -> str:
    token = env.str("STATUS_TOKEN", default="").strip()
    if token and len(token) < 20:
        refuse("STATUS_TOKEN", "is too short.", f"Make one with: {MAKE_SECRET}")
    return token


def alarm_url() -> str:
    """`{status}` in it stands for 1 when the installation turns red and for 0 when it is green again."""
    url = env.str("ALARM_URL", default="").strip()
    found = urlsplit(url)
    if url and (found.scheme not in {"http", "https"} or not found.hostname):
        refuse("ALARM_URL", "is not an address.", "Give https://hc-ping.com/your-uuid/{status}, or leave it out.")
    elif url and REACHABLE and found.scheme != "https" and found.hostname not in LOOPBACK:
        refuse("ALARM_URL", "is asked in plain http.", "Give an https:// address.")
    return url
