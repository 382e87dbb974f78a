"""What is measured of each promise, and what is not. `code` is that of the figure that `inspections` counts."""

from typing import NamedTuple


class Measure(NamedTuple):
    promise: int
    what: str
    code: str = ""  # empty: not measured yet, and the page says so


MEASURES = (
    Measure(1, "How many heads in the window have a buddy", "heads-with-a-buddy"),
    Measure(1, "How many heads have somebody to turn to when it gets hard, by their yearly word", "survey-somebody"),
    Measure(1, "How many heads have supervision"),
    Measure(2, "How many calls for a colleague were answered in the past year", "call-outs-answered"),
    Measure(2, "How fast somebody answered"),
    Measure(2, "How heads were treated when they were inspected, by their own word", "conduct-respect"),
    Measure(3, "How many peer reviews and visits by specialists took place"),
    Measure(4, "How many heads were supported after a negative inspection, by the head’s own word"),
    Measure(4, "How many heads trust that they would be supported first, by their yearly word", "survey-support"),
    Measure(4, "How many heads are still in post a year after a negative inspection", "still-in-post-12"),
)
