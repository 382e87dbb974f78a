"""The officer's table: what it shows, how it is filtered and paged, and how many questions that takes."""

import csv
import io
import re
from datetime import date
from html import escape

import pytest
from django.urls import reverse

from buddies.models import Pairing
from inspections.schools import year as picture
from inspections.windows.actions import windows
from network import clock
from network import models as m
from tests.factories import AuthorityFactory, MembershipFactory, SchoolFactory
from tests.inspections.windows.made import school_inspected

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(officer, sign_in):
    return sign_in(officer)


def table(desk, **asked) -> str:
    windows.refresh(on=date(2026, 11, 23))
    answer = desk.get(reverse("inspections:schools"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def names(desk, **asked) -> list[str]:
    return re.findall(r'href="/network/schools/[0-9a-f-]{36}/">([^<]*)<', table(desk, **asked))


def test_a_row_says_everything_about_a_window(desk):
    school_inspected(name="Example Oak School", urn="990801", phase="Primary")
    page = table(desk, q="990801")
    cells = re.findall(r'<td class="govuk-table__cell" data-label="([^"]*)">\s*([^<]*?)\s*</td>', page)
    assert cells == [
        ("Window", "Open"),
        ("Opens", "31 Jul 2026"),
        ("Usual date", "31 Jul 2027"),
        ("Law’s last date", "31 Jul 2028"),
        ("How sure", "medium"),
        ("Buddy", "Nobody yet"),
    ]
    assert "990801, Exampleton, Primary" in " ".join(page.split())


def test_the_soonest_come_first_and_names_on_demand(desk):
    school_inspected(date(2024, 5, 1), name="Aspen School")
    school_inspected(date(2022, 5, 1), name="Birch School")
    school_inspected(date(2023, 5, 1), name="Cedar School")
    assert names(desk, q="school")[:3] == ["Birch School", "Cedar School", "Aspen School"]
    assert names(desk, q="school", sort="name")[:3] == ["Aspen School", "Birch School", "Cedar School"]


def test_where_the_register_may_be_behind_stands_apart(desk):
    for day, name in ((date(2014, 5, 1), "Aspen School"), (date(2022, 5, 1), "Birch School")):
        school_inspected(day, name=name)
    stale = school_inspected(date(2014, 6, 1), name="Cedar School")
    windows.refresh(on=date(2026, 11, 23))
    m.School.objects.filter(pk=stale.pk).update(window_confidence="by hand")
    page = desk.get(reverse("inspections:schools"), {"q": "school"}).content.decode()
    main, apart = page.split('id="behind"')
    assert "the register shows none" in apart
    assert [name in main for name in ("Aspen School", "Birch School", "Cedar School")] == [False, True, True]
    assert [name in apart for name in ("Aspen School", "Birch School", "Cedar School")] == [True, False, False]
    assert names(desk, q="aspen") == names(desk, q="school", behind="1")[:1] == ["Aspen School"]
    assert 'id="behind"' not in table(desk, q="school", sort="name")


def test_the_year_is_drawn_by_week_with_the_weeks_in_which_a_call_is_usual(desk, cast):
    school_inspected(date(2022, 5, 1), name="Birch School")
    m.Term.objects.create(
        authority=cast.authority, name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
    )
    page = table(desk)
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert drawn.count("<rect") == 53
    assert drawn.count("<circle") > 5
    assert "style=" not in drawn
    assert "Birch" not in drawn
    assert "<svg" not in table(desk, q="birch")
    monday = date(2026, 11, 23)
    weeks = picture.year(
        {date(2026, 11, 26): 2, date(2020, 1, 1): 1}, [monday, date(2026, 11, 30)], [monday], [monday], monday
    ).weeks
    assert [(week.open, week.enter, week.usual) for week in weeks] == [(3, 2, True), (3, 0, None)]


@pytest.mark.parametrize("search", ["mary", "Mary's", "ST MARY", "oak", "990802", "9908", "o'k"])
def test_search_by_the_beginning_of_words_or_of_a_urn(desk, search):
    school_inspected(name="St Mary's Oak School", urn="990802")
    found = names(desk, q=search)
    assert ("St Mary's Oak School" in [name.replace("&#x27;", "'") for name in found]) is (search != "o'k")


@pytest.mark.parametrize("search", ["ary", "zebra", "%", "_", "' OR 1=1", "\\", "& | !", "a:*", "x" * 100])
def test_search_finds_nothing_where_nothing_fits(desk, search):
    school_inspected(name="St Mary's School", urn="990802")
    assert names(desk, q=search) == []


def test_filters(desk):
    far = AuthorityFactory(code="988", in_network=False)
    school_inspected(date(2022, 5, 1), name="Fir A Open")
    school_inspected(date(2025, 5, 1), name="Fir B Shut")
    school_inspected(date(2022, 6, 1), name="Fir C Open Secondary", phase="Secondary")
    school_inspected(date(2022, 7, 1), name="Fir D Far", authority=far)
    assert names(desk, q="fir", sort="name") == ["Fir A Open", "Fir B Shut", "Fir C Open Secondary"]
    assert len(names(desk, q="fir", area="all")) == 4
    assert names(desk, q="fir", open="1", sort="name") == ["Fir A Open", "Fir C Open Secondary"]
    assert names(desk, q="fir", phase="Secondary") == ["Fir C Open Secondary"]
    assert len(names(desk, q="fir", area="nonsense", phase="nonsense", sort="nonsense", after="nonsense")) == 3
    m.Authority.objects.update(in_network=True)
    assert len(names(desk, q="fir")) == 4
    assert names(desk, q="fir", area="988") == ["Fir D Far"]


def test_heads_without_a_buddy(desk, cast):
    # The cast's heads lead community schools of which no inspection is known: they too have a (unknown) window.
    school = school_inspected(date(2022, 5, 1), name="Example Oak School")
    MembershipFactory(person=cast.other_head, school=school, role=m.Membership.ACTING_HEAD)
    assert names(desk, q="oak", head="alone") == ["Example Oak School"]
    now = clock.now()
    Pairing.objects.create(
        head=cast.other_head, buddy=cast.buddy, state=Pairing.IN_FORCE, head_yes_at=now, buddy_yes_at=now
    )
    assert names(desk, q="oak", head="alone") == []
    assert re.search(r'data-label="Buddy">\s*Paired\s*</td>', table(desk, q="oak"))


def test_by_how_its_head_stands(desk, cast):
    school = school_inspected(date(2022, 5, 1), name="Example Oak School")

    def found() -> set[str]:
        return {head for head in ("missing", "unasked", "alone", "paired") if names(desk, q="oak", head=head)}

    assert found() == {"missing"}
    MembershipFactory(person=cast.other_head, school=school, role=m.Membership.ACTING_HEAD)
    assert found() == {"unasked", "alone"}
    asked = Pairing.objects.create(head=cast.other_head, buddy=cast.buddy, state=Pairing.ASKED)
    assert found() == {"alone"}
    now = clock.now()
    Pairing.objects.filter(pk=asked.pk).update(state=Pairing.IN_FORCE, head_yes_at=now, buddy_yes_at=now)
    assert found() == {"paired"}
    m.Person.objects.filter(pk=cast.other_head.pk).update(joined_at=None)
    assert found() == {"missing"}


def test_pages_follow_each_other_without_a_gap(desk):
    for number in range(120):
        school_inspected(date(2022 + number % 3, 5, 1), name=f"Elm School {number % 7}")
    for sort in ("soonest", "name"):
        seen, asked = [], {"q": "elm", "sort": sort}
        for expected in (50, 50, 20):
            page = table(desk, **asked)
            urns = re.findall(r'<span class="govuk-hint">(\d{6}),', page)
            assert len(urns) == expected
            seen += urns
            more = re.search(r'href="\?([^"]*)" rel="next"', page)
            if more:
                asked = dict(re.findall(r"(\w+)=([^&]*)", more[1].replace("&amp;", "&").replace("%2C", ",")))
                asked["after"] = asked["after"].replace("+", " ")
        assert more is None
        assert len(set(seen)) == 120


@pytest.mark.parametrize(
    "after", ["x", "990801", "990801,", ",", "990801,2026-99-99", "1;2,3", "990801,\x00", "9" * 999]
)
@pytest.mark.parametrize("sort", ["soonest", "name"])
def test_a_broken_key_shows_the_first_page(desk, after, sort):
    school_inspected(name="Aspen School")
    if sort == "name" and after == "990801,2026-99-99":
        return
    assert "Aspen School" in names(desk, after=after, sort=sort)


@pytest.mark.parametrize("many", [1, 30])
def test_schools_asks_the_same_number_of_questions(desk, many, django_assert_num_queries):
    for _ in range(many):
        school_inspected()
    windows.refresh(on=date(2026, 11, 23))
    # session, person, her roles; the areas of the network, the schools, those of which the register is behind,
    # the rules' words; the estimates, the windows of the year, the days on record; the navigation
    with django_assert_num_queries(11):
        desk.get(reverse("inspections:schools"))


def test_schools_csv_has_what_was_asked_for(desk):
    school_inspected(name="=Aspen School", urn="990801")
    school_inspected(name="Birch School")
    windows.refresh(on=date(2026, 11, 23))
    answer = desk.get(reverse("inspections:schools-csv"), {"q": "aspen"})
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines == [
        {
            "urn": "990801",
            "name": "'=Aspen School",
            "authority": "Exampleton",
            "phase": "Primary",
            "rule": "W2",
            "opens_on": "2026-07-31",
            "due_on": "2027-07-31",
            "limit_on": "2028-07-31",
            "confidence": "medium",
            "in_window": "yes",
            "buddy": "",
        }
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="windows-')


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_schools_csv_makes_formulas_inert(desk, start):
    school_inspected(name=f"{start}cmd|' /C calc'!A0", urn="990801")
    windows.refresh(on=date(2026, 11, 23))
    answer = desk.get(reverse("inspections:schools-csv"), {"q": "990801"})
    (_, row) = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline=""))
    assert row[1].startswith(f"'{start}")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7*7 }}", "Null", "%s %(name)s"])
def test_a_name_is_only_ever_text(desk, name):
    school_inspected(name=name, urn="990801")
    page = table(desk, q="990801")
    assert f">{escape(name)}</a>" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in table(desk, q='"><img src=x>')


def test_a_school_without_a_window_is_not_listed(desk):
    SchoolFactory(name="Aspen School", kind="Other independent school", kind_group="Independent schools")
    school_inspected(name="Aspen Closed School", status=m.School.CLOSED)
    assert names(desk, q="aspen") == []


def test_nothing_yet(desk):
    m.School.objects.update(status=m.School.CLOSED)
    assert "Bring in the register first." in table(desk)
    assert "No school fits." in table(desk, q="zebra")
