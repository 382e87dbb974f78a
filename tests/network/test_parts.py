"""Parts of a page that are cut once: the very words Django would give, escaped, and nothing decided in them."""

import re
from fnmatch import fnmatch
from uuid import uuid4

import pytest
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from network.parts import Part, Parts, together
from tests.house.modules import modules

# Each template that is cut, and the views that draw it.
CUT = {
    "inspections/today/_today.html": "today_*",
    "inspections/visits/_ladder.html": "ladder",
    "inspections/visits/_days.html": "days",
}


def part(text):
    return Part(engines["django"].from_string(text).template.nodelist)


def test_what_is_filled_in_is_escaped_and_other_parts_are_not():
    said = part("<p>{{ name }}, 100%: {{ more }}</p>")
    assert said(name="<b>O'Hara</b> %s", more=part("<i>{{ x }}</i>")(x="&")) == (
        "<p>&lt;b&gt;O&#x27;Hara&lt;/b&gt; %s, 100%: <i>&amp;</i></p>"
    )
    assert isinstance(said(name="", more=""), SafeString)
    assert together(["<b>", part("<i>")()]) == "&lt;b&gt;<i>"


def test_addresses_and_the_form_token_are_djangos():
    known_by = uuid4()
    text = "<a href=\"{% url 'inspections:inspection' it %}\">{% url 'inspections:today' %}</a>{% csrf_token %}"
    as_django = engines["django"].from_string(text).render({"it": known_by, "csrf_token": "abc"})
    assert part(text)(it=known_by, csrf_token="abc") == as_django
    assert reverse("inspections:inspection", args=[known_by]) in as_django


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}b{% endif %}",
        "{{ a|upper }}",
        "{{ a.b }}",
        "{% include 'inspections/visits/_days.html' %}",
        "{% url 'x' as y %}",
        "{% url 'inspections:today' it=1 %}",
    ],
)
def test_a_part_that_decides_something_is_refused(text):
    with pytest.raises(TypeError, match="A part"):
        part(text)


def test_a_name_left_out_and_a_part_that_is_none_are_errors():
    with pytest.raises(KeyError):
        part("{{ name }}")()
    with pytest.raises(AttributeError, match="has no part nowhere"):
        _ = Parts("inspections/visits/_days.html").nowhere


@pytest.mark.parametrize(("template", "drawn_by"), CUT.items())
def test_every_part_is_shown_to_somebody(template, drawn_by):
    views = "".join(path.read_text() for path in modules("views") if fnmatch(path.stem, drawn_by))
    blocks = re.findall(r"{% block (\w+) %}", get_template(template).template.source)
    assert blocks
    assert [name for name in blocks if not re.search(rf"PARTS\.{name}\b", views)] == []
