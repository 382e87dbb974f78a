"""`{% url %}` gives what Django's own would, the second time as the first."""

from uuid import uuid4

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse


def drawn(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize("_time", [1, 2])
def test_addresses_are_djangos(_time):
    known_by = uuid4()
    inspection = reverse("inspections:inspection", args=[known_by])
    assert drawn("{% url 'inspections:today' %}") == reverse("inspections:today")
    assert drawn("{% url 'inspections:inspection' it %}", it=known_by) == inspection
    assert drawn("{% url 'inspections:inspection' it %}", it=str(known_by)) == inspection
    assert drawn("{% url 'inspections:inspection' public_id=it %}", it=known_by) == inspection
    assert drawn("{% url name %}", name="inspections:window") == reverse("inspections:window")
    assert drawn("{% url 'nowhere' as found %}[{{ found }}]") == "[]"


@pytest.mark.parametrize("wrong", ["{% url 'nowhere' %}", "{% url 'inspections:inspection' %}"])
def test_an_address_that_is_none_is_an_error(wrong):
    with pytest.raises(NoReverseMatch):
        drawn(wrong)
