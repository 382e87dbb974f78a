"""Windows refreshed, opened and closed by hand, and the buddy that an open window asks for."""

from datetime import date
from math import ceil
from types import SimpleNamespace

import pytest
from django.db import connection

from buddies.models import BuddyRequest
from inspections.models import EstimateRow, WindowOpening, WindowRule
from inspections.windows.actions import window_rules as windows_rules
from inspections.windows.actions import windows
from inspections.windows.seed import RULES
from network import hooks, waking
from network import models as m
from network.rules import NotAllowed, WrongState
from tests.factories import AuthorityFactory, SchoolFactory
from tests.inspections.windows.made import TODAY, PastInspectionFactory, report_card, school_inspected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-11-23T10:00:00+00:00", tick=False)


def fresh(school):
    school.refresh_from_db()
    return school


def test_the_seeded_rows_are_the_rules():
    assert WindowRule.objects.as_rules() == sorted(RULES, key=lambda rule: rule.code)


def test_refresh_stores_the_window_on_the_school():
    school = school_inspected()
    assert windows.refresh() == 1
    school = fresh(school)
    assert (school.window_rule, school.window_opens_on, school.window_due_on, school.window_limit_on) == (
        "W2",
        date(2026, 7, 31),
        date(2027, 7, 31),
        date(2028, 7, 31),
    )
    assert (school.in_window, school.window_confidence, school.last_inspected_on) == (True, "medium", date(2023, 5, 10))
    assert school.window_sentence.endswith("not an Ofsted date.")


def test_refresh_again_writes_nothing():
    school_inspected()
    windows.refresh()
    assert windows.refresh() == 0


@pytest.mark.parametrize("many", [1, 30])
def test_refresh_takes_a_fixed_number_of_questions(many, django_assert_num_queries):
    """All schools are written in one statement; on SQLite in as few as its limit of values allows, two for thirty."""
    for _ in range(many):
        school_inspected(date(2025, 5, 1))
    at_once = connection.ops.bulk_batch_size(m.School._meta.concrete_fields, [None] * many)
    with django_assert_num_queries(12 + ceil(many / at_once)):
        assert windows.refresh() == many


def test_a_window_that_opens_asks_for_a_buddy_once():
    school = school_inspected()
    windows.refresh()
    windows.refresh()
    request = BuddyRequest.objects.get(school=school)
    assert (request.why, request.state, request.head) == ("window", "open", None)


def test_an_area_outside_the_network_asks_for_nobody_until_it_joins():
    area = AuthorityFactory(code="988", in_network=False)
    school = school_inspected(authority=area)
    windows.refresh()
    assert fresh(school).in_window
    assert not BuddyRequest.objects.exists()
    m.Authority.objects.filter(pk=area.pk).update(in_network=True)
    windows.refresh()
    assert BuddyRequest.objects.get().school == school


def test_a_request_that_was_withdrawn_is_not_made_again():
    school_inspected()
    windows.refresh()
    BuddyRequest.objects.update(state=BuddyRequest.WITHDRAWN)
    windows.refresh()
    assert not BuddyRequest.objects.open().exists()


def test_the_day_turns_and_the_window_opens(time_machine):
    school = school_inspected(date(2023, 11, 2))
    windows.refresh()
    assert not fresh(school).in_window
    time_machine.move_to("2027-07-31T12:00:00+00:00")
    windows.refresh()
    assert fresh(school).in_window
    assert BuddyRequest.objects.filter(school=school).exists()


def test_a_new_inspection_closes_the_window_and_takes_back_the_request():
    school = school_inspected()
    windows.refresh()
    report_card(school.urn, date(2026, 9, 22))
    windows.refresh()
    assert (fresh(school).window_rule, school.in_window) == ("W1", False)
    assert BuddyRequest.objects.get(school=school).state == BuddyRequest.WITHDRAWN


def test_a_school_that_closes_loses_its_window():
    school = school_inspected()
    windows.refresh()
    m.School.objects.filter(pk=school.pk).update(status=m.School.CLOSED)
    windows.refresh()
    assert (fresh(school).window_rule, school.in_window, school.window_sort_on) == ("", False, None)


def test_predecessors_count_through_the_links():
    school = SchoolFactory(kind_group="Academies", opened_on=date(2025, 9, 1))
    m.SchoolLink.objects.create(urn=school.urn, link_urn="899999", kind="Predecessor")
    PastInspectionFactory(urn="899999", started_on=date(2022, 5, 1))
    windows.refresh()
    assert (fresh(school).window_rule, school.window_due_on, school.last_inspected_on) == (
        "W11",
        date(2026, 7, 31),
        None,
    )


def test_an_inspection_of_the_predecessor_in_the_schools_own_row():
    school = SchoolFactory(kind_group="Academies", opened_on=date(2025, 9, 1))
    PastInspectionFactory(urn=school.urn, urn_at_time="899999", started_on=date(2022, 5, 1))
    windows.refresh()
    assert fresh(school).window_rule == "W11"


def test_the_opening_lead_is_a_setting():
    school = school_inspected()
    EstimateRow.objects.filter(code="window_lead").update(number=6)
    windows.refresh()
    assert fresh(school).window_opens_on == date(2027, 1, 31)


def test_an_import_refreshes_by_the_hook_and_one_that_wrote_nothing_does_not():
    school = school_inspected()
    hooks.call(hooks.register_applied, register_import=SimpleNamespace(kind="ofsted", counts={"written": 0}))
    assert fresh(school).window_rule == ""
    hooks.call(hooks.register_applied, register_import=SimpleNamespace(kind="ofsted", counts={"written": 1}))
    assert fresh(school).window_rule == "W2"


def test_a_national_import_leaves_the_work_to_a_worker(monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(windows, "AT_ONCE", 0)
    monkeypatch.setattr(waking.current_app, "send_task", lambda name, **options: told.append(name))
    school = school_inspected()
    with django_capture_on_commit_callbacks(execute=True):
        windows.register_applied(register_import=None)
    assert told == ["inspections.tasks.refresh_windows"]
    assert fresh(school).window_rule == ""


# By hand


def test_a_head_or_an_officer_opens_and_closes_with_a_reason(cast):
    m.School.objects.filter(pk=cast.school.pk).update(opened_on=date(2026, 9, 1))
    windows.refresh()
    windows.set_by_hand(by=cast.head, school=cast.school, is_open=True, reason=WindowOpening.EXPECTED)
    school = fresh(cast.school)
    assert (school.in_window, school.window_opens_on, school.window_confidence) == (True, TODAY, "by hand")
    assert school.window_sort_on == TODAY
    windows.set_by_hand(by=cast.officer, school=school, is_open=False, reason=WindowOpening.BEHIND)
    assert (fresh(school).in_window, school.window_opens_on) == (False, None)
    assert WindowOpening.objects.in_force().get().made_by == cast.officer
    verbs = m.AuditRow.objects.filter(verb__startswith="window.").values_list("verb", "by", "detail").order_by("pk")
    assert list(verbs) == [
        ("window.open", cast.head.pk, {"reason": "expected"}),
        ("window.close", cast.officer.pk, {"reason": "behind"}),
    ]


def test_by_hand_wins_until_it_is_withdrawn(cast):
    school = school_inspected()
    windows.set_by_hand(by=cast.officer, school=school, is_open=False, reason=WindowOpening.BEHIND)
    PastInspectionFactory(urn=school.urn, started_on=date(2026, 9, 1))
    windows.refresh()
    assert not fresh(school).in_window
    windows.withdraw(by=cast.officer, school=school)
    assert (fresh(school).window_confidence, school.window_due_on) == ("medium", date(2031, 7, 31))
    with pytest.raises(WrongState, match="already follows the estimate"):
        windows.withdraw(by=cast.officer, school=school)


@pytest.mark.parametrize(
    "column", ["AN", "HX", "DP", "BD", "BR", "BX", "SH", "DS", "DA", "SE", "SX"], ids=lambda column: column
)
def test_nobody_else_sets_a_window(cast, column):
    for is_open in (True, False):
        with pytest.raises(NotAllowed):
            windows.set_by_hand(by=cast[column], school=cast.school, is_open=is_open, reason=WindowOpening.AGREED)
    with pytest.raises(NotAllowed):
        windows.withdraw(by=cast[column], school=cast.school)
    assert not WindowOpening.objects.exists()


def test_a_closed_school_has_no_window_to_set(cast):
    m.School.objects.filter(pk=cast.school.pk).update(status=m.School.CLOSED)
    with pytest.raises(WrongState, match="has closed"):
        windows.set_by_hand(by=cast.officer, school=fresh(cast.school), is_open=True, reason=WindowOpening.AGREED)


def test_after_a_full_inspection_it_stays_closed_until_the_register_shows_it(cast):
    school = school_inspected()
    windows.refresh()
    windows.close_after_inspection(by=cast.deputy, school=school, started_on=date(2026, 11, 17))
    assert not fresh(school).in_window
    windows.refresh()
    assert not fresh(school).in_window
    report_card(school.urn, date(2026, 11, 17))
    windows.refresh()
    assert (fresh(school).window_rule, school.window_due_on) == ("W1", date(2030, 11, 17))
    assert not WindowOpening.objects.in_force().exists()


# The rules


def test_an_administrator_changes_a_rule_and_every_window_follows(cast):
    school = school_inspected()
    windows.refresh()
    rule = WindowRule.objects.get(code="W2")
    assert windows_rules.change(by=cast.administrator, rule=rule, values={"usual_months": 36}) >= 1
    assert fresh(school).window_due_on == date(2026, 7, 31)
    row = m.AuditRow.objects.get(verb="window_rule.change")
    assert (row.by, row.detail) == (cast.administrator, {"code": "W2", "changed": {"usual_months": [48, 36]}})
    assert windows_rules.change(by=cast.administrator, rule=rule, values={"usual_months": 36}) == 0


@pytest.mark.parametrize("column", ["HO", "OF", "SE", "AN"])
def test_nobody_else_changes_a_rule(cast, column):
    rule = WindowRule.objects.get(code="W2")
    with pytest.raises(NotAllowed):
        windows_rules.change(by=cast[column], rule=rule, values={"usual_months": 36})
    assert WindowRule.objects.get(code="W2").usual_months == 48
