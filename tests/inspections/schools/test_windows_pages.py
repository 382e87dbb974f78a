"""One school's page, the head's own, and the administrator's rules."""

from datetime import UTC, date, datetime, time, timedelta
from html import escape

import pytest
from django.urls import reverse

from buddies.models import BuddyRequest
from inspections.models import WindowOpening, WindowRule
from inspections.windows.actions import windows
from network import models as m
from network.schools.calendar import bank_holidays_known_until
from tests.factories import AuthorityFactory, SchoolFactory
from tests.inspections.windows.made import PastInspectionFactory
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-11-22T10:00:00+00:00", tick=False)


@pytest.fixture
def school(cast):
    """Of the head concerned: good in June 2022, so in the window."""
    past = PastInspectionFactory(urn=cast.school.urn, started_on=date(2022, 6, 14), data_on=date(2026, 8, 31))
    m.AreaGrade.objects.create(inspection=past, area="Quality of education", grade="Good", graded_on=date(2022, 6, 15))
    windows.refresh()
    cast.school.refresh_from_db()
    return cast.school


def page_of(school) -> str:
    return reverse("inspections:school", args=[school.public_id])


def post(browser, school, **said):
    return browser.post(reverse("inspections:school-window-set", args=[school.public_id]), said, follow=True)


def text(answer) -> str:
    return " ".join(as_read(answer).split())


def test_school_shows_the_sentence_sources_inspections_and_predecessors(school, officer, sign_in):
    m.SchoolLink.objects.create(urn=school.urn, link_urn="899999", link_name="Example Old School", kind="Predecessor")
    PastInspectionFactory(urn="899999", started_on=date(2017, 2, 1), name_at_time="Example Old School")
    page = text(sign_in(officer).get(page_of(school)))
    assert school.window_sentence.replace("'", "&#x27;") in page
    assert "When your school is likely to be inspected, Tes, 2023" in page
    assert ">Quality of education</th><td" in page
    assert "15 June 2022" in page
    assert "As in the register of 31 August 2026." in page
    assert "Of the school it replaced, Example Old School." in page
    assert "Example Old School (URN 899999)" in page
    assert "overdue" not in page.casefold()


@pytest.mark.parametrize("many", [1, 30])
def test_school_asks_the_same_number_of_questions(school, officer, sign_in, many, django_assert_num_queries):
    for number in range(many):
        past = PastInspectionFactory(urn=school.urn, started_on=date(2010, 1, 1 + number))
        m.AreaGrade.objects.create(inspection=past, area="Quality of education", grade="Good")
    browser = sign_in(officer)
    with django_assert_num_queries(18):
        assert browser.get(page_of(school)).status_code == 200


@pytest.mark.parametrize("names", [["A \x1f <b>"], ["Oak & Elm"], ["A \x1f <b>", "Oak & Elm"]])
def test_every_cell_of_the_table_is_escaped_whatever_it_holds(officer, sign_in, names):
    area = AuthorityFactory(code="988", name="<i>")
    for name in names:
        SchoolFactory(
            name=name, authority=area, window_rule="W2", window_confidence="<u>", window_sort_on=date(2027, 1, 1)
        )
    html = sign_in(officer).get(reverse("inspections:schools"), {"area": "988"}).content.decode()
    assert not any(mark in html for mark in ("<b>", "<i>", "<u>"))
    table = html[html.index("<tbody") :]
    assert table.count("&lt;u&gt;") == table.count("&lt;i&gt;") == table.count("<tr ") == len(names)
    for name in names:
        assert f">{escape(name)}</a>" in table


@pytest.mark.parametrize("column", ["DP", "BD", "BR"])
def test_who_stands_by_the_head_sees_only_whether_it_is_open(school, cast, sign_in, column):
    page = text(sign_in(cast[column]).get(page_of(school)))
    assert "It is in the window: the call could be any Monday in term." in page
    for kept in (school.window_sentence, "31 July", "W2", "Past inspections", "2022"):
        assert kept not in page


@pytest.mark.parametrize("column", ["HX", "BX", "SH", "DS", "SE", "SX"])
def test_others_see_no_such_page(school, cast, sign_in, column):
    stranger = sign_in(cast[column])
    assert stranger.get(page_of(school)).status_code == 404
    assert post(stranger, school, what="open", reason="expected").status_code == 404


def test_officer_closes_opens_and_goes_back_to_the_estimate(school, officer, sign_in):
    browser = sign_in(officer)
    assert "The window is closed until somebody sets it back." in text(
        post(browser, school, what="close", reason="behind")
    )
    page = text(browser.get(page_of(school)))
    assert "Closed by hand on 22 November 2026: the register is behind or wrong." in page
    assert "The window is open." in text(post(browser, school, what="open", reason="expected"))
    assert "follows the estimate again" in text(post(browser, school, what="withdraw"))
    assert "already follows the estimate" in text(post(browser, school, what="withdraw"))


@pytest.mark.parametrize("said", [{"what": "open"}, {"what": "close", "reason": "nonsense"}, {}, {"what": "\x00"}])
def test_a_window_is_not_set_without_a_reason(school, officer, sign_in, said):
    assert "Choose a reason." in text(post(sign_in(officer), school, **said))
    assert not WindowOpening.objects.exists()


def test_head_opens_her_own_and_comes_back_to_it(school, head, sign_in):
    browser = sign_in(head)
    post(browser, school, what="close", reason="agreed", to="window")
    answer = post(browser, school, what="open", reason="expected", to="window")
    assert answer.request["PATH_INFO"] == "/window/"
    school.refresh_from_db()
    assert (school.in_window, school.window_confidence) == (True, "by hand")


def test_window_explains_itself_and_shows_the_coming_weeks(school, head, sign_in):
    for name, first, last in (
        ("Autumn", date(2026, 9, 2), date(2026, 12, 18)),
        ("Spring", date(2027, 1, 4), date(2027, 2, 12)),
    ):
        m.Term.objects.create(authority=school.authority, name=name, starts_on=first, ends_on=last)
    m.Closure.objects.create(
        school=school, name="Training day", starts_on=date(2026, 11, 30), ends_on=date(2026, 11, 30)
    )
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert "You are in the window." in page
    assert "This is our best estimate, not an Ofsted date." in page
    assert "The usual day, Monday 16 November, has passed" in page
    assert "Could be Monday 23 November" in page
    assert "Quiet: Training day on the usual day" in page
    assert "Quiet: Christmas holiday" in page
    assert (
        "Routine full inspections are usually notified on these days. Other visits can be notified on any day. "
        "This is our estimate and not Ofsted’s."
    ) in page
    assert "overdue" not in page.casefold()


def test_window_without_term_dates_calls_no_week_quiet(school, head, sign_in):
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert page.count("We have no term dates for this week") == 8
    assert "Quiet" not in page


def test_window_beyond_the_known_bank_holidays_says_so(school, head, sign_in, time_machine):
    day = bank_holidays_known_until() + timedelta(days=10)
    m.Term.objects.create(
        authority=school.authority, name="Spring", starts_on=day - timedelta(days=5), ends_on=day + timedelta(days=80)
    )
    time_machine.move_to(datetime.combine(day, time(10), tzinfo=UTC), tick=False)
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert page.count("The bank holidays of this week are not known yet") == 8
    assert "We have no term dates" not in page


@pytest.mark.parametrize("concern", ["", "RSI"])
def test_window_under_monitoring_shows_no_quiet_weeks(school, head, sign_in, concern):
    past = PastInspectionFactory(urn=school.urn, kind="full", started_on=date(2026, 1, 20), concern=concern, outcome="")
    m.AreaGrade.objects.create(inspection=past, area="Inclusion", grade="Needs attention")
    m.Term.objects.create(
        authority=school.authority, name="Autumn", starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18)
    )
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert "it may ring on any day, so we show no quiet weeks" in page
    assert "covenant-week" not in page


def test_window_of_a_school_inspected_otherwise(head, cast, sign_in):
    m.School.objects.filter(pk=cast.school.pk).update(kind_group="Independent schools", kind="Other independent school")
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert "Independent schools are inspected under another law" in page


def test_window_of_two_schools(head, cast, sign_in):
    second = SchoolFactory(name="Example Infant School")
    m.Membership.objects.create(person=head, school=second, role=m.Membership.HEAD)
    page = text(sign_in(head).get(reverse("inspections:window")))
    assert page.index(">Example Infant School<") < page.index(">Example Junior School<")


def test_a_head_has_nothing_of_another_window(school, other_head, sign_in):
    assert school.name not in text(sign_in(other_head).get(reverse("inspections:window")))


def test_an_open_window_of_a_head_asks_for_her_buddy(school, head):
    assert BuddyRequest.objects.get(head=head).why == BuddyRequest.WINDOW


# The rules


def edit(browser, rule_code: str, **changes):
    rule = WindowRule.objects.get(code=rule_code)
    url = reverse("inspections:window-rule-edit", args=[rule.public_id])
    form = browser.get(url).context["form"]
    said = {name: "" if value is None else value for name, value in form.initial.items()} | changes
    return browser.post(url, said, follow=True)


def test_window_rules_lists_them_all(administrator, sign_in):
    page = text(sign_in(administrator).get(reverse("inspections:window-rules")))
    assert all(f">W{number}</span>" in page for number in range(13))
    assert ">Not inspected since it replaced another school</a>" in page


def test_window_rule_edit_saves_and_says_what_it_changed(school, administrator, sign_in):
    page = text(edit(sign_in(administrator), "W2", usual_months=36))
    assert "The rule is saved. It changed 1 school&#x27;s window." in page
    assert WindowRule.objects.get(code="W2").usual_months == 36


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        ("W2", {"explanation": "You are overdue."}, "say &quot;could be any Monday&quot;"),
        ("W2", {"usual_months": ""}, "Say after how many months, or count from nothing."),
        ("W2", {"usual_months": "-1"}, "Please give 0 or more"),
        ("W2", {"source": ""}, "Please fill this in"),
        ("W2", {"from_date": "31/04/2026"}, "Write a date like 23 November 2026"),
        ("W2", {"to_date": "2019-01-01"}, "It must end after it begins."),
        ("W3", {"events_to": "2010-01-01"}, "The last day must not be before the first."),
        ("W7", {"usual_months": "6"}, "The range must end after it begins."),
        ("W2", {"usual_months": "9" * 30}, "or less"),
        ("W2", {"usual_months": "241"}, "Please give 240 or less"),
        ("W2", {"limit_school_years": "21"}, "Please give 20 or less"),
    ],
)
def test_window_rule_edit_refuses_what_cannot_be(administrator, sign_in, code, changes, words):
    before = WindowRule.objects.values().get(code=code)
    assert words in text(edit(sign_in(administrator), code, **changes))
    assert WindowRule.objects.values().get(code=code) == before


def test_window_rule_edit_ignores_fields_it_does_not_have(administrator, sign_in):
    edit(sign_in(administrator), "W2", code="W9", id="1", public_id="x", usual_months=48)
    assert WindowRule.objects.filter(code="W2").count() == 1
