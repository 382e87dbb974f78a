"""Fills the database of a checkout for bench/pages.py: schools with windows, a pairing of each head, signatories, and a
head in the window. Run in the checkout, whose models it takes; "now" says that the plans are looked at too.

Prints as JSON the cookies of an officer and of the head, and the pages of the officer's tables.
"""

import json
import os
import re
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

MANY = 22_000
sys.path.insert(0, os.getcwd())


def fill() -> dict:
    from buddies.models import Pairing
    from covenant.models import CovenantText, Signatory
    from inspections.models import CheckIn
    from network import clock
    from network import models as m
    from tests.factories import MembershipFactory, PersonFactory, RoleGrantFactory, SchoolFactory, TieFactory
    from tests.people import signed_in

    chance, now, first = Random(1), clock.now(), date(2025, 1, 22)
    areas = [m.Authority(code=f"{n:03}", name=f"Sampleshire {n}", in_network=n in (7, 8, 9)) for n in range(150)]
    m.Authority.objects.bulk_create(areas)
    schools, people, heads, pairings = [], [], [], []
    for n in range(MANY):
        day = first + timedelta(days=chance.randrange(1900))
        more = {f"window_{end}_on": day + timedelta(days=i) for i, end in enumerate(("sort", "opens", "due", "limit"))}
        more |= {"phase": chance.choice(("Primary", "Secondary")), "window_rule": "W2", "window_confidence": "medium"}
        more |= {"name": f"Example {chance.choice(('Oak', 'Ash', 'Elm'))} School {chance.randrange(9999)}"}
        schools.append(m.School(urn=f"{100_000 + n}", authority=chance.choice(areas), in_window=n % 4 == 0, **more))
        people.append(m.Person(email=f"p{n}@example.org", name=f"Person Example{n}", joined_at=now))
        heads.append(m.Membership(person=people[n], school=schools[n], role="head", from_at=now - timedelta(days=900)))
        if n > 1:
            state = chance.choice(["in_force"] * 6 + ["asked", "ended", "ended", "declined"])
            yes = {"asked_at": now, "head_yes_at": now, "buddy_yes_at": None if state == "asked" else now}
            pair = {"head": people[n], "buddy": people[n - 1], "reserve": people[n - 2], "school": schools[n]}
            pairings.append(Pairing(state=state, made_at=now - timedelta(minutes=n), **yes, **pair))
    for model, rows in ((m.School, schools), (m.Person, people), (m.Membership, heads), (Pairing, pairings)):
        model.objects.bulk_create(rows, batch_size=2000)
    m.NetworkSettings.objects.update_or_create(id=1, defaults={"name": "Exampleton"})
    text = CovenantText.objects.get(version=1)
    CovenantText.objects.filter(version=1).update(published_on=first)
    for n in range(100):
        trust = m.Organisation.objects.create(name=f"Example Trust {n}", kind="trust")
        Signatory.objects.create(organisation=trust, text=text, state="signed", signed_on=first)
    head, buddy, officer = PersonFactory(), PersonFactory(), PersonFactory()
    MembershipFactory(person=head, school=SchoolFactory(in_window=True, window_opens_on=first))
    TieFactory(head=head, person=buddy)
    for n in range(200):
        due = now + timedelta(hours=n)
        times = {"due_at": due, "send_at": due, "useful_until": due + timedelta(hours=5)}
        CheckIn.objects.create(head=head, rule="month", occurrence=f"x{n}", **times)
    RoleGrantFactory(person=officer, role=m.RoleGrant.OFFICER)
    school, pairing = m.School.objects.order_by("-window_sort_on", "-urn")[60], Pairing.objects.order_by("made_at")[60]
    tables = {
        "schools, first page": "/network/schools/?area=all",
        "schools, last page": f"/network/schools/?area=all&after={school.urn},{school.window_sort_on}",
        "pairings, first page": "/network/pairings/",
        "pairings, last page": f"/network/pairings/?after={pairing.made_at.timestamp():.6f}.{pairing.id}",
    }
    cookies = ["; ".join(f"{k}={v.value}" for k, v in signed_in(one).cookies.items()) for one in (officer, head)]
    return {"officer": cookies[0], "head": cookies[1], "tables": tables}


def check_plans(cookies: str, paths: Iterable[str]) -> None:
    """Each query of these pages once more, explained: no step of it gives more than 1,000 rows, nor leaves out more,
    other than in the order of an index (what is out of date is passed over there, and printed)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "localhost", "cookie": cookies})
    for path in paths:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        for sql in (query["sql"] for query in asked if query["sql"].startswith("SELECT")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}")
                plan = "\n".join(step for (step,) in cursor.fetchall())
            for step in re.split(r"^.*-> ", plan, flags=re.M):
                given, left_out = (
                    max(map(float, re.findall(rf"{what}([\d.]+)", step)), default=0)
                    for what in ("actual rows=", "Removed by Filter: ")
                )
                if step.lstrip().startswith("Index Scan") and left_out > 1000:
                    print(f"{path}: an index passes over {left_out:.0f} rows", file=sys.stderr)
                    left_out = 0
                walked = max(given, left_out)
                assert walked <= 1000, f"{path} walks {walked:.0f} rows:\n{sql}\n{plan}"


if __name__ == "__main__":
    import django

    django.setup()
    from django.db import connection

    filled = fill()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if sys.argv[1] == "now":
            check_plans(filled["officer"], filled["tables"].values())
    print(json.dumps(filled))
