"""Where most stories of an inspection begin: Monday 30 November 2026, 09:52 in London, with a head in the window."""

import pytest
import time_machine

from tests.inspections.story import MONDAY, enter_window


@pytest.fixture
def now():
    """The clock stands at MONDAY until the test moves it: `now.move_to(...)`."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def story(now, cast):
    """The cast, the head's school in its Ofsted window, nothing noted yet."""
    enter_window(cast)
    return cast
