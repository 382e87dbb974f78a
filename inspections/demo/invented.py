"""Who and what the demonstration is about: the rows of invented.toml. Every person and every "Example" place is
invented; addresses end in example.org, numbers are of the range kept free for fiction, and the URNs are ones the
register does not give out."""

from typing import NamedTuple

from network import beside

NETWORK = "Southampton"
AUTHORITY = ("852", "Southampton")
CONTROLLER = "Example Heads’ Association (invented, for the demonstration)"
HOST = "Example Hosting (invented, for the demonstration)"
CONTACT = "officer@example.org"

_FILE = beside.read(__file__, "invented.toml")
SIGNATORIES = tuple((name, kind) for name, kind in _FILE["signatories"])
SIGNED_ON = (2024, 1, 22)
EXAMPLE_SIGNATORIES = (("Example Trust", "trust", (2025, 3, 4)), ("Example Union", "union", (2025, 9, 15)))
# The shares of three years, for the pictures of "How it is kept": by figure, from the school year 2023/24 on.
SHARES = tuple((code, tuple(shares)) for code, shares in _FILE["shares"].items())
YEARS = ("2023/24", "2024/25", "2025/26")
# Of the invented union alone. Nothing is ever said in the name of those that really signed.
STATEMENT = (
    "lee",
    "Example Union",
    "We kept a caseworker free for every head in the Ofsted window, at evenings too, and paid for two days of "
    "supervision for each buddy who asked. We did not get as far as we wanted with small schools: that comes next.",
)


class Place(NamedTuple):
    urn: str
    name: str
    phase: str
    ages: list[int]
    pupils: int
    easting: int
    northing: int
    months_ago: int  # since its last graded inspection: from 48 on the window is open on every day of a year
    trust: str = ""


SCHOOLS = tuple(Place(**row) for row in _FILE["schools"])


class Somebody(NamedTuple):
    address: str  # before @example.org
    name: str
    post: str  # a membership's role
    at: str  # the name of a school or organisation
    who: str  # as the sign-in lines say it
    phone: str = ""  # the last three digits of 07700 900xxx
    about: str = ""


PEOPLE = tuple(Somebody(**row) for row in _FILE["people"])
DOMAIN = "example.org"

OFFERS = (("sam", 2), ("rosa", 1), ("ben", 2), ("grace", 1))


class Knows(NamedTuple):
    address: str
    speciality: str
    needs: list[str]
    phases: list[str]
    days: list[int]


LISTINGS = tuple(Knows(**row) for row in _FILE["listings"])


TERMS = _FILE["terms"]
IMPROVEMENT_OFFERS = _FILE["improvement_offers"]


def email(address: str) -> str:
    return f"{address}@{DOMAIN}"


def how_to_sign_in() -> str:
    """Lines for whoever has just started the demonstration."""
    shown = ("amina", "sam", "officer", "dana", "lee", "priya", "nia", "dev", "ada")
    people = {somebody.address: somebody for somebody in PEOPLE}
    lines = ["  Sign in at /sign-in/ with one of these addresses; the code is in the mail at /demo/mail/", ""]
    lines += [f"    {email(people[one].address):<22} {people[one].name}, {people[one].who}" for one in shown]
    return "\n".join([*lines, "", ""])
