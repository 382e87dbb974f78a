"""Danger to life: two people of those who run the network, telephone numbers only, and she is always told."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from network import clock
from network.details.actions import people
from network.help.actions import break_glass
from network.models import AuditRow, BreakGlass, ContactPoint
from network.rules import NotAllowed, WrongState
from outbox import kinds
from outbox.models import Message
from tests import factories as f
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(head):
    f.ContactPointFactory(person=head, channel="email", address="secret@example.org", place=5)
    point = ContactPoint.objects.filter(person=head, channel="sms").first()
    ContactPoint.objects.filter(pk=point.pk).update(address="+447700900777")
    return "+447700900777"


def page(client, row):
    return as_read(client.get(reverse("network:danger", args=[row.public_id])))


def ask(client, head):
    client.post(reverse("network:danger-ask", args=[head.public_id]))
    return BreakGlass.objects.get()


def test_it_takes_two_and_shows_numbers_alone(sign_in, officer, administrator, head, number):
    row = ask(sign_in(officer), head)
    assert number not in page(sign_in(officer), row), "nothing before the second"
    assert number not in page(sign_in(administrator), row)
    sign_in(administrator).post(reverse("network:danger", args=[row.public_id]))
    for person in (officer, administrator):
        text = page(sign_in(person), row)
        assert number in text
        assert "@example.org" not in text
    third = f.RoleGrantFactory(role="officer").person
    assert number not in page(sign_in(third), row), "the two alone"
    opened = BreakGlass.objects.select_related("about").get()
    assert break_glass.numbers(reader=third, row=opened) == [], "not by the action either"


def test_one_person_cannot_be_both(sign_in, officer, head, number):
    row = ask(sign_in(officer), head)
    assert sign_in(officer).post(reverse("network:danger", args=[row.public_id])).status_code == 403
    assert not BreakGlass.objects.exclude(opened_at=None).exists()
    with pytest.raises(IntegrityError):
        BreakGlass.objects.filter(pk=row.pk).update(opened_by=officer, opened_at=clock.now())


def test_never_about_oneself_nor_opened_by_her(officer, administrator):
    with pytest.raises(NotAllowed):
        break_glass.ask(by=officer, about=officer)
    row = break_glass.ask(by=administrator, about=officer)
    assert not BreakGlass.objects.visible_to(officer).exists()
    with pytest.raises(NotAllowed):
        break_glass.open_numbers(by=officer, row=row)


def test_nobody_else_may(head, buddy, representative, deputy):
    for person in (buddy, representative, deputy, head):
        with pytest.raises(NotAllowed):
            break_glass.ask(by=person, about=head if person != head else buddy)


def test_she_is_always_told_twice_and_reads_who(sign_in, officer, administrator, head, number):
    row = break_glass.ask(by=officer, about=head)
    told = Message.objects.filter(to=head, kind="number-asked-for")
    assert told.count() == 1
    break_glass.open_numbers(by=administrator, row=row)
    assert told.count() == 2
    assert all(kinds.get(message.kind).still_wanted(message) for message in told)
    break_glass.numbers(reader=officer, row=BreakGlass.objects.get())
    text = as_read(sign_in(head).get(reverse("network:who-looked")))
    assert "Ollie Example</strong>: asked for your telephone numbers, for fear for your life" in text
    assert "Addison Example</strong>: agreed that two people see your telephone numbers" in text
    assert "Ollie Example</strong> opened your telephone numbers, for fear for your life" in text


def test_the_others_are_asked_and_only_while_there_is_something_to_do(officer, administrator, head):
    row = break_glass.ask(by=officer, about=head)
    (message,) = Message.objects.filter(kind="break-glass")
    assert message.to == administrator
    assert kinds.get("break-glass").still_wanted(message)
    with time_machine.travel(row.asked_at + BreakGlass.ASKED_FOR):
        assert not kinds.get("break-glass").still_wanted(message)


def test_the_second_has_an_hour_and_both_have_two(officer, administrator, head, number):
    row = break_glass.ask(by=officer, about=head)
    with time_machine.travel(row.asked_at + timedelta(minutes=61)), pytest.raises(WrongState):
        break_glass.open_numbers(by=administrator, row=row)
    with time_machine.travel(row.asked_at + timedelta(minutes=59)):
        break_glass.open_numbers(by=administrator, row=row)
    row = BreakGlass.objects.select_related("about").get()
    with time_machine.travel(row.opened_at + timedelta(minutes=119)):
        assert break_glass.numbers(reader=officer, row=row) == [number]
    with time_machine.travel(row.opened_at + timedelta(minutes=120)):
        assert break_glass.numbers(reader=officer, row=row) == []


def test_pressed_twice_it_is_asked_once_and_opened_once(officer, administrator, head):
    other = f.RoleGrantFactory(role="officer").person
    row = break_glass.ask(by=officer, about=head)
    assert break_glass.ask(by=other, about=head) == row
    break_glass.open_numbers(by=administrator, row=row)
    with pytest.raises(WrongState):
        break_glass.open_numbers(by=other, row=row)
    assert AuditRow.objects.filter(verb="break-glass.open").count() == 1


def test_whoever_runs_the_network_no_longer_reads_nothing(officer, administrator, head, number):
    row = break_glass.ask(by=officer, about=head)
    break_glass.open_numbers(by=administrator, row=row)
    officer.role_grants.update(ended_at=clock.now(), ended_by=administrator)
    gone = type(officer).objects.get(pk=officer.pk)
    assert break_glass.numbers(reader=gone, row=BreakGlass.objects.get()) == []


def test_it_goes_with_her_account(officer, head):
    break_glass.ask(by=officer, about=head)
    people.erase(by=head)
    assert not BreakGlass.objects.exists()
