"""Did the council offer to comment on the draft in time? By the head's word; the officer sees it if she says so."""

import re
from datetime import date

import pytest
from django.urls import reverse

from inspections.comment_offers import actions as comment_offers
from inspections.models import CommentOffer, Inspection
from network.rules import NotAllowed, WrongState
from tests.inspections.story import at, call, enter_window
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast):
    enter_window(cast)
    inspection = call(cast)
    now.move_to(at("2027-01-12 10:00"))
    Inspection.objects.filter(pk=inspection.pk).update(draft_on=date(2027, 1, 8), draft_noted_at=at("2027-01-08 10:00"))
    cast.things["inspection"] = Inspection.objects.select_related("head").get(pk=inspection.pk)
    return cast


def address(story):
    return f"/inspection/{story.inspection.public_id}/comment-offer/"


def board(story, sign_in) -> str:
    """The officer's front page and that of comments, without what differs at every request."""
    client = sign_in(story.officer)
    pages = (as_read(client.get(address)) for address in ("/today/", reverse("inspections:comments-shared")))
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", "".join(pages))


def test_the_officer_sees_it_only_where_the_head_shared_it(story, sign_in):
    before = board(story, sign_in)
    client = sign_in(story.head)
    client.post(address(story), {"who": "council", "in_time": "no"})
    assert CommentOffer.objects.get().in_time is False
    assert board(story, sign_in) == before, "noted for herself: not a byte differs"
    client.post(address(story), {"who": "council", "in_time": "no", "shared": "on"})
    shown = board(story, sign_in)
    assert "comment on a draft that a head shared" in shown
    assert "Example Junior School: the council did not offer to comment in time" in shown
    client.post(
        address(story),
        {"who": "council", "in_time": "yes", "by_whom": "Lou Example", "on": "2027-01-11", "shared": "on"},
    )
    assert "the council offered to comment in time, Lou Example, on 11 January" in board(story, sign_in)
    client.post(address(story), {"what": "forget"})
    assert board(story, sign_in) == before


def test_the_page_is_the_heads_alone_and_after_the_draft(story, sign_in):
    assert "The officer of the network may see this" in sign_in(story.head).get(address(story)).content.decode()
    for person in (story.deputy, story.buddy, story.officer, story.representative):
        assert sign_in(person).get(address(story)).status_code == 404
        with pytest.raises(NotAllowed):
            comment_offers.note(by=person, inspection=story.inspection, who="council", in_time=True)
    story.inspection.draft_on = None
    with pytest.raises(WrongState):
        comment_offers.note(by=story.head, inspection=story.inspection, who="council", in_time=True)


def test_it_is_in_her_export(story):
    comment_offers.note(by=story.head, inspection=story.inspection, who="trust", in_time=True)
    (row,) = comment_offers.export(person=story.head)["offers to comment on the draft"]
    assert (row["who"], row["in time"], row["the officer may see it"]) == ("The trust", True, False)
