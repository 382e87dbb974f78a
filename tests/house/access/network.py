"""The network's own pages, and the sign-in pages."""

from tests.house.access import EVERYBODY, line

LINES = {
    "healthz": line(get=EVERYBODY),
}
