"""A signature given, checked, paused and withdrawn; and the versions it belongs to."""

import datetime

import pytest
from django.urls import reverse

from covenant.models import CovenantText, Signatory
from covenant.signatories import actions as signatories
from covenant.text import actions as texts
from network.models import AuditRow, NetworkSettings, Organisation
from network.rules import NotAllowed, WrongState
from tests.covenant.factories import SignatoryFactory, published_text

pytestmark = pytest.mark.django_db
OUR = reverse("covenant:our-signature")
MANAGE = reverse("covenant:signatories-manage")


def version():
    return NetworkSettings.objects.filter(id=1).values_list("version", flat=True).first() or 0


def test_representative_signs_and_the_officer_checks(sign_in, cast, client):
    published_text()
    browser = sign_in(cast.representative)
    assert "Sign version 1 for Example Trust" in browser.get(OUR).content.decode()
    browser.post(reverse("covenant:our-signature-sign", kwargs={"public_id": cast.employer.public_id}))
    assert "The officer has still to check it" in browser.get(OUR).content.decode()
    assert b"Example Trust" not in client.get("/").content
    signatory = Signatory.objects.get()
    officer = sign_in(cast.officer)
    assert "Example Trust" in officer.get(MANAGE).content.decode()
    officer.post(reverse("covenant:signatory-approve", kwargs={"public_id": signatory.public_id}))
    assert b"Example Trust" in client.get("/").content
    assert list(AuditRow.objects.filter(verb__startswith="signatory.").values_list("verb", "by")) == [
        ("signatory.sign", cast.representative.pk),
        ("signatory.approve", cast.officer.pk),
    ]


def test_nobody_signs_for_another_organisation(cast):
    published_text()
    with pytest.raises(NotAllowed):
        signatories.sign(by=cast.other_representative, organisation=cast.employer)
    with pytest.raises(NotAllowed):
        signatories.sign(by=cast.officer, organisation=cast.employer)


def test_nothing_can_be_signed_before_a_version_is_published(cast):
    with pytest.raises(WrongState):
        signatories.sign(by=cast.representative, organisation=cast.employer)


def test_signing_the_same_version_again_is_refused(cast):
    SignatoryFactory(organisation=cast.employer)
    with pytest.raises(WrongState):
        signatories.sign(by=cast.representative, organisation=cast.employer)


def test_paused_organisation_cannot_sign_its_way_back(cast):
    SignatoryFactory(organisation=cast.employer, state=Signatory.PAUSED)
    with pytest.raises(WrongState):
        signatories.sign(by=cast.representative, organisation=cast.employer)
    assert Signatory.objects.get().state == Signatory.PAUSED


def test_signatory_that_signs_a_new_version_stays_in_public_with_it(cast, client):
    SignatoryFactory(organisation=cast.employer)
    new = texts.write(by=cast.officer, title="Again", introduction="Again.", promises=[("One", "One thing.")])
    texts.publish(by=cast.officer, text=new)
    signatory = signatories.sign(by=cast.representative, organisation=cast.employer)
    signatory.refresh_from_db()
    assert (signatory.text, signatory.state) == (new, Signatory.SIGNED)
    assert b"Example Trust" in client.get("/").content


def test_organisation_that_withdrew_is_checked_anew(cast, client):
    SignatoryFactory(organisation=cast.employer, state=Signatory.WITHDRAWN)
    signatories.sign(by=cast.representative, organisation=cast.employer)
    assert Signatory.objects.get().state == Signatory.ASKED
    assert b"Example Trust" not in client.get("/").content


@pytest.mark.parametrize(
    ("action", "was", "becomes"),
    [
        (signatories.approve, Signatory.ASKED, Signatory.SIGNED),
        (signatories.pause, Signatory.SIGNED, Signatory.PAUSED),
        (signatories.take_back, Signatory.PAUSED, Signatory.SIGNED),
        (signatories.take_back, Signatory.WITHDRAWN, Signatory.SIGNED),
        (signatories.withdraw, Signatory.SIGNED, Signatory.WITHDRAWN),
        (signatories.withdraw, Signatory.PAUSED, Signatory.WITHDRAWN),
    ],
)
def test_states_move_by_the_officer_once_and_the_pages_learn_of_it(cast, action, was, becomes):
    signatory = SignatoryFactory(state=was)
    before = version()
    action(by=cast.officer, signatory=signatory)
    assert Signatory.objects.get().state == becomes
    assert version() > before
    with pytest.raises(WrongState):
        action(by=cast.officer, signatory=signatory)
    with pytest.raises(NotAllowed):
        action(by=cast.representative, signatory=signatory)


def test_two_officers_at_once_one_counts(cast):
    signatory = SignatoryFactory()
    stale = Signatory.objects.get(pk=signatory.pk)
    signatories.pause(by=cast.officer, signatory=signatory)
    with pytest.raises(WrongState):
        signatories.pause(by=cast.administrator, signatory=stale)


def test_paused_and_withdrawn_stay_named_with_their_state(client):
    SignatoryFactory(organisation__name="Example Paused Trust", state=Signatory.PAUSED)
    SignatoryFactory(organisation__name="Example Gone Trust", state=Signatory.WITHDRAWN)
    page = client.get("/").content.decode()
    assert "Example Paused Trust" in page
    assert "Paused</strong>" in page
    assert "Withdrawn</strong>" in page


def test_officer_records_a_signature_on_paper(sign_in, officer):
    published_text()
    values = {"name": "Example Group", "kind": Organisation.HEADS_GROUP, "signed_on": "2026-03-01"}
    url = reverse("covenant:signatory-record")
    assert sign_in(officer).post(url, values).status_code == 302
    assert Signatory.objects.get().signed_on == datetime.date(2026, 3, 1)
    assert sign_in(officer).post(url, values | {"name": "example group"}).status_code == 409
    ahead = sign_in(officer).post(url, values | {"name": "Another Group", "signed_on": "2199-01-01"})
    assert "This day lies ahead" in ahead.content.decode()


def test_new_version_begins_with_the_words_of_the_latest(sign_in, officer):
    published_text()
    url = reverse("covenant:covenant-text-write")
    form = sign_in(officer).get(url).context["form"]
    values = {name: form.initial.get(name, "") for name in form.fields} | {"title_4": "Support, always"}
    assert sign_in(officer).post(url, values).status_code == 302
    text = CovenantText.objects.get(version=2)
    assert text.published_on is None
    assert list(text.promises.values_list("title", flat=True)) == [
        "Someone to talk to",
        "Someone who knows",
        "A broad church",
        "Support, always",
    ]


def test_promise_needs_a_title_and_words(sign_in, officer):
    values = {"title": "T", "introduction": "I", "title_1": "One", "words_1": "One.", "title_2": "Two"}
    page = sign_in(officer).post(reverse("covenant:covenant-text-write"), values)
    assert "A promise needs both." in page.content.decode()


def test_draft_is_seen_by_those_who_run_the_network_alone(sign_in, cast, client):
    published_text()
    draft = texts.write(by=cast.officer, title="Draft", introduction="Draft.", promises=[("One", "One thing.")])
    url = reverse("covenant:covenant-text", kwargs={"version": draft.version})
    assert sign_in(cast.officer).get(url).status_code == 200
    assert {sign_in(who).get(url).status_code for who in (cast.head, cast.representative)} == {404}
    assert client.get(url).status_code == 404
    assert b"Draft" not in client.get("/").content


def test_published_version_is_never_changed(cast):
    text = published_text()
    with pytest.raises(WrongState):
        texts.publish(by=cast.officer, text=text)
    with pytest.raises(NotAllowed):
        texts.publish(by=cast.representative, text=text)
