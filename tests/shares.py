"""Which database a test of `make test` needs. Each test that asks a database runs on both, with these exceptions. What
asks none, and what is seen in a browser, runs once, on SQLite. So does what asks pages: tests/house/test_access.py
asks every page as each kind of person on PostgreSQL. A journey over real processes runs once, on PostgreSQL with Redis,
as in production. The marker `on("sqlite")`, `on("postgresql")` or `on("sqlite", "postgresql")` says otherwise of a
test."""

SQLITE, POSTGRESQL = "sqlite", "postgresql"


def add_option(parser) -> None:
    parser.addoption("--share", action="store_true", help="leave out what the other database's run of `make test` has")


def asks_a_database(item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return item.get_closest_marker("django_db") is not None or bool(fixtures & set(getattr(item, "fixturenames", ())))


def asks_pages(item) -> bool:
    return bool({"client", "sign_in"} & set(getattr(item, "fixturenames", ())))


def databases_of(item) -> set[str]:
    """Those on which the test runs in `make test`."""
    if marker := item.get_closest_marker("on"):
        return set(marker.args)
    if item.get_closest_marker("site"):
        return {POSTGRESQL}
    if item.get_closest_marker("browser") or asks_pages(item) or not asks_a_database(item):
        return {SQLITE}
    return {SQLITE, POSTGRESQL}


def leave_out(config, items) -> None:
    if not config.getoption("--share"):
        return
    from django.db import connection

    elsewhere = [item for item in items if connection.vendor not in databases_of(item)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if connection.vendor in databases_of(item)]
