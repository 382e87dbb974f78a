"""Who else may know the days."""

import pytest

from buddies.models import CalendarLink
from inspections.calls.actions import inspections
from inspections.models import Inspection, Told
from inspections.silence.actions import sharing
from network import models as m
from network.rules import NotAllowed, WrongState
from tests import counts
from tests.inspections.story import call, enter_window
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast):
    enter_window(cast)
    m.Tie.objects.filter(head=cast.head, kind=m.Tie.SHARED).delete()
    return cast


def test_nobody_else_is_told_unless_she_chose_so_beforehand(story):
    assert {told.role for told in call(story).told.all()} == {Told.BUDDY, Told.RESERVE}


def test_whom_she_chose_is_told_and_sees_the_days_until_she_withdraws(story, sign_in):
    tie = sharing.share_days(by=story.head, person=story.representative)
    inspection = call(story)
    assert inspection.told.get(person=story.representative).role == Told.CHOSEN
    text = sign_in(story.representative).get("/today/").content.decode()
    assert "Hollis Example shares the days with you" in text
    sharing.withdraw(by=story.head, tie=tie)
    assert not Inspection.objects.visible_to(story.representative).exists()
    assert "shares the days" not in sign_in(story.representative).get("/today/").content.decode()


def test_an_officer_she_chose_reads_of_it_once_there_are_days(story, sign_in):
    sharing.share_days(by=story.head, person=story.officer)
    assert "shares the days with you" not in sign_in(story.officer).get("/today/").content.decode()
    inspection = call(story)
    assert "Hollis Example shares the days with you" in sign_in(story.officer).get("/today/").content.decode()
    inspections.close(by=story.head, inspection=inspection)
    assert "shares the days with you" not in sign_in(story.officer).get("/today/").content.decode()


def test_by_the_page(story, sign_in):
    client = sign_in(story.head)
    for address in ("nobody@example.org", story.head.email):
        assert "Nobody here can be chosen" in client.post("/who-else/", {"email": address}).content.decode()
    assert "Sage Example" in client.post("/who-else/", {"email": "SAGE@example.org"}, follow=True).content.decode()
    tie = m.Tie.objects.get(kind=m.Tie.SHARED, person=story.representative)
    client.post(f"/who-else/{tie.public_id}/end/")
    assert "You have chosen nobody." in client.get("/who-else/").content.decode()


def test_only_the_head_gives_and_takes(story):
    tie = sharing.share_days(by=story.head, person=story.representative)
    with pytest.raises(NotAllowed):
        sharing.withdraw(by=story.buddy, tie=tie)
    with pytest.raises(WrongState):
        sharing.share_days(by=story.head, person=story.head)


@pytest.mark.parametrize(("page", "field"), [("/who-else/", "email"), ("/if-i-go-quiet/", "named_email")])
def test_nobody_tries_a_list_of_addresses(cast, page, field):
    """Whose private address it is would be told by the name in the answer."""
    counts.begin_again()
    client = signed_in(cast.head)
    answers = [client.post(page, {field: f"try{number}@example.org"}).status_code for number in range(21)]
    assert answers == [*[200] * 20, 429]
    assert client.get(page).status_code == 200
    counts.begin_again()


def test_naming_people_takes_a_fresh_sign_in(cast):
    stale = signed_in(cast.head, fresh=False)
    for page in ("/who-else/", "/if-i-go-quiet/", "/my-calendar/"):
        assert stale.get(page).url.startswith("/sign-in/again/"), page
    assert stale.post("/my-calendar/create/").url.startswith("/sign-in/again/")
    assert not CalendarLink.objects.exists()
    assert signed_in(cast.head).post("/my-calendar/create/").url == "/my-calendar/"
    assert stale.post("/my-calendar/rotate/").url.startswith("/sign-in/again/")
    assert stale.post("/my-calendar/revoke/").url == "/my-calendar/"
    assert not CalendarLink.objects.live().exists()
