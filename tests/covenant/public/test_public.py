"""The pages anybody sees without signing in."""

import datetime
import html
import re

import pytest
from django.urls import reverse

from covenant.models import CovenantText, Figure, Signatory
from tests.covenant.factories import SignatoryFactory, published_text

pytestmark = pytest.mark.django_db


def read(client, name, **kwargs):
    response = client.get(reverse(f"covenant:{name}", kwargs=kwargs))
    assert response.status_code == 200
    return " ".join(html.unescape(response.content.decode()).split())


def test_covenant_restates_the_whole_sense_of_each_promise(client):
    published_text()
    page = read(client, "covenant")
    for words in [
        "Every head has support and supervision",
        "in the window for an Ofsted inspection has a buddy",
        "someone to talk to before, during and after",
        "directory of staff with Ofsted experience",
        "If concerns arise about the conduct of an inspection",
        "while the team are still on site",
        "broad church: peer review, specialists, and trusts and the local authority negotiating together",
        "not just a dress rehearsal for Ofsted",
        "After a negative inspection our default is to support the head and the current leadership team",
    ]:
        assert words in page


def test_covenant_says_who_has_signed_and_when(client):
    SignatoryFactory(organisation__name="Example Trust")
    SignatoryFactory(organisation__name="Not Yet Trust", state=Signatory.ASKED, signed_on=None)
    page = read(client, "covenant")
    assert "Example Trust" in page
    assert "22 January 2024" in page
    assert "Not Yet Trust" not in page


def test_covenant_before_a_version_is_published_shows_none_of_its_words(client):
    page = read(client, "covenant")
    assert "The covenant is being written" in page
    assert "broad church" not in page
    assert client.get(reverse("covenant:covenant-text", kwargs={"version": 1})).status_code == 404


def test_covenant_shows_a_published_figure_beside_its_promise(client):
    published_text()
    Figure.objects.create(
        promise=1,
        code="heads-with-a-buddy",
        words="More than nine in ten heads in the window have a buddy",
        counted_on=datetime.date(2026, 11, 20),
    )
    assert "More than nine in ten heads" in read(client, "covenant")
    kept = read(client, "how-it-is-kept")
    assert "More than nine in ten heads" in kept
    assert "Counted on 20 November 2026" in kept


def test_how_it_is_kept_says_what_is_not_measured_and_what_is_too_few(client):
    published_text()
    page = read(client, "how-it-is-kept")
    assert "Shown once there are enough to name nobody" in page
    assert "Not measured yet" in page


def test_signatories_come_a_hundred_at_a_time_each_once(client, django_assert_num_queries):
    made = {f"Example Trust {number:03}" for number in range(150)}
    for name in made:
        SignatoryFactory(organisation__name=name)
    first = client.get(reverse("covenant:signatories"))
    with django_assert_num_queries(3):
        second = client.get(reverse("covenant:signatories"), {"after": str(first.context["more_after"])})
    names = [one["name"] for page in (first, second) for one in page.context["signatories"]]
    assert len(names) == 150
    assert set(names) == made
    assert second.context["more_after"] is None


@pytest.mark.parametrize("count", [1, 30])
def test_signatories_costs_the_same_whatever_their_number(client, django_assert_num_queries, count):
    for _ in range(count):
        SignatoryFactory()
    with django_assert_num_queries(2):
        client.get(reverse("covenant:signatories"))


@pytest.mark.parametrize("after", ["x", "' OR 1=1", "00000000-0000-4000-8000-000000000000"])
def test_signatories_after_nobody_is_no_such_page(client, after):
    assert client.get(reverse("covenant:signatories"), {"after": after}).status_code == 404


def test_signatory_shows_the_version_it_signed(client):
    signatory = SignatoryFactory(organisation__name="Example Trust")
    CovenantText.objects.create(version=2, title="Later", introduction="Later.", published_on=datetime.date(2026, 1, 1))
    page = read(client, "signatory", public_id=signatory.public_id)
    assert "The covenant, version 1" in page
    assert "not an endorsement" in page


def test_signatory_that_only_asked_is_not_there(client):
    asked = SignatoryFactory(state=Signatory.ASKED, signed_on=None)
    url = reverse("covenant:signatory", kwargs={"public_id": asked.public_id})
    assert client.get(url).status_code == 404


def test_who_sees_what_names_who_answers_for_the_data(client, network_ready):
    page = read(client, "who-sees-what")
    for words in [
        network_ready.controller,
        network_ready.host,
        network_ready.contact,
        "30 days after it closes",
        "You are told when it is asked for and when it is opened, always.",
        "Whoever is only asked sees the need, the area and the hours.",
        "Somebody with full control of the server could read what is written from then on",
        "court, a subject access request or a freedom of information request",
        "not Ofsted, not a legal service and not an emergency service",
    ]:
        assert words in page


def test_every_page_shows_somebody_to_ring_and_loads_nothing_foreign(client):
    published_text()
    for name in ["covenant", "signatories", "how-it-is-kept", "who-sees-what", "accessibility", "sign-the-covenant"]:
        page = read(client, name)
        assert "08000 562 561" in page
        assert "116 123" in page
        assert "999" in page
        assert "<script" not in page
        assert 'src="http' not in page
        assert 'rel="stylesheet" href="http' not in page


def test_no_cell_of_the_signatories_is_empty_and_unexplained(client):
    SignatoryFactory(organisation__name="Example Trust")
    page = read(client, "signatories")
    assert 'data-label="Yearly statement"> None yet </td>' in page
    assert not re.search(r"<td[^>]*> ?</td>", page)
