"""What is asked, each answered from 1 to 5. A question that changes its meaning gets a new code. Pure."""

from network import beside

SCALE = {1: "Not at all", 2: "A little", 3: "Partly", 4: "Mostly", 5: "Fully"}
_FILE = beside.read(__file__, "questions.toml")
CONDUCT: dict[str, str] = _FILE["conduct"]
SURVEY: dict[str, str] = _FILE["survey"]
HELP: dict[str, str] = _FILE["help"]
WAITS, TAKEN_UP, DONE = "asked", "taken-up", "done"
BECAME = {WAITS: "Not taken up yet", TAKEN_UP: "Taken up", DONE: "Done"}
HELPED = {"yes": "It helped", "partly": "It helped partly", "no": "It did not help"}
