"""Somebody who erases her account is gone from every table, but where the audit or another person's own row needs a
number; and nothing anywhere in the database tells whose number it was."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command

from network.details.actions import people
from network.models import Person
from tests.house import markers
from tests.house.test_access import MODULES
from tests.people import build_cast

# Rows of others, or of nobody, that keep her number, and why.
KEPT = {
    "network.AuditRow.by": "the audit is never changed",
    "network.AuditRow.concerns": "the audit is never changed",
    "network.WordKey.owner": "says that the key is deleted",
}


@pytest.fixture
def erased(db):
    cast = build_cast()
    for module in MODULES:
        if hasattr(module, "build"):
            module.build(cast)
    markers.plant(cast)
    people.erase(by=cast.head)
    return cast


def test_no_row_points_at_her(erased):
    found = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            hers = field.is_relation and field.concrete and field.related_model is Person
            if hers and model._base_manager.filter(**{field.name: erased.head.pk}).exists():
                found.add(f"{model._meta.label}.{field.name}")
    assert found - KEPT.keys() == set()


def test_no_word_of_hers_is_left(erased):
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    text = out.getvalue()
    assert "Blake Example" in text  # the others are still there
    words = ["Hollis", "hollis@example.org", *markers.ALLOWED]
    assert [word for word in words if word in text] == []
