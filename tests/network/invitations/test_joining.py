"""The pages behind an invitation's link, and its token in every wrong shape."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from network import hooks
from network.invitations import actions as invitations
from network.invitations import tokens
from network.members.actions import roles
from network.models import AuditRow, ContactPoint, Invitation, Membership, Person, RoleGrant
from network.privacy import key_store
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.wording.tokens import worked_out
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network_ready")]
GIVEN = {"name": "Robin Example", "email": "robin.own@example.org", "phone": "07700 900123"}


@pytest.fixture
def invitation(officer, cast):
    wanted = Invitation(name="Robin", email="head@school.example", role="head", school=cast.school)
    return invitations.send(by=officer, wanted=wanted)


def opened(invitation) -> Client:
    client = Client()
    answer = client.get(reverse("network:invitation-link", kwargs={"token": tokens.make(invitation)}))
    assert answer.url == reverse("network:join")
    return client


def last_code(person) -> str:
    return key_store.decrypt(Message.objects.filter(to=person, kind="address-check").latest("pk").sealed)


def join(invitation, **more) -> Client:
    client = opened(invitation)
    client.post(reverse("network:join"), GIVEN | more)
    client.post(reverse("network:join-code"), {"code": last_code(invitation.person)})
    return client


def test_she_joins_with_her_private_address(invitation, cast):
    client = join(invitation)
    person = Person.objects.get(pk=invitation.person_id)
    assert person.joined_at is not None
    assert person.name == "Robin Example"
    assert person.email == "robin.own@example.org"
    assert Membership.objects.live().get(person=person).school == cast.school
    points = ContactPoint.objects.filter(person=person)
    assert set(points.filter(confirmed_at__isnull=False).values_list("address", "private")) == {
        ("robin.own@example.org", True),
        ("head@school.example", False),
    }
    assert points.get(channel="sms").confirmed_at is None
    assert points.order_by("place").first().address == "robin.own@example.org"
    assert client.get(reverse("network:my-details")).url == reverse("second-step")
    assert Invitation.objects.get(pk=invitation.pk).state == Invitation.ACCEPTED


def test_school_address_is_locked_out_from_then_on(invitation):
    join(invitation)
    Client().post(reverse("account_login"), {"email": "head@school.example"})
    assert not Message.objects.filter(kind="sign-in-code").exists()


def test_without_a_private_address_the_invited_one_takes_the_code(invitation):
    join(invitation, email="", phone="")
    person = Person.objects.get(pk=invitation.person_id)
    assert person.email == "head@school.example"
    assert not ContactPoint.objects.get(person=person).private


@pytest.mark.parametrize("email", ["", "HEAD@school.example"])
def test_the_invited_address_is_private_if_she_says_so(email, invitation):
    join(invitation, email=email, own="on")
    person = Person.objects.get(pk=invitation.person_id)
    assert person.email == "head@school.example"
    assert ContactPoint.objects.get(person=person, channel="email").private


def test_the_invited_address_given_as_private_is_asked_about(invitation):
    page = opened(invitation).post(reverse("network:join"), GIVEN | {"email": "head@school.example"})
    assert "If it is your own, tick the box below." in page.content.decode()
    assert not Message.objects.filter(kind="address-check").exists()


def test_upper_apps_hear_of_it(invitation, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "membership_changed", [lambda **given: heard.append(given)])
    join(invitation)
    assert [one["membership"].role for one in heard] == ["head"]


def test_link_page_shows_nothing_about_anybody(invitation, cast):
    page = opened(invitation).get(reverse("network:join")).content.decode()
    for private in ("Robin", "head@school.example", cast.school.name):
        assert private not in page


def test_link_leaves_the_address_bar_and_changes_nothing(invitation):
    before = Invitation.objects.values().get(pk=invitation.pk)
    client = Client()
    url = reverse("network:invitation-link", kwargs={"token": tokens.make(invitation)})
    for _ in range(20):
        client.head(url)
        answer = client.get(url)
        client.get(answer.url)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store" or answer["Cache-Control"] == "no-store"
    cookie = answer.cookies["link-invitation"]
    assert cookie["httponly"]
    assert cookie["path"] == reverse("network:join")
    assert Invitation.objects.values().get(pk=invitation.pk) == before
    assert not Message.objects.filter(kind="address-check").exists()


def gone(client) -> bytes:
    page = client.get(reverse("network:join"))
    assert page.status_code == 404
    return page.content


def with_cookie(raw) -> Client:
    client = Client()
    client.cookies["link-invitation"] = raw
    return client


WRONG = {
    "cut": lambda token: token[:-1],
    "upper-cased": str.upper,
    "lower-cased": str.lower,
    "with a full stop": lambda token: token + ".",
    "with a bracket": lambda token: token + ">",
    "with a space": lambda token: token + " ",
    "of another purpose": lambda token: "A" * 24,
    "wrapped by a mail gateway": lambda token: "https%3A%2F%2Fgateway.example%2F" + token,
    "nothing": lambda token: "",
}


@pytest.mark.parametrize("how", WRONG)
def test_wrong_token_is_the_same_page_as_none(how, invitation):
    assert gone(with_cookie(WRONG[how](tokens.make(invitation)))) == gone(Client())


@pytest.mark.parametrize("how", ["with a full stop", "with a bracket", "cut", "upper-cased"])
def test_wrong_link_leads_to_the_same_page(how, invitation):
    client = Client()
    client.get(reverse("network:invitation-link", kwargs={"token": WRONG[how](tokens.make(invitation))}))
    gone(client)


def test_token_of_a_message_is_no_invitation(invitation):
    row = Message.objects.get(kind="invitation")
    assert tokens.find(worked_out("check-in", row)) is None


def test_token_runs_out_to_the_second(invitation, time_machine):
    token = tokens.make(invitation)
    time_machine.move_to(invitation.expires_at - timedelta(seconds=1), tick=False)
    assert tokens.find(token) == invitation
    time_machine.move_to(invitation.expires_at + timedelta(seconds=1), tick=False)
    assert tokens.find(token) is None
    gone(with_cookie(token))


def test_used_token_works_no_more(invitation):
    join(invitation)
    gone(with_cookie(tokens.make(invitation)))


def test_link_that_was_withdrawn_meanwhile_is_refused_at_the_press(invitation, officer):
    client = opened(invitation)
    client.post(reverse("network:join"), GIVEN)
    invitations.withdraw(by=officer, invitation=invitation)
    assert client.post(reverse("network:join-code"), {"code": last_code(invitation.person)}).status_code == 404
    assert Person.objects.get(pk=invitation.person_id).joined_at is None


def test_code_belongs_to_the_browser_that_asked(invitation):
    opened(invitation).post(reverse("network:join"), GIVEN)
    code = last_code(invitation.person)
    assert opened(invitation).post(reverse("network:join-code"), {"code": code}).status_code == 404


def test_five_wrong_codes_end_it(invitation):
    client = opened(invitation)
    client.post(reverse("network:join"), GIVEN)
    right = last_code(invitation.person)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        client.post(reverse("network:join-code"), {"code": wrong})
    page = client.post(reverse("network:join-code"), {"code": right})
    assert "works no more" in page.content.decode()
    assert Person.objects.get(pk=invitation.person_id).joined_at is None


def test_code_runs_out(invitation, time_machine):
    client = opened(invitation)
    client.post(reverse("network:join"), GIVEN)
    import time

    time_machine.move_to(time.time() + 601)
    page = client.post(reverse("network:join-code"), {"code": last_code(invitation.person)})
    assert "works no more" in page.content.decode()


def test_only_so_many_codes_an_hour(invitation):
    client = opened(invitation)
    for _ in range(6):
        assert client.post(reverse("network:join"), GIVEN).status_code == 302
    assert client.post(reverse("network:join"), GIVEN).status_code == 429


def test_somebody_who_has_an_account_keeps_it(invitation, other_head, cast):
    """She was invited at the school's address and gives the one she signs in with already."""
    client = join(invitation, email=other_head.email)
    assert Membership.objects.live().filter(person=other_head, school=cast.school).exists()
    assert Person.objects.get(pk=invitation.person_id).joined_at is None
    assert Invitation.objects.get(pk=invitation.pk).person == other_head
    assert client.get(reverse("network:my-details")).url == reverse("second-step")


def test_member_answers_behind_her_own_sign_in(officer, other_head, cast, sign_in):
    wanted = Invitation(name="x y", email=other_head.email, role="co_head", school=cast.school)
    sent = invitations.send(by=officer, wanted=wanted)
    assert opened(sent).get(reverse("network:join")).url == reverse("network:my-details")
    client = sign_in(other_head)
    assert "You are invited to be" in client.get(reverse("network:my-details")).content.decode()
    client.post(reverse("network:invitation-accept", kwargs={"public_id": sent.public_id}))
    assert Membership.objects.live().filter(person=other_head, role="co_head").exists()


def test_nobody_accepts_for_another(officer, other_head, head, cast):
    wanted = Invitation(name="x y", email=other_head.email, role="co_head", school=cast.school)
    sent = invitations.send(by=officer, wanted=wanted)
    with pytest.raises(NotAllowed):
        invitations.accept_as_member(by=head, invitation=sent)


def test_invited_officer_waits_for_a_second_administrator(administrator, invitation):
    wanted = Invitation(name="Olly", email="olly@example.org", role="officer")
    sent = invitations.send(by=administrator, wanted=wanted)
    join(sent, email="", phone="")
    grant = RoleGrant.objects.get(person=sent.person)
    assert grant.confirmed_at is None
    with pytest.raises(NotAllowed):
        roles.confirm(by=administrator, grant=grant)
    second = f.RoleGrantFactory(role="administrator").person
    roles.confirm(by=second, grant=grant)
    assert RoleGrant.objects.in_force().filter(person=sent.person).exists()
    with pytest.raises(WrongState):
        roles.confirm(by=second, grant=grant)


def test_colleague_of_the_directory_becomes_staff(officer, cast):
    wanted = Invitation(name="Dana", email="dana@example.org", role="directory", school=cast.school)
    sent = invitations.send(by=officer, wanted=wanted)
    join(sent, email="", phone="")
    assert Membership.objects.live().get(person=sent.person).role == Membership.STAFF


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "{{7*7}}"}, "at least one letter"),
        ({"name": "x" * 300}, "150 letters"),
        ({"email": "robin@example.org\r\nBcc: a@example.org"}, "one line"),
        ({"email": "rоbin@example.org"}, "only looks like"),
        ({"phone": "0909 879 0000"}, "premium"),
        ({"phone": "+33 1 23 45 67 89"}, "United Kingdom"),
    ],
)
def test_form_says_what_is_wrong(change, words, invitation):
    page = opened(invitation).post(reverse("network:join"), GIVEN | change)
    assert words in page.content.decode()
    assert not Message.objects.filter(kind="address-check").exists()


# --- the first administrators ---


@pytest.fixture
def nobody_yet(db):
    return None


def test_first_administrators_need_nobodys_confirmation(nobody_yet, capsys):
    call_command("first_administrators", "one@example.org", "two@example.org")
    links = [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()[:2]]
    for link in links:
        client = Client()
        client.get(link.replace("http://localhost:8000", "").replace("http://testserver", ""))
        client.post(reverse("network:join"), {"name": "First Example"})
        person = Message.objects.filter(kind="address-check").latest("pk").to
        client.post(reverse("network:join-code"), {"code": last_code(person)})
    assert RoleGrant.objects.in_force().filter(role="administrator").count() == 2
    assert AuditRow.objects.filter(verb="role.grant", by=None).count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("one@example.org", "ONE@example.org"), "Two different people"),
        (("one", "two@example.org"), "correct format"),
    ],
)
def test_first_administrators_are_two_people(given, words, nobody_yet):
    with pytest.raises(CommandError, match=words):
        call_command("first_administrators", *given)
    assert not Invitation.objects.exists()


def test_first_administrators_are_named_once(administrator):
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_administrators", "one@example.org", "two@example.org")


def test_first_administrators_again_gives_the_same_links(nobody_yet, capsys):
    call_command("first_administrators", "one@example.org", "two@example.org")
    once = capsys.readouterr().out
    call_command("first_administrators", "one@example.org", "two@example.org")
    assert capsys.readouterr().out == once
