"""What Chromium and axe say of pages that lie in a folder, each looked at as the people look who have it hardest: on a
phone of 320 pixels, with text at 200%, in forced colours, with reduced motion, by touch and by keyboard.

Run as `python -m tests.house.looks FOLDER`, in a process of its own: Playwright's event loop would give the tests' own
thread a second connection to the database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import axe_playwright_python

from config.environment import BASE_DIR

SITE = "http://pages.test/"
PHONE, NARROW, TALL = 390, 320, 844
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
# She walks while she presses (WCAG 2.5.5). A link within a sentence is as tall as its line.
TOUCH = 44
PRESSED = "main button, main a.govuk-button, main a[href^='tel:'], main a[href^='sms:'], main summary, nav a"

TOO_SMALL = """([pressed, touch]) => [...document.querySelectorAll(pressed)].filter(each => {
  if (!each.checkVisibility()) return false;
  const around = each.closest('p, li, td, dd, summary');
  const alone = !around || around.innerText.trim() === each.innerText.trim();
  return alone && each.getBoundingClientRect().height < touch;
}).map(each => each.outerHTML.slice(0, 120) + ' ' + Math.round(each.getBoundingClientRect().height))"""
WIDER = "document.documentElement.scrollWidth - window.innerWidth"
# In forced colours a background is gone: what is a button is one by its border, its outline or a line below its words.
NO_EDGE = """() => [...document.querySelectorAll('main button, main a.govuk-button')].filter(each => {
  const style = getComputedStyle(each);
  const edge = parseFloat(style.borderTopWidth) && style.borderTopStyle !== 'none';
  const underlined = style.textDecorationLine.includes('underline');
  return each.getClientRects().length && !edge && !underlined && style.outlineStyle === 'none';
}).map(each => each.outerHTML.slice(0, 120))"""
# Each in its turn, and it shows where one is: by itself, or by the box drawn beside a radio button.
KEYBOARD = """() => {
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const drawn = each => [each, each.nextElementSibling].filter(Boolean).map((part, at) => {
    const style = getComputedStyle(part, at ? '::before' : null);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor, style.borderWidth].join();
  }).join();
  const lost = [...document.querySelectorAll(pressed)].filter(each => {
    if (!each.checkVisibility() || each.disabled || each.tabIndex < 0) return false;
    if (each.tabIndex > 0) return true;
    document.activeElement.blur();
    const before = drawn(each);
    each.focus();
    return document.activeElement !== each || drawn(each) === before;
  }).map(each => each.outerHTML.slice(0, 120));
  document.activeElement.blur();  // its outline would be taken for an edge
  return lost;
}"""
MOVES = """() => [...document.querySelectorAll('*')].filter(each => {
  const style = getComputedStyle(each);
  const lasts = value => value.split(',').some(one => parseFloat(one) > 0);
  return lasts(style.animationDuration) || lasts(style.transitionDuration);
}).map(each => each.outerHTML.slice(0, 120))"""


def of_page(page, url: str) -> list[str]:
    """The faults of one page, in words."""
    page.set_viewport_size({"width": PHONE, "height": TALL})
    page.goto(url)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    faults = [f"axe {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]
    faults += [f"less than {TOUCH} px: {each}" for each in page.evaluate(TOO_SMALL, [PRESSED, TOUCH])]
    faults += [f"not by keyboard: {each}" for each in page.evaluate(KEYBOARD)]
    page.add_style_tag(content="html { font-size: 200% !important }")
    if (wider := page.evaluate(WIDER)) > 0:
        faults.append(f"{wider} px wider than the phone with text at 200%")
    page.evaluate("document.head.lastElementChild.remove()")
    page.set_viewport_size({"width": NARROW, "height": TALL})
    if (wider := page.evaluate(WIDER)) > 0:
        faults.append(f"{wider} px wider than {NARROW}")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    faults += [f"no edge in forced colours: {each}" for each in page.evaluate(NO_EDGE)]
    faults += [f"moves though it should not: {each}" for each in page.evaluate(MOVES)]
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    return faults


def look(folder: Path) -> dict[str, list[str]]:
    """The faults of each page of the folder that has some, by its file's name."""
    from django.contrib.staticfiles import finders
    from playwright.sync_api import sync_playwright

    from tests.servers.browser import ARGUMENTS, binary

    def answer(route):
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        file = finders.find(path.removeprefix("static/")) if path.startswith("static/") else folder / path
        if file and Path(file).is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404, body="")

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=binary(), args=ARGUMENTS)
        # Without a script: the page as it was sent. Axe is ours, and runs all the same.
        context = browser.new_context(bypass_csp=True)
        context.route("**/*", answer)
        context.add_init_script(path=AXE)
        page = context.new_page()
        seen = {each.name: of_page(page, SITE + each.name) for each in sorted(folder.glob("*.html"))}
        browser.close()
    return {name: faults for name, faults in seen.items() if faults}


def faults(folder: Path) -> dict[str, list[str]]:
    """`look`, in a process of its own."""
    command = [sys.executable, "-m", "tests.house.looks", str(folder)]
    answer = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    print(json.dumps(look(Path(sys.argv[1]))))
