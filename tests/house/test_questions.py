"""Whatever somebody types behind the question mark of a list's address, she gets a page: never a fault of ours."""

import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.test_access import LINES, story  # noqa: F401  a fixture

# Every list that reads its address: who asks, and what it reads.
LISTS = {
    "network:members": ("HO", ["q", "after"]),
    "network:invitations": ("OF", ["state", "before"]),
    "network:register": ("OF", ["after"]),
    "buddies:pairings": ("OF", ["state", "q", "sort", "after"]),
    "buddies:pairings-export": ("OF", ["state", "q", "sort", "after"]),
    "buddies:pairing-new": ("OF", ["q", "head"]),
    "buddies:pairing": ("OF", ["q"]),
    "buddies:round": ("OF", ["part", "after"]),
    "buddies:people-wishes": ("HO", ["q"]),
    "directory:directory": ("HO", ["need", "phase"]),
    "inspections:schools": ("OF", ["q", "sort", "after", "phase", "area", "behind"]),
    "inspections:schools-csv": ("OF", ["q", "sort", "phase", "area", "behind"]),
    "covenant:signatories": ("AN", ["after"]),
}
TYPED = [
    "\0",
    "Example\0|1",
    "x|" + "9" * 30,
    "9" * 30,
    "-1",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "nan.1",
    "1.99999999999999999999",
    "1e308.5",
    "123456,\0",
    "%' \" \\",
    "é" * 300,
]


@pytest.mark.django_db  # inside the story's own transaction
@pytest.mark.parametrize("name", LISTS)
def test_a_list_answers_whatever_it_is_asked(story, name):  # noqa: F811
    cast, cookies = story
    column, asked = LISTS[name]
    line = LINES[name]
    address = reverse(name, kwargs=line.kwargs_of.get(column, line.kwargs)(cast))
    for typed in TYPED:
        for one in asked:
            browser = Client()
            browser.cookies = copy.deepcopy(cookies[column])
            with transaction.atomic():
                response = browser.get(address, {one: typed})
                if response.streaming:
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
            assert response.status_code in {200, 404}, (one, typed)
