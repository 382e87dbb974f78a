"""Who and what the demonstration is about. Every person and every "Example" place is invented; addresses end in
example.org, numbers are of the range kept free for fiction, and the URNs are ones the register does not give out."""

from typing import NamedTuple

NETWORK = "Southampton"
AUTHORITY = ("852", "Southampton")
CONTROLLER = "Example Heads’ Association (invented, for the demonstration)"
HOST = "Example Hosting (invented, for the demonstration)"
CONTACT = "officer@example.org"

# Real organisations, as the press release lists them; nothing but the name, the kind and the day is said of them.
SIGNATORIES = (
    ("Aspire Community Trust", "trust"),
    ("Bridge Education Trust", "trust"),
    ("Reach Co-operative Trust", "foundation_trust"),
    ("Southampton Co-operative Learning Trust", "foundation_trust"),
    ("Southampton Local Authority", "council"),
    ("Southampton Council", "council"),
    ("NAHT", "union"),
    ("Southampton NEU", "union"),
    ("Southampton NASUWT", "union"),
    ("Primary Heads Conference", "heads_group"),
    ("SEF, the Southampton secondary heads group", "heads_group"),
)
SIGNED_ON = (2024, 1, 22)
EXAMPLE_SIGNATORIES = (("Example Trust", "trust", (2025, 3, 4)), ("Example Union", "union", (2025, 9, 15)))
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
    ages: tuple[int, int]
    pupils: int
    easting: int
    northing: int
    months_ago: int  # since its last graded inspection: from 48 on the window is open on every day of a year
    trust: str = ""


SCHOOLS = (
    Place("900001", "Example Junior School", "Primary", (7, 11), 352, 442300, 113900, 49),
    Place("900002", "Example Primary", "Primary", (4, 11), 410, 444800, 112100, 9),
    Place("900003", "Example Infant School", "Primary", (4, 7), 268, 440900, 114600, 20),
    Place("900004", "Example Secondary School", "Secondary", (11, 16), 1104, 443700, 111300, 50),
    Place("900005", "Example Academy", "Secondary", (11, 18), 1290, 441500, 112800, 50, "Example Trust"),
    Place("900006", "Example Special School", "Not applicable", (4, 16), 96, 445200, 113400, 14),
    Place("900007", "Example Community Primary", "Primary", (4, 11), 205, 439800, 112500, 49),
    Place("900008", "Example Nursery School", "Nursery", (2, 5), 88, 443100, 115000, 30),
)


class Somebody(NamedTuple):
    address: str  # before @example.org
    name: str
    post: str  # a membership's role
    at: str  # the name of a school or organisation
    who: str  # as the sign-in lines say it
    phone: str = ""  # the last three digits of 07700 900xxx
    about: str = ""


PEOPLE = (
    Somebody("amina", "Amina Shah", "head", "Example Junior School", "a head whose school is in the window", "101"),
    Somebody("sam", "Sam Okafor", "head", "Example Primary", "her buddy", "102", "Inspected this year. Ring any time."),
    Somebody("rosa", "Rosa Lindqvist", "head", "Example Infant School", "her reserve, a buddy waiting", "103"),
    Somebody("dev", "Dev Marsh", "deputy", "Example Junior School", "the deputy she named", "104"),
    Somebody("nia", "Nia Rees", "head", "Example Secondary School", "a head in the window with nobody yet", "105"),
    Somebody("leila", "Leila Haddad", "head", "Example Academy", "a head who has just been offered a buddy", "106"),
    Somebody("ben", "Ben Adeyemi", "head", "Example Special School", "another head, who offers to be a buddy", "107"),
    Somebody("grace", "Grace Whitlock", "head", "Example Nursery School", "a head who was once a buddy", "108"),
    Somebody("dana", "Dana Reed", "staff", "Example Primary", "a directory member", "111"),
    Somebody("femi", "Femi Cole", "staff", "Example Infant School", "another directory member", "112"),
    Somebody("kit", "Kit Moran", "staff", "Example Special School", "a third directory member", "113"),
    Somebody("officer", "Olive Grant", "adviser", "Example Heads’ Association", "the officer", "121"),
    Somebody("priya", "Priya Nair", "representative", "Example Trust", "a signatory: for an employer", "131"),
    Somebody("lee", "Lee Barnes", "representative", "Example Union", "a signatory: for a union", "132"),
    Somebody("ada", "Ada Quill", "adviser", "Example Heads’ Association", "an administrator", "141"),
    Somebody("max", "Max Thorne", "adviser", "Example Heads’ Association", "a second administrator", "142"),
)
DOMAIN = "example.org"

OFFERS = (("sam", 2), ("rosa", 1), ("ben", 2), ("grace", 1))


class Knows(NamedTuple):
    address: str
    speciality: str
    needs: tuple[str, ...]
    phases: tuple[str, ...]
    days: tuple[int, ...]


LISTINGS = (
    Knows(
        "dana", "Early reading; was nominee twice", ("curriculum", "conduct", "early_years"), ("primary",), (0, 1, 2, 3)
    ),
    Knows(
        "femi",
        "Safeguarding lead in two schools",
        ("safeguarding", "attendance", "pause"),
        ("primary", "nursery"),
        (1, 2, 3),
    ),
    Knows(
        "kit",
        "Special needs; worked as an inspector until 2022",
        ("send", "inclusion", "conduct"),
        ("special", "primary"),
        (0, 1, 2, 3, 4),
    ),
)


def email(address: str) -> str:
    return f"{address}@{DOMAIN}"


def how_to_sign_in() -> str:
    """Lines for whoever has just started the demonstration."""
    shown = ("amina", "sam", "officer", "dana", "lee", "priya", "nia", "dev", "ada")
    people = {somebody.address: somebody for somebody in PEOPLE}
    lines = ["  Sign in at /sign-in/ with one of these addresses; the code is in the mail at /demo/mail/", ""]
    lines += [f"    {email(people[one].address):<22} {people[one].name}, {people[one].who}" for one in shown]
    return "\n".join([*lines, "", ""])
