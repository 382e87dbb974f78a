"""Where somebody is and has been, from her posts: what the hard rules and the points of the matching start from."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from buddies.matching import posts
from network import clock
from network.models import Membership, Organisation
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    """Two schools of one trust, one of none and one of a federation; all in the same council."""
    trust, board = f.OrganisationFactory(), f.OrganisationFactory(kind=Organisation.BOARD)
    first = f.SchoolFactory(trust=trust, pupils=100)
    area = {"authority": first.authority}
    return SimpleNamespace(
        person=f.PersonFactory(),
        trust=trust,
        first=first,
        second=f.SchoolFactory(trust=trust, pupils=200, in_window=True, **area),
        own=f.SchoolFactory(pupils=300, phase="Secondary", **area),
        federated=f.SchoolFactory(board=board, pupils=400, **area),
        council=f"council:{first.authority.code}",
        of_trust=f"trust:{trust.pk}",
        of_board=f"board:{board.pk}",
    )


@pytest.fixture(params=["few", "a whole country"])
def place_of(request, monkeypatch):
    """Asked for a few people, and as it is for so many that everybody's posts are read."""
    if request.param != "few":
        monkeypatch.setattr(posts, "MANY", 0)
        f.MembershipFactory()  # somebody else, of whom nobody asked
    return lambda person: posts.of_people({person.pk})[person.pk]


def post(town, where, *, role=Membership.HEAD, years_ago=1.0, ended_days_ago=None):
    now = clock.now()
    f.MembershipFactory(
        person=town.person,
        role=role,
        from_at=now - timedelta(days=int(365 * years_ago)),
        to_at=None if ended_days_ago is None else now - timedelta(days=ended_days_ago),
        **{"organisation" if isinstance(where, Organisation) else "school": where},
    )


def schools(*those):
    return {f"school:{school.pk}" for school in those}


def test_a_head_of_one_school(town, place_of):
    post(town, town.second)
    place = place_of(town.person)
    assert place.schools == schools(town.second)
    assert place.employers == {town.of_trust}
    assert place.former_employers == set()
    assert place.over == {town.of_trust, town.council}
    assert (place.school, place.in_window) == (town.second, True)
    side = place.side()
    assert (side["pupils"], side["easting"], side["northing"]) == (200, town.second.easting, 115000)


def test_nobody_is_above_whoever_leads_nothing(town, place_of):
    post(town, town.first, role=Membership.STAFF)
    place = place_of(town.person)
    assert (place.schools, place.employers, place.over) == (schools(town.first), {town.of_trust}, set())
    assert place.school == town.first


def test_who_works_for_a_trust_has_no_school(town, place_of):
    post(town, town.trust, role=Membership.MANAGER)
    place = place_of(town.person)
    assert (place.schools, place.employers, place.over, place.school) == (set(), {town.of_trust}, set(), None)


def test_who_left_is_bound_for_two_years(town, place_of):
    post(town, town.federated, ended_days_ago=10)
    place = place_of(town.person)
    assert (place.schools, place.employers, place.former_employers) == (set(), set(), {town.of_board})
    assert place.over == {town.of_board, town.council}  # who was above her yesterday is no buddy for her today
    assert place.school is None


def test_after_two_years_she_is_free(town, place_of):
    post(town, town.federated, years_ago=5, ended_days_ago=731)
    assert place_of(town.person) == posts.Posts()


def test_who_moved_within_her_trust_has_not_left_it(town, place_of):
    post(town, town.first, years_ago=3, ended_days_ago=100)
    post(town, town.federated, years_ago=2, ended_days_ago=50)
    post(town, town.second, years_ago=0.1)
    place = place_of(town.person)
    assert (place.employers, place.former_employers) == ({town.of_trust}, {town.of_board})
    assert place.over == {town.of_trust, town.of_board, town.council}
    assert (place.schools, place.school) == (schools(town.second), town.second)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_schools_the_older_headship_says_what_hers_is_like(town, place_of, turned):
    posts = [(town.own, 3), (town.second, 1)]
    for school, years in posts[::-1] if turned else posts:
        post(town, school, years_ago=years)
    place = place_of(town.person)
    assert place.schools == schools(town.own, town.second)
    assert (place.school, place.employers) == (town.own, {town.of_trust})
    assert place.in_window  # one of the two is


@pytest.mark.parametrize("turned", [False, True])
def test_the_school_she_leads_comes_before_an_older_post(town, place_of, turned):
    posts = [(town.first, Membership.STAFF, 9), (town.own, Membership.HEAD, 1)]
    for school, role, years in posts[::-1] if turned else posts:
        post(town, school, role=role, years_ago=years)
    post(town, town.trust, role=Membership.MANAGER, years_ago=0.5)
    place = place_of(town.person)
    assert place.schools == schools(town.first, town.own)
    assert (place.school, place.over) == (town.own, {town.council})
    assert place.employers == {town.of_trust}


def test_a_post_that_has_not_begun_is_none(town, place_of):
    post(town, town.first, years_ago=-1)
    assert place_of(town.person) == posts.Posts()
