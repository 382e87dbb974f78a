"""Set-up and roles."""

import pytest
from django.urls import reverse

from network import hooks, rules
from network.members.actions import roles
from network.models import Authority, NetworkSettings, RoleGrant
from network.rules import NotAllowed, WrongState
from network.site import rules as site_rules
from network.site.actions import set_up
from tests import factories as f

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Exampleton",
    "controller": "Example Heads' Group",
    "host": "Example Hosting",
    "contact": "023 8000 0000, hello@example.org",
    "authorities": "989 Exampleton\n 988  Sampleshire \n",
}


@pytest.fixture
def second_administrator(db):
    return f.RoleGrantFactory(role="administrator").person


def test_set_up_is_complete_when_all_is_said(administrator, sign_in):
    Authority.objects.create(code="987", name="Elsewhere", in_network=True)
    assert not site_rules.is_ready_for_people()
    assert sign_in(administrator).post(reverse("network:set-up"), GIVEN).status_code == 302
    assert site_rules.is_ready_for_people()
    assert set(Authority.objects.filter(in_network=True).values_list("code", "name")) == {
        ("989", "Exampleton"),
        ("988", "Sampleshire"),
    }
    assert "989 Exampleton" in sign_in(administrator).get(reverse("network:set-up")).content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"controller": ""}, "Please fill this in"),
        ({"host": "Example\nBcc: x"}, "one line"),
        ({"authorities": "Exampleton"}, "Line 1: write three digits"),
        ({"authorities": "989 Exampleton\n9890 Twice"}, "Line 2: write three digits"),
        ({"authorities": "989 Exampleton\n988 Exampleton"}, "Line 2: this number or name is taken"),
        ({"authorities": "９８９ Exampleton"}, "Line 1: write three digits"),
        ({"authorities": "  \n "}, "Please fill this in"),
    ],
)
def test_set_up_says_what_is_missing(change, words, administrator, sign_in):
    page = sign_in(administrator).post(reverse("network:set-up"), GIVEN | change)
    assert words in page.content.decode()
    assert not NetworkSettings.objects.exclude(controller="").exists()


def test_employer_as_host_is_warned_of(administrator, sign_in):
    answer = sign_in(administrator).post(reverse("network:set-up"), GIVEN | {"host": "Example Trust"}, follow=True)
    assert "looks like an employer of heads" in answer.content.decode()


def test_set_up_is_for_administrators(officer):
    with pytest.raises(NotAllowed):
        set_up.fill_in(by=officer, name="x", controller="x", host="x", contact="x", authorities=[("989", "Exampleton")])


def test_role_has_no_effect_until_a_second_administrator_confirms(administrator, second_administrator, other_head):
    grant = roles.grant(by=administrator, person=other_head, role="officer")
    assert not rules.is_officer(other_head)
    with pytest.raises(NotAllowed):
        roles.confirm(by=administrator, grant=grant)
    roles.confirm(by=second_administrator, grant=grant)
    assert RoleGrant.objects.in_force().filter(person=other_head).exists()


def test_nobody_confirms_her_own_role(administrator, second_administrator):
    grant = roles.grant(by=administrator, person=second_administrator, role="officer")
    with pytest.raises(NotAllowed):
        roles.confirm(by=second_administrator, grant=grant)


def test_shell_alone_grants_without_a_second(administrator, other_head):
    assert roles.grant(by=administrator, person=other_head, role="officer", confirmed=True).confirmed_at is None


def test_officer_grants_no_role(officer, other_head):
    with pytest.raises(NotAllowed):
        roles.grant(by=officer, person=other_head, role="officer")


def test_role_is_granted_once(administrator, officer):
    with pytest.raises(WrongState, match="already"):
        roles.grant(by=administrator, person=officer, role="officer")


def test_upper_apps_hear_of_a_role_in_the_same_transaction(
    administrator, second_administrator, other_head, monkeypatch
):
    heard = []
    monkeypatch.setattr(hooks, "role_changed", [lambda **given: heard.append((given["person"], given["role"]))])
    grant = roles.grant(by=administrator, person=other_head, role="officer")
    assert heard == []
    roles.confirm(by=second_administrator, grant=grant)
    assert heard == [(other_head, "officer")]


def test_role_ends_but_two_administrators_stay(administrator, second_administrator, officer):
    roles.end(by=administrator, grant=RoleGrant.objects.get(person=officer))
    assert not rules.is_officer(officer)
    with pytest.raises(WrongState, match="third"):
        roles.end(by=administrator, grant=RoleGrant.objects.get(person=second_administrator))


def test_pages_of_the_roles(administrator, second_administrator, other_head, sign_in):
    client = sign_in(administrator)
    client.post(reverse("network:role-grant"), {"email": other_head.email.upper(), "role": "officer"})
    grant = RoleGrant.objects.get(person=other_head)
    assert "a second administrator must confirm it" in client.get(reverse("network:roles")).content.decode()
    confirm = reverse("network:role-confirm", kwargs={"public_id": grant.public_id})
    assert client.post(confirm).status_code == 403
    sign_in(second_administrator).post(confirm)
    assert rules.is_officer(other_head)


def test_role_for_a_stranger_is_refused(administrator, sign_in):
    page = sign_in(administrator).post(reverse("network:role-grant"), {"email": "no@example.org", "role": "officer"})
    assert "No member signs in with this address" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_roles_costs_the_same_however_long(rows, administrator, sign_in, django_assert_num_queries):
    f.RoleGrantFactory.create_batch(rows)
    client = sign_in(administrator)
    with django_assert_num_queries(5):
        client.get(reverse("network:roles"))
