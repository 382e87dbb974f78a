"""An address that was thought broken: whoever it belongs to mends it with one press, or by a code that arrives, and a
number is shown to be rung all the while (faults A7)."""

import pytest
from django.test import Client
from django.urls import reverse

from network import clock
from network.details.actions import contact_points
from network.models import AuditRow, ContactPoint
from network.rules import NotAllowed
from outbox import actions as outbox
from outbox.models import Message
from tests import factories as f
from tests.network.sign_in.test_sign_in import ask, code_for, type_code
from tests.reading import as_read

pytestmark = pytest.mark.django_db
DETAILS = "network:my-details"


def broken(person, channel="email") -> ContactPoint:
    point = person.contact_points.filter(channel=channel, confirmed_at__isnull=False).first()
    ContactPoint.objects.filter(pk=point.pk).update(broken_at=clock.now(), broken_why="the address was refused (550)")
    return point


def works(point) -> bool:
    point.refresh_from_db()
    return point.broken_at is None and point.broken_why == ""


def try_again(client, point):
    return client.post(reverse("network:contact-point-try-again", args=[point.public_id]), follow=True)


def test_one_press_beside_the_sign_in_address_mends_it(head, sign_in):
    point = broken(head)
    assert point.address == head.email
    client = sign_in(head)
    page = as_read(client.get(reverse(DETAILS)))
    assert "Does not work: nothing got through" in page
    assert reverse("network:contact-point-try-again", args=[point.public_id]) in page
    answer = as_read(try_again(client, point))
    assert "Messages go there again." in answer
    assert "Does not work" not in answer
    assert works(point)
    assert AuditRow.objects.filter(verb="contact-point.mended", by=head, concerns=head).count() == 1


def test_pressed_twice_it_is_written_down_once(head, sign_in):
    point, client = broken(head), sign_in(head)
    for _ in range(2):
        assert "Messages go there again." in as_read(try_again(client, point))
    assert AuditRow.objects.filter(verb="contact-point.mended").count() == 1


def test_nobody_mends_anothers(head, buddy, sign_in):
    point = broken(head)
    assert try_again(sign_in(buddy), point).status_code == 404
    with pytest.raises(NotAllowed):
        contact_points.try_again(by=buddy, point=point)
    assert not works(point)


def test_adding_it_again_mends_it(head, sign_in):
    point = broken(head)
    answer = sign_in(head).post(
        reverse("network:contact-point-add"), {"way": "private-email", "address": point.address}, follow=True
    )
    assert "Messages go there." in as_read(answer)
    assert works(point)


def test_a_code_that_arrives_there_and_is_typed_mends_it(head):
    point = broken(head)
    client = Client()
    ask(client, head.email)
    assert not works(point)
    type_code(client, code_for(head))
    assert works(point)


def test_a_code_that_is_wrong_mends_nothing(head):
    point = broken(head)
    client = Client()
    ask(client, head.email)
    type_code(client, "AAAA-AAAA")
    assert not works(point)


def test_what_was_given_up_for_it_and_is_still_useful_goes_now(head):
    row = outbox.put(to=head, kind="security-notice", occurrence="1", by=None)
    other = outbox.put(to=head, kind="security-notice", occurrence="2", by=None)
    Message.objects.filter(pk=row.pk).update(state=Message.FAILED, why="the address was refused (550)", step=3)
    Message.objects.filter(pk=other.pk).update(state=Message.FAILED, why="set aside: ValueError")
    contact_points.try_again(by=head, point=broken(head))
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.step, row.why) == ("due", 0, "")
    assert other.state == "failed"


def test_a_number_to_which_no_text_gets_through_is_still_shown_and_rung(head, sign_in):
    point = broken(head, "sms")
    assert point in head.contact_points.to_ring()
    page = as_read(sign_in(head).get(reverse(DETAILS)))
    assert "No text gets through" in page
    assert "It can still be rung" in page
    assert "Give us a mobile number" not in page


def test_a_number_to_which_texts_go_is_shown_first(head):
    point = broken(head, "sms")
    other = f.ContactPointFactory(person=head, channel="sms", address="+447700900555", place=9)
    assert list(head.contact_points.to_ring()) == [other, point]


def test_an_address_to_which_no_mail_goes_is_not_shown_to_be_written_to(head):
    assert broken(head) not in head.contact_points.to_reach()
