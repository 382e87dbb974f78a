"""Words for a role, as the file of invitations may have them."""

import pytest

from tests import factories as f
from tests.network.invitations.test_invitations import HEADER, upload
from tests.network.register.test_cases import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network_ready")]


def test_the_registers_own_words_for_a_head_are_understood(officer, cast, sign_in):
    """A file that was refused once; its words are those of the register's column HeadPreferredJobTitle."""
    for urn in ("116342", "116343"):
        f.SchoolFactory(urn=urn, authority=cast.authority)
    page = upload(sign_in(officer), (CASES / "invitations_headteacher.csv").read_bytes())
    assert [(one.email, one.role) for one, _ in page.context["wanted"]] == [
        ("pat@example.org", "head"),
        ("sam.poe@example.org", "head"),
    ]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Principal", "head"),
        ("HEAD TEACHER", "head"),
        ("Head-teacher", "head"),
        ("Co-Headteacher", "co_head"),
        ("Acting Principal", "acting_head"),
        ("Deputy Headteacher", "deputy"),
    ],
)
def test_other_words_for_heads_and_deputies(said, role, officer, cast, sign_in):
    page = upload(sign_in(officer), f"{HEADER}Robin Example,robin@example.org,{said},{cast.school.urn},,\n")
    assert [one.role for one, _ in page.context["wanted"]] == [role]
