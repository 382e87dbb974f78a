"""The components of our pages, for every template (settings): a tag each, its html in templates/components/.

    {% card "My buddy" quiet=True %} … {% endcard %}
    {% table "Rounds" "Made" "State" %} <tr>…</tr> {% endtable %}
    {% press "buddies:round-drop" round.public_id look="secondary" %}Drop it{% endpress %}

The demonstration shows them all at /demo/components/. Why no library: docs/adr/components.md.
"""

import re
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

register = template.Library()
EMPTY_CELL = re.compile(r">\s+</td>")


def _drawn(component: str, context: Context, **values: Any) -> str:
    values["csrf_token"] = context.get("csrf_token")
    looks = {"": "govuk-button", "link": "covenant-link-button"}
    look = str(values.get("look", ""))
    values["classes"] = looks.get(look, f"govuk-button govuk-button--{look}")
    values["content"] = SafeString(str(values.get("content", "")).strip())  # nosec B703  drawn by the template around it
    return get_template(f"components/{component}.html").render(values)


@register.simple_block_tag(takes_context=True)
def card(context: Context, content: str, title: Any, *, quiet: bool = False, close: bool = False) -> str:
    """A box with a heading of its own. `quiet` stands back; `close` has another right below it, outside any grid."""
    return _drawn("card", context, content=content, title=title, quiet=quiet, close=close)


@register.simple_block_tag(takes_context=True)
def person(context: Context, content: str, name: Any, initials: str, *, level: int = 2) -> str:
    """Who it is, with their initials and a line below; the name is a heading of that level."""
    return _drawn("person", context, content=content, name=name, initials=initials, level=level)


@register.simple_block_tag(takes_context=True)
def nothing_there(context: Context, content: str, *, to: str = "", do: str = "") -> str:
    """Instead of a list that has nothing in it: why, and where to go on: `to`, called `do`."""
    return _drawn("nothing_there", context, content=content, to=to, do=do)


@register.simple_tag(takes_context=True)
def status(context: Context, says: Any, colour: str = "") -> str:
    """What state it is in, in a line of words: `colour` is green, yellow, red, grey or blue; none is plain."""
    return SafeString(_drawn("status", context, says=says, colour=colour).strip())  # nosec B703  drawn by a template


@register.simple_block_tag(takes_context=True)
def table(
    context: Context, content: str, caption: Any, *headings: Any, stacks: bool = True, shown: bool = False
) -> str:
    """Rows (`<tr>` with cells) under headings. A heading that begins with "#" is of numbers; a list gives several;
    None is left out; "" stands over presses; a dictionary (`words`, `to`, `says`) is a link that sorts. On a phone a
    row becomes a card, where each cell has a `data-label`; `stacks=False` lets the table scroll sideways instead. The
    caption is for those who listen, unless `shown`."""
    flat = [each for one in headings for each in (one if isinstance(one, list) else [one]) if each is not None]
    named = [
        each if isinstance(each, dict) else {"words": str(each).removeprefix("#"), "numeric": str(each).startswith("#")}
        for each in flat
    ]
    content = SafeString(EMPTY_CELL.sub("></td>", content))  # nosec B703  drawn already; on a phone no label stands alone
    return _drawn("table", context, content=content, caption=caption, headings=named, stacks=stacks, shown=shown)


@register.simple_block_tag(takes_context=True)
def press(
    context: Context,
    content: str,
    url_name: str = "",
    *args: Any,
    look: str = "",
    tight: bool = False,
    ends_session: bool = False,
    **fields: Any,
) -> str:
    """A form of one button, which POSTs to the url of that name, or to an address that is ready, or else to this
    page. Other keywords are sent as fields. `look` is secondary, warning or link; `tight` leaves no room below."""
    address = url_name if url_name[:1] in ("", "/") else reverse(url_name, args=args)
    values = {
        "address": address,
        "look": look,
        "tight": tight,
        "ends": " data-ends-session" if ends_session else "",
        "fields": fields.items(),
    }
    return _drawn("press", context, content=content, **values)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: str, back: str, keep: Any, *, look: str = "", way_out: str = "secondary", **fields: Any
) -> str:
    """The question before what cannot be undone: a button that POSTs to this page, and beside it the way out, which
    leads to `back` and is called `keep`. Other keywords are sent as fields."""
    values = {"back": back, "keep": keep, "look": look, "way_out": way_out, "fields": fields.items()}
    return _drawn("confirm", context, content=content, **values)
