"""A person's own pages: how she is reached, her posts, her deputy, her account."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from network import clock, hooks
from network.details.actions import contact_points, people
from network.members.actions import deputies, memberships
from network.models import AuditRow, ContactPoint, Membership, Person, Tie, WordKey
from network.privacy import key_store, keys
from network.rules import NotAllowed, WrongState
from network.sign_in import rules as sign_in_rules
from outbox.models import Message
from tests import factories as f

pytestmark = pytest.mark.django_db
DETAILS = "network:my-details"


def url(name, point) -> str:
    return reverse(f"network:contact-point-{name}", kwargs={"public_id": point.public_id})


def add(client, way, address):
    return client.post(reverse("network:contact-point-add"), {"way": way, "address": address})


def last_code(person, kind="address-check") -> str:
    return key_store.decrypt(Message.objects.filter(to=person, kind=kind).latest("pk").sealed)


@pytest.fixture
def at_school(db):
    """A head who has only the school's address."""
    person = f.PersonFactory(email="head@school.example", reachable=False, name="Alex Example")
    f.ContactPointFactory(person=person, address="head@school.example", private=False)
    f.MembershipFactory(person=person)
    return person


def test_private_address_is_asked_for_first(at_school, head, sign_in):
    assert "Give us a private email address first" in sign_in(at_school).get(reverse(DETAILS)).content.decode()
    assert "Give us a private" not in sign_in(head).get(reverse(DETAILS)).content.decode()


def test_first_private_address_takes_over_the_sign_in(at_school, sign_in):
    client = sign_in(at_school)
    answer = add(client, "private-email", "Alex@Example.org")
    client.post(answer.url, {"code": last_code(at_school)})
    at_school.refresh_from_db()
    assert at_school.email == "alex@example.org"
    assert sign_in_rules.who_signs_in_with("head@school.example") is None
    assert ContactPoint.objects.filter(person=at_school).first().address == "alex@example.org"
    assert Message.objects.filter(to=at_school, kind="security-notice").exists()


def test_second_private_address_changes_nothing_by_itself(head, sign_in):
    client = sign_in(head)
    before = head.email
    client.post(add(client, "private-email", "second@example.org").url, {"code": last_code(head)})
    head.refresh_from_db()
    assert head.email == before
    point = ContactPoint.objects.get(person=head, address="second@example.org")
    client.post(url("sign-in", point))
    head.refresh_from_db()
    assert head.email == "second@example.org"


def test_phone_is_confirmed_by_a_text(head, sign_in):
    client = sign_in(head)
    answer = add(client, "phone", "07700 900 456")
    client.post(answer.url, {"code": last_code(head, "phone-check")})
    assert ContactPoint.objects.get(person=head, address="+447700900456").confirmed_at is not None


def test_wrong_code_confirms_nothing(head, sign_in):
    client = sign_in(head)
    answer = add(client, "private-email", "second@example.org")
    right = last_code(head)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(5):
        assert client.post(answer.url, {"code": wrong}).status_code == 200
    assert "works no more" in client.post(answer.url, {"code": right}).content.decode()
    assert ContactPoint.objects.get(address="second@example.org").confirmed_at is None


def test_code_of_one_address_does_not_confirm_another(head, sign_in):
    client = sign_in(head)
    first = add(client, "private-email", "second@example.org").url
    add(client, "private-email", "third@example.org")
    client.post(first, {"code": last_code(head)})
    assert ContactPoint.objects.get(address="second@example.org").confirmed_at is None


def test_code_is_not_kept_in_the_clear(head, sign_in):
    client = sign_in(head)
    add(client, "private-email", "second@example.org")
    assert last_code(head) not in json.dumps(dict(client.session))


@pytest.mark.parametrize(
    ("way", "address", "words"),
    [
        ("phone", "0909 879 0000", "premium"),
        ("phone", "+1 212 555 0100", "United Kingdom"),
        ("private-email", "a@example.org\nBcc: b@example.org", "one line"),
        ("private-email", "аlex@example.org", "only looks like"),
        ("private-email", "a@example.org\0", "A character in this cannot be kept"),
        ("carrier-pigeon", "x", "Please choose one of those offered"),
        ("private-email", "x" * 3000, "at most 2000"),
    ],
)
def test_form_says_what_is_wrong(way, address, words, head, sign_in):
    page = add(sign_in(head), way, address)
    assert words in page.content.decode()
    assert ContactPoint.objects.filter(person=head).count() == 2


def test_school_address_never_becomes_the_sign_in_again(head, sign_in):
    point = f.ContactPointFactory(person=head, address="head@school.example", private=False)
    with pytest.raises(WrongState, match="school's address"):
        contact_points.sign_in_with(by=head, point=point)
    assert sign_in(head).post(url("sign-in", point)).status_code == 409


def test_address_one_signs_in_with_stays(head):
    point = ContactPoint.objects.get(person=head, address=head.email)
    with pytest.raises(WrongState, match="You sign in with this address"):
        contact_points.remove(by=head, point=point)


def test_removed_address_is_gone_and_the_rest_move_up(head):
    point = f.ContactPointFactory(person=head, place=3)
    phone = ContactPoint.objects.get(person=head, channel="sms")
    contact_points.put_first(by=head, point=point)
    assert list(ContactPoint.objects.filter(person=head).values_list("place", flat=True)) == [1, 2, 3]
    assert ContactPoint.objects.filter(person=head).first() == point
    contact_points.remove(by=head, point=phone)
    assert list(ContactPoint.objects.filter(person=head).values_list("place", flat=True)) == [1, 2]


def test_nobody_touches_anothers_addresses(head, buddy, sign_in):
    """The buddy sees the head's number, and can do nothing to it."""
    point = ContactPoint.objects.get(person=head, channel="sms")
    assert point in ContactPoint.objects.visible_to(buddy)
    for name in ("remove", "first", "sign-in", "send"):
        assert sign_in(buddy).post(url(name, point)).status_code == 404
    with pytest.raises(NotAllowed):
        contact_points.remove(by=buddy, point=point)


def test_address_of_another_account_is_refused_once_it_is_hers(at_school, head, sign_in):
    client = sign_in(at_school)
    answer = add(client, "private-email", head.email)
    assert answer.url.endswith("/")  # nothing is told before the code shows whose it is
    page = client.post(answer.url, {"code": last_code(at_school)})
    assert page.status_code == 409
    assert ContactPoint.objects.get(person=at_school, address=head.email).confirmed_at is None


def test_only_six(head):
    for number in range(4):
        f.ContactPointFactory(person=head, place=3 + number)
    with pytest.raises(WrongState, match="Remove one first"):
        contact_points.add(by=head, channel="email", address="seventh@example.org", private=True)


def test_quiet_hours_are_hers(head, sign_in):
    sign_in(head).post(reverse("network:my-quiet-hours"), {"quiet_from": "18:00", "quiet_until": "08:00"})
    head.refresh_from_db()
    assert (head.quiet_from.hour, head.quiet_until.hour) == (18, 8)
    assert not head.quiet_weekends


def test_about_me_is_shown_as_text(head, other_head, sign_in):
    values = {"name": "Hollis Example", "about": "<b>{{7*7}}</b>\r\nsecond line"}
    sign_in(head).post(reverse("network:my-details-about"), values)
    page = sign_in(other_head).get(reverse("network:member", kwargs={"public_id": head.public_id})).content.decode()
    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;<br>second line" in page


# --- posts, deputies ---


def test_leaving_takes_nothing_from_her(head, buddy, officer, sign_in, cast):
    membership = head.memberships.get()
    memberships.end(by=officer, membership=membership)
    head.refresh_from_db()
    assert head.is_active
    assert Tie.objects.live().filter(head=head, person=buddy, kind=Tie.BUDDY).exists()
    assert sign_in(head).get(reverse(DETAILS)).status_code == 200
    with pytest.raises(WrongState):
        memberships.end(by=officer, membership=membership)


def test_post_ends_by_herself_or_those_who_run_the_network(head, other_head, representative, administrator):
    membership = head.memberships.get()
    for by in (other_head, representative):
        with pytest.raises(NotAllowed):
            memberships.end(by=by, membership=membership)
    memberships.end(by=head, membership=membership)
    assert AuditRow.objects.filter(verb="membership.end", by=head).exists()


def test_upper_apps_hear_of_an_ending(head, officer, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "membership_changed", [lambda **given: heard.append(given)])
    memberships.end(by=officer, membership=head.memberships.get())
    assert heard[0]["person"] == head
    assert heard[0]["membership"].to_at is not None


def test_hook_that_fails_undoes_the_ending(head, officer, monkeypatch):
    def fail(**given):
        raise WrongState("no")

    monkeypatch.setattr(hooks, "membership_changed", [fail])
    with pytest.raises(WrongState):
        memberships.end(by=officer, membership=head.memberships.get())
    assert Membership.objects.live().filter(person=head).exists()


def test_head_names_a_deputy_of_her_own_school(head, cast, sign_in):
    colleague = f.PersonFactory(name="Casey Example")
    f.MembershipFactory(person=colleague, school=cast.school, role="deputy")
    sign_in(head).post(reverse("network:my-deputy"), {"deputy": colleague.public_id})
    assert Tie.objects.live().filter(head=head, person=colleague, kind=Tie.DEPUTY).exists()


def test_nobody_else_can_be_named(head, other_head, representative):
    for person in (other_head, representative):
        with pytest.raises(NotAllowed):
            deputies.name(by=head, deputy=person)


def test_deputy_can_be_let_go(head, deputy, sign_in):
    sign_in(head).post(reverse("network:my-deputy-end", kwargs={"public_id": deputy.public_id}))
    assert not Tie.objects.live().filter(head=head, kind=Tie.DEPUTY).exists()


def test_deputy_who_leaves_the_school_is_one_no_more(head, deputy, officer):
    memberships.end(by=officer, membership=deputy.memberships.get())
    assert not Tie.objects.live().filter(head=head, kind=Tie.DEPUTY).exists()


# --- who looked, export, closing, erasing ---


def test_she_sees_who_looked(head, buddy, sign_in):
    AuditRow.objects.create(by=buddy, verb="inspection.read", what="inspection:1", concerns=head)
    page = sign_in(head).get(reverse("network:who-looked")).content.decode()
    assert "<strong>Blake Example</strong> opened your inspection" in page
    assert "Blake Example</strong> opened" not in sign_in(buddy).get(reverse("network:who-looked")).content.decode()


def test_export_holds_all_apps_and_no_pk(head, sign_in, monkeypatch):
    monkeypatch.setattr(hooks, "person_export", [lambda *, person: {"log": ["my words"]}])
    answer = sign_in(head).post(reverse("network:own-export"))
    held = json.loads(answer.content)
    assert held["person"]["name"] == "Hollis Example"
    assert held["log"] == ["my words"]
    assert {one["address"] for one in held["addresses"]} >= {head.email}
    assert "my words" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert AuditRow.objects.filter(verb="person.export", by=head).exists()


def test_closed_account_lets_nobody_in_and_can_be_opened_again(head, administrator, sign_in):
    client = sign_in(head)
    client.post(reverse("network:account-close"))
    head.refresh_from_db()
    assert not head.is_active
    assert client.get(reverse(DETAILS)).url.startswith(reverse("account_login"))
    assert sign_in_rules.who_signs_in_with(head.email) is None
    address, hers = reverse("network:account-open-again"), {"email": head.email.upper()}
    answer = sign_in(administrator).post(address, hers, follow=True)
    assert f"{head.name} can sign in again." in answer.content.decode()
    head.refresh_from_db()
    assert head.is_active
    again = sign_in(administrator).post(address, hers)
    assert "No closed account has this address." in again.content.decode(), "it is open"


def test_an_erased_account_is_not_opened_again(head, administrator, sign_in):
    people.erase(by=head)
    head.refresh_from_db()
    answer = sign_in(administrator).post(reverse("network:account-open-again"), {"email": head.email})
    assert "No closed account has this address." in answer.content.decode()
    head.refresh_from_db()
    assert not head.is_active


def test_erasing_leaves_a_number_and_nothing_else(head, buddy, sign_in, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "person_erased", [lambda **given: heard.append(given)])
    Authenticator.objects.create(user=head, type="totp", data={"secret": "x"})
    key = keys.key_for(owner=head, subject="log:1")
    sealed_words = keys.seal(key, "my words")
    name, email = head.name, head.email
    client = sign_in(head)
    assert "Type the word erase" in client.post(reverse("network:account-erase"), {"sure": "yes"}).content.decode()
    assert not heard
    client.post(reverse("network:account-erase"), {"sure": "Erase"})
    assert heard[0]["person"] == head
    row = Person.objects.values().get(pk=head.pk)
    assert name not in str(row)
    assert email not in str(row)
    assert row["erased_at"]
    for model, of in [(ContactPoint, "person"), (Authenticator, "user"), (Tie, "head")]:
        assert not model.objects.filter(**{of: head}).exists()
    assert not WordKey.objects.filter(owner=head, deleted_at__isnull=True).exists()
    assert AuditRow.objects.filter(verb="person.erase", concerns=head).exists()
    assert sealed_words
    assert client.get(reverse(DETAILS)).url.startswith(reverse("account_login"))


def test_erased_words_are_gone_for_good(head, django_capture_on_commit_callbacks):
    key = keys.key_for(owner=head, subject="log:1")
    sealed_words = keys.seal(key, "my words")
    with django_capture_on_commit_callbacks(execute=True):
        people.erase(by=head)
    assert keys.unseal(sealed_words) == ""


def test_last_two_administrators_stay(administrator):
    second = f.RoleGrantFactory(role="administrator").person
    for gone in (people.close, people.erase):
        with pytest.raises(WrongState, match="Name a third one first"):
            gone(by=second)
    f.RoleGrantFactory(role="administrator")
    people.close(by=second)


def test_member_page_shows_no_address_or_number(head, other_head, sign_in):
    page = sign_in(other_head).get(reverse("network:member", kwargs={"public_id": head.public_id})).content.decode()
    for point in ContactPoint.objects.filter(person=head):
        assert point.address not in page
        assert point.address.removeprefix("+44") not in page


@pytest.mark.parametrize("rows", [1, 40])
def test_list_of_members_costs_the_same_however_long(rows, head, sign_in, django_assert_num_queries):
    f.MembershipFactory.create_batch(rows)
    client = sign_in(head)
    with django_assert_num_queries(4):
        client.get(reverse("network:members"))


def test_members_are_paged_by_key(head, sign_in, cast):
    f.MembershipFactory.create_batch(60)
    client = sign_in(head)
    first = client.get(reverse("network:members"))
    second = client.get(reverse("network:members"), {"after": first.context["after"]})
    names = [row["pk"] for row in [*first.context["rows"], *second.context["rows"]]]
    assert len(names) == len(set(names)) == Membership.objects.live().count()
    assert not second.context["after"]


@pytest.mark.parametrize("sought", ["' OR 1=1 --", "\0", "%", "x" * 5000, "<script>"])
def test_search_takes_anything(sought, head, sign_in):
    answer = sign_in(head).get(reverse("network:members"), {"q": sought, "after": sought})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_ending_of_a_post_shows_in_the_past(head, officer):
    membership = head.memberships.get()
    memberships.end(by=officer, membership=membership)
    membership.refresh_from_db()
    assert clock.now() - membership.to_at < timedelta(minutes=1)
