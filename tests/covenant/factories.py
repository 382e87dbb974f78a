"""Makers of covenant rows for tests."""

import datetime

import factory
from factory.django import DjangoModelFactory

from covenant import models as m
from network import clock
from tests.factories import OrganisationFactory

SIGNED_ON = datetime.date(2024, 1, 22)


def published_text() -> m.CovenantText:
    """Version 1, which the migration wrote, as published."""
    text = m.CovenantText.objects.get(version=1)
    if text.published_on is None:
        m.CovenantText.objects.filter(pk=text.pk).update(published_on=SIGNED_ON)
        text.refresh_from_db()
    return text


class SignatoryFactory(DjangoModelFactory):
    class Meta:
        model = m.Signatory

    organisation = factory.SubFactory(OrganisationFactory)
    text = factory.LazyFunction(published_text)
    state = m.Signatory.SIGNED
    signed_on = SIGNED_ON


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = m.Statement

    signatory = factory.SubFactory(SignatoryFactory)
    made_on = factory.LazyFunction(clock.today)
    for_year = factory.LazyAttribute(lambda one: one.made_on.year)
    words = "We paid for supervision."
