"""What the pages say of the law and of Ofsted, as corrected in November 2026; and that running installations get it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from inspections.deadlines.models import DeadlineRule
from inspections.models import EstimateRow, WindowRule
from tests.inspections.story import at, call
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def text_of(person, name, **where) -> str:
    return " ".join(as_read(signed_in(person).get(reverse(f"inspections:{name}", kwargs=where))).split())


def test_in_a_category_the_draft_goes_to_the_employer_too(story):
    inspection = call(story)
    page = text_of(story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert "it also goes to the governing body or, at an academy, to the trust" in page
    assert "alone at first" not in page


def test_what_counts_for_putting_it_off(story):
    page = text_of(story.head, "inspection-put-off", public_id=call(story).public_id)
    assert "it does not call into question whether the provider remains fit to practise" in page
    assert "the school has become an academy a short time ago" in page


def test_parents_get_ofsteds_own_letter(story):
    page = text_of(story.head, "inspection-letters", public_id=call(story).public_id)
    assert "the duty of the governing body or, at an academy, of the trust" in page
    assert "Use the letter that Ofsted sends you for it: we have none." in page


def test_whose_words_they_are_that_a_pause_has_no_effect(story, now):
    inspection = call(story)
    now.move_to(at("2026-12-01 13:00"))
    page = text_of(story.head, "inspection-pause", public_id=inspection.public_id)
    assert "Ofsted said in January 2024 that it has no effect on the outcome." in page
    assert "On the outcome: Ofsted’s words on its policy of January 2024" in page


def test_what_the_department_does_is_marked_as_unsure(story):
    page = text_of(story.head, "support")
    assert "where a school requires significant improvement: support first" in page
    assert "Children’s Wellbeing and Schools Act 2026 (c. 21), 29 April 2026" in page
    assert "how sure: low" in page


MIGRATION = import_module("inspections.migrations.0044_corrects_rules_and_estimates")
CORRECTED = [
    (apps.get_model("inspections", name), code, column, old)
    for name, rows in MIGRATION.BEFORE.items()
    for code, columns in rows.items()
    for column, old in columns.items()
]


@pytest.mark.parametrize(("model", "code", "column", "old"), CORRECTED, ids=str)
def test_an_old_row_is_brought_up_to_date_and_one_that_was_edited_is_left(model, code, column, old):
    rows = model.objects.filter(code=code)
    now_says = rows.values_list(column, flat=True).get()
    assert now_says != old
    for stored, then in ((old, now_says), ("Typed by hand", "Typed by hand")):
        rows.update(**{column: stored})
        MIGRATION.correct(apps, None)
        assert rows.values_list(column, flat=True).get() == then


def test_rows_that_are_new_are_added():
    gone = [WindowRule.objects.filter(code__in=["W13", "N2"]), EstimateRow.objects.filter(code="pause_effect")]
    for rows in gone:
        rows.delete()
    MIGRATION.correct(apps, None)
    assert [rows.count() for rows in gone] == [2, 1]
    assert DeadlineRule.objects.filter(code="draft").count() == 1
