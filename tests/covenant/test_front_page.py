"""What a representative finds on their front page about the signature of their organisation."""

import pytest

from covenant.models import CovenantText, Signatory
from tests.covenant.factories import SignatoryFactory, published_text

pytestmark = pytest.mark.django_db


def front(sign_in, person) -> str:
    return " ".join(sign_in(person).get("/today/").content.decode().split())


def test_an_organisation_that_has_not_signed(cast, sign_in):
    assert "has not signed the covenant" not in front(sign_in, cast.representative), "nothing is published to sign"
    published_text()
    text = front(sign_in, cast.representative)
    assert f"{cast.employer.name} has not signed the covenant" in text
    assert 'href="/our-signature/">Read it and sign' in text
    assert "has not signed the covenant" not in front(sign_in, cast.head)


def test_one_whose_signature_is_with_the_officer_waits(cast, sign_in):
    SignatoryFactory(organisation=cast.employer, state=Signatory.ASKED)
    assert "signed the covenant" not in front(sign_in, cast.representative)


def test_a_statement_that_is_due_until_it_is_made(cast, sign_in):
    signatory = SignatoryFactory(organisation=cast.employer)
    assert "yearly statement" not in front(sign_in, cast.representative)
    Signatory.objects.filter(pk=signatory.pk).update(review_due=True)
    text = front(sign_in, cast.representative)
    assert f"The yearly statement of {cast.employer.name} is due" in text
    address = f"/our-signature/{cast.employer.public_id}/statement/"
    assert f'href="{address}"' in text
    assert sign_in(cast.representative).post(address, {"words": "We kept all four.", "checked": "1"}).status_code == 302
    assert "yearly statement" not in front(sign_in, cast.representative)


def test_a_new_version_to_sign(cast, sign_in):
    first = published_text()
    SignatoryFactory(organisation=cast.employer, text=first)
    CovenantText.objects.create(version=2, published_on="2026-11-01")
    text = front(sign_in, cast.representative)
    assert f"There is a new version of the covenant for {cast.employer.name} to sign" in text
    assert "Version 2 is published. What you signed before stands until you sign it." in text
    assert sign_in(cast.representative).post(f"/our-signature/{cast.employer.public_id}/sign/").status_code == 302
    assert "new version" not in front(sign_in, cast.representative)


def test_the_words_of_a_representative_whose_post_has_ended_are_gone(cast, sign_in):
    published_text()
    cast.representative.memberships.all().delete()
    assert "has not signed the covenant" not in front(sign_in, cast.representative)
