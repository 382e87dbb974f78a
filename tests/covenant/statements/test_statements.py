"""The yearly statement: whose it is, that it stands in public, and where “Review due” is said and where not."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from covenant.models import Signatory, Statement
from covenant.signatories import actions as signatories
from covenant.statements import actions as statements
from network import clock
from network.details.actions import people
from network.models import AuditRow, Membership
from network.rules import NotAllowed, WrongState
from network.site import published
from tests.covenant.factories import SignatoryFactory, StatementFactory
from tests.factories import AuthorityFactory, PersonFactory, SchoolFactory
from tests.reading import as_read

pytestmark = pytest.mark.django_db
LIST = reverse("covenant:signatories")
WORDS = "We paid for supervision.\n\nWe did not manage peer review."
DUE = "Review due</strong>"


@pytest.fixture
def signed(cast):
    return SignatoryFactory(organisation=cast.employer)  # on 22 January 2024, and the cast's representative speaks


def form(organisation):
    return reverse("covenant:our-statement", kwargs={"public_id": organisation.public_id})


def test_representative_makes_it_from_her_signatures_page_and_everybody_reads_it(sign_in, cast, client, signed):
    browser = sign_in(cast.representative)
    assert form(cast.employer) in as_read(browser.get(reverse("covenant:our-signature")))
    answer = browser.post(form(cast.employer), {"words": WORDS.replace("\n", "\r\n"), "checked": "1"})
    page = reverse("covenant:signatory", kwargs={"public_id": signed.public_id})
    assert answer["Location"] == page
    shown = as_read(client.get(page))
    assert "<p>We paid for supervision.</p>" in shown
    today = clock.today()
    assert f"said on {today.day} {today:%B %Y}" in shown
    assert cast.representative.name not in shown
    assert f"{today.day} {today:%B %Y}" in as_read(client.get(LIST))
    assert client.get(reverse("covenant:signatories-json")).json()["signatories"][0]["last_statement_on"] == str(today)
    row = AuditRow.objects.get(verb="statement.make")
    assert row.by == cast.representative
    assert "supervision" not in str(row.__dict__)


def test_what_everybody_will_read_is_looked_at_first_and_a_school_that_is_named_is_pointed_out(sign_in, cast, signed):
    SchoolFactory(name="Sample Academy", authority=cast.authority)
    SchoolFactory(name="Paid", authority=AuthorityFactory(code="998", in_network=False))  # of another area
    browser = sign_in(cast.representative)
    looked = as_read(browser.post(form(cast.employer), {"words": f"{WORDS} SAMPLE academy was helped."}))
    assert "Check what everybody will read" in looked
    assert "<p>We did not manage peer review. SAMPLE academy was helped.</p>" in looked
    assert "These words name Sample Academy." in looked
    assert "Nothing is published yet." in looked
    assert not Statement.objects.exists()
    assert "These words name" not in as_read(browser.post(form(cast.employer), {"words": WORDS}))
    assert browser.post(form(cast.employer), {"words": " ", "checked": "1"}).status_code == 200
    assert not Statement.objects.exists()
    browser.post(form(cast.employer), {"words": WORDS, "checked": "1"})
    assert Statement.objects.get().words == WORDS


@pytest.mark.parametrize("who", ["head", "other_representative", "officer", "administrator", "deputy"])
def test_nobody_else_makes_it(sign_in, cast, signed, who):
    browser = sign_in(
        cast[{"head": "HO", "other_representative": "SX", "officer": "OF", "administrator": "AD"}.get(who, "DP")]
    )
    assert browser.get(form(cast.employer)).status_code == 404
    assert browser.post(form(cast.employer), {"words": WORDS}).status_code == 404
    with pytest.raises(NotAllowed):
        statements.make(by=getattr(cast, who), signatory=signed, words=WORDS)
    assert not Statement.objects.exists()


def test_who_has_not_signed_in_comes_to_the_sign_in_page(client, cast, signed):
    assert client.post(form(cast.employer), {"words": WORDS})["Location"].startswith("/sign-in/")
    assert not Statement.objects.exists()


def test_representative_whose_post_ended_makes_none(cast, signed):
    Membership.objects.filter(person=cast.representative).update(to_at=clock.now())
    with pytest.raises(NotAllowed):
        statements.make(by=cast.representative, signatory=signed, words=WORDS)


@pytest.mark.parametrize("state", [Signatory.ASKED, Signatory.PAUSED, Signatory.WITHDRAWN])
def test_signature_that_does_not_stand_has_no_statement(sign_in, cast, state):
    signatory = SignatoryFactory(organisation=cast.employer, state=state)
    assert sign_in(cast.representative).get(form(cast.employer)).status_code == 409
    with pytest.raises(WrongState):
        statements.make(by=cast.representative, signatory=signatory, words=WORDS)


def test_organisation_that_never_signed_is_told_so(sign_in, cast):
    answer = sign_in(cast.representative).get(form(cast.employer))
    assert answer.status_code == 409
    assert "Your organisation has not signed yet" in as_read(answer)


def test_one_a_year_and_the_first_stands(sign_in, cast, signed):
    statements.make(by=cast.representative, signatory=signed, words=WORDS)
    with pytest.raises(WrongState):
        statements.make(by=cast.representative, signatory=signed, words="Other words.")
    assert Statement.objects.get().words == WORDS
    assert "The next can be made in January" in as_read(sign_in(cast.representative).get(form(cast.employer)))
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementFactory(signatory=signed)


def test_form_takes_1500_characters_as_the_browser_counts_them(sign_in, cast, signed):
    browser = sign_in(cast.representative)
    assert browser.post(form(cast.employer), {"words": "x" * 1501}).status_code == 200
    assert browser.post(form(cast.employer), {"words": "   "}).status_code == 200
    assert not Statement.objects.exists()
    assert browser.post(form(cast.employer), {"words": "x\r\n" * 749 + "yz", "checked": "1"}).status_code == 302


def test_markup_is_only_words(client):
    statement = StatementFactory(words="<script>{{ 7*7 }}</script>")
    page = client.get(reverse("covenant:signatory", kwargs={"public_id": statement.signatory.public_id}))
    assert b"<script>{{" not in page.content


def test_statement_of_one_that_only_asked_is_seen_by_nobody_outside(client, cast):
    StatementFactory(signatory__state=Signatory.ASKED)
    assert not Statement.objects.visible_to(cast.head).exists()
    assert Statement.objects.visible_to(cast.officer).exists()


def test_review_due_stands_until_she_makes_the_statement(sign_in, cast, client, signed):
    assert statements.look() is True
    assert statements.look() is False
    assert DUE in as_read(client.get(LIST))
    assert DUE in as_read(client.get("/"))
    assert DUE in as_read(client.get(reverse("covenant:signatory", kwargs={"public_id": signed.public_id})))
    assert DUE in as_read(sign_in(cast.representative).get(reverse("covenant:our-signature")))
    statements.make(by=cast.representative, signatory=signed, words=WORDS)
    assert DUE not in as_read(client.get(LIST))
    assert statements.look() is False


def test_review_is_due_again_after_a_year_and_a_day(client, cast, signed):
    noon = clock.local(clock.now()).replace(hour=12)  # by night a day more may be two, when the clocks have changed
    with time_machine.travel(noon):
        statements.make(by=cast.representative, signatory=signed, words=WORDS)
    with time_machine.travel(noon + datetime.timedelta(days=365)):
        assert statements.look() is False
    with time_machine.travel(noon + datetime.timedelta(days=366)):
        assert statements.look() is True
        page = as_read(client.get(LIST))
    assert f"{DUE} last " in page


def test_nothing_is_asked_of_an_organisation_that_nobody_speaks_for_here(client, cast):
    paper = SignatoryFactory(organisation__name="Example Council")
    Membership.objects.create(
        person=PersonFactory(joined_at=None), organisation=paper.organisation, role=Membership.REPRESENTATIVE
    )
    Membership.objects.create(person=PersonFactory(), organisation=paper.organisation, role=Membership.MANAGER)
    assert statements.look() is False
    assert DUE not in as_read(client.get(LIST))


def test_lapse_does_not_go_away_with_the_representative(client, cast, signed):
    statements.look()
    Membership.objects.filter(person=cast.representative).update(to_at=clock.now())
    assert statements.look() is False
    assert DUE in as_read(client.get(LIST))


def test_signed_within_the_year_or_anew_is_not_due(cast):
    new = SignatoryFactory(organisation=cast.employer, signed_on=clock.today() - datetime.timedelta(days=365))
    assert statements.look() is False
    Signatory.objects.filter(pk=new.pk).update(signed_on=clock.today() - datetime.timedelta(days=366))
    assert statements.look() is True


def test_paused_one_reads_paused_and_nothing_else(client, cast, signed):
    statements.look()
    signatories.pause(by=cast.officer, signatory=signed)
    page = as_read(client.get(LIST))
    assert "Paused</strong>" in page
    assert DUE not in page
    assert statements.look() is True
    assert not Signatory.objects.get(pk=signed.pk).review_due


def test_public_pages_learn_of_it(cast, signed):
    published.changed()
    published.check()
    statements.look()
    assert published.check() is True
    statements.make(by=cast.representative, signatory=signed, words=WORDS)
    assert published.check() is True


def test_what_she_said_stays_when_she_erases_her_account(client, cast, signed):
    statements.make(by=cast.representative, signatory=signed, words=WORDS)
    assert statements.export(person=cast.representative)["yearly_statements"][0]["words"] == WORDS
    people.erase(by=cast.representative)
    assert Statement.objects.get().made_by is None
    statements.look()
    assert "We paid for supervision" in as_read(
        client.get(reverse("covenant:signatory", kwargs={"public_id": signed.public_id}))
    )


@pytest.mark.parametrize("count", [1, 30])
def test_signatory_costs_the_same_whatever_it_has_said(client, django_assert_num_queries, count):
    signatory = SignatoryFactory()
    for year in range(count):
        StatementFactory(signatory=signatory, for_year=2024 + year)
    with django_assert_num_queries(3):
        client.get(reverse("covenant:signatory", kwargs={"public_id": signatory.public_id}))


def test_officer_takes_down_what_names_somebody_and_another_can_be_made(sign_in, cast, client, signed):
    statements.make(by=cast.representative, signatory=signed, words="We stood by Hollis.")
    year = clock.today().year
    url = reverse("covenant:statement-take-down", kwargs={"public_id": signed.public_id, "year": year})
    for who in (cast.representative, cast.other_representative, cast.head):
        assert sign_in(who).post(url).status_code == 404
    officer = sign_in(cast.officer)
    assert url in as_read(officer.get(reverse("covenant:signatories-manage")))
    assert officer.post(url).status_code == 302
    page = reverse("covenant:signatory", kwargs={"public_id": signed.public_id})
    assert "Hollis" not in as_read(client.get(page))
    assert officer.post(url).status_code == 404
    assert AuditRow.objects.get(verb="statement.take-down").by == cast.officer
    statements.make(by=cast.representative, signatory=signed, words=WORDS)
    assert "We paid for supervision" in as_read(client.get(page))


def test_representative_takes_nothing_down_not_even_her_own(cast, signed):
    made = statements.make(by=cast.representative, signatory=signed, words=WORDS)
    with pytest.raises(NotAllowed):
        statements.take_down(by=cast.representative, statement=made)
    assert Statement.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_officers_list_costs_the_same_whatever_was_said(sign_in, cast, django_assert_num_queries, count):
    for _ in range(count):
        StatementFactory()
    browser = sign_in(cast.officer)
    browser.get(reverse("covenant:signatories-manage"))
    with django_assert_num_queries(8):
        browser.get(reverse("covenant:signatories-manage"))
