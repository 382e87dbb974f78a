"""A role that another administrator granted waits on the front page of whoever may confirm it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.members.actions import roles
from network.models import RoleGrant
from tests import factories as f
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TITLE = "A role to confirm"


@pytest.fixture
def second(administrator):
    return f.RoleGrantFactory(role="administrator", person=f.PersonFactory(name="Ari Example")).person


def test_it_stands_with_whoever_may_confirm_it_until_it_is_confirmed(administrator, second, officer, sign_in):
    somebody = f.PersonFactory(name="Nuri Example")
    grant = roles.grant(by=administrator, person=somebody, role=RoleGrant.OFFICER)
    text = as_read(sign_in(second).get("/today/"))
    assert TITLE in text
    assert "Nuri Example, Officer: granted by" in text
    assert f'href="{reverse("network:roles")}"' in text
    for other in (administrator, officer, somebody):
        assert TITLE not in as_read(sign_in(other).get("/today/"))
    roles.confirm(by=second, grant=grant)
    assert TITLE not in as_read(sign_in(second).get("/today/"))


def test_whoever_is_to_have_it_does_not_confirm_it(administrator, second, sign_in):
    roles.grant(by=administrator, person=second, role=RoleGrant.OFFICER)
    assert TITLE not in as_read(sign_in(second).get("/today/"))


def test_an_administrators_today_costs_the_same_for_one_and_for_twenty(administrator, second, sign_in):
    client = sign_in(second)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert TITLE in as_read(client.get("/today/"))
        return len(asked)

    roles.grant(by=administrator, person=f.PersonFactory(), role=RoleGrant.OFFICER)
    one = cost()
    for _ in range(19):
        roles.grant(by=administrator, person=f.PersonFactory(), role=RoleGrant.OFFICER)
    assert one == cost()
