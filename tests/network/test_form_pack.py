"""The crispy pack `covenant`: label, hint, error and control of every kind of field, as GOV.UK's pattern has them."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.network.form_pack import EveryField

pytestmark = [pytest.mark.urls("tests.network.form_pack"), pytest.mark.browser]
URL = "/every-field/"
VISIBLE = [name for name in EveryField.base_fields if name != "hidden"]
GROUPS = {"one", "many"}
MISSING = {
    "kind": "Please choose one.",
    "one": "Please choose one.",
    "many": "Please choose at least one.",
    "sure": "Please tick this.",
    "file": "Please choose a file.",
}
REQUIRED = [name for name in VISIBLE if EveryField.base_fields[name].required]


@pytest.fixture
def empty(live_server, page):
    page.goto(live_server.url + URL)
    return page


@pytest.fixture
def wrong(empty):
    empty.get_by_role("button", name="Save").click()
    return empty


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found]


def test_every_field_has_no_fault_that_axe_finds(empty):
    assert faults(empty) == []
    assert "(optional)" in empty.locator("#div_id_hour").inner_text()
    assert empty.get_by_text("(optional)").count() == 1


def test_every_field_in_error_has_no_fault_and_fits_a_phone_of_320_pixels(wrong):
    assert wrong.title() == "Error: Every field – Caversham Covenant"
    assert faults(wrong) == []
    wrong.set_viewport_size({"width": 320, "height": 640})
    assert not wrong.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_summary_names_each_field_and_leads_to_it(wrong):
    links = wrong.locator(".govuk-error-summary a")
    assert links.all_inner_texts() == [
        f"{EveryField.base_fields[name].label}: {MISSING.get(name, 'Please fill this in.')}" for name in REQUIRED
    ]
    for place, name in enumerate(REQUIRED):
        links.nth(place).click()
        focused = wrong.evaluate("document.activeElement.id")
        assert focused == (f"id_{name}_0" if name in GROUPS else f"id_{name}")


def test_error_and_hint_are_tied_to_the_control_or_its_group(wrong):
    for name in REQUIRED:
        holder = wrong.locator(f"#div_id_{name}").locator("fieldset" if name in GROUPS else f"#id_{name}").first
        tied = (holder.get_attribute("aria-describedby") or "").split()
        expected = [f"id_{name}_helptext"] if EveryField.base_fields[name].help_text else []
        assert tied == [*expected, f"id_{name}_error"]
        for one in tied:
            assert wrong.locator(f"#{one}").inner_text().strip()


def test_error_of_the_whole_form_stands_in_the_summary_sent_by_keyboard_alone(empty):
    empty.get_by_label("Your name").fill("nobody")
    empty.keyboard.press("Enter")
    empty.locator(".govuk-error-summary").wait_for()
    assert "Somebody has to be somebody." in empty.locator(".govuk-error-summary").inner_text()


def test_what_was_typed_is_still_there_beside_its_error(empty):
    empty.get_by_label("Your name").fill("<b>Robin</b>")
    empty.get_by_label("The second").first.check()
    empty.get_by_label("Which day").fill("2026-12-03")
    empty.get_by_role("button", name="Save").click()
    assert empty.get_by_label("Your name").input_value() == "<b>Robin</b>"
    assert empty.get_by_label("The second").first.is_checked()
    assert empty.get_by_label("Which day").input_value() == "2026-12-03"
