"""What is asked, each answered from 1 to 5. A question that changes its meaning gets a new code. Pure."""

SCALE = {1: "Not at all", 2: "A little", 3: "Partly", 4: "Mostly", 5: "Fully"}

CONDUCT = {
    "listened": "The inspectors listened to what we said.",
    "respect": "We were treated with courtesy and respect.",
    "wellbeing": "My wellbeing, and that of my staff, was taken into account.",
    "clear": "It was clear to me what was being looked at, and why.",
    "raising": "I could have raised a concern without fear of what follows.",
}

# What heads may ask for, and what is counted of it.
HELP = {
    "peer_review": "Peer review",
    "specialist": "A specialist",
    "supervision": "Professional supervision",
    "coaching": "Coaching",
    "trust": "Help from a trust",
    "council": "Help from the council",
}
WAITS, TAKEN_UP, DONE = "asked", "taken-up", "done"
BECAME = {WAITS: "Not taken up yet", TAKEN_UP: "Taken up", DONE: "Done"}
HELPED = {"yes": "It helped", "partly": "It helped partly", "no": "It did not help"}

SURVEY = {
    "managing": "I can manage what my post asks of me.",
    "somebody": "There is somebody I can turn to when it gets hard.",
    "rest": "I can rest without worrying about inspection.",
    "support": "If an inspection went badly, I trust that I would be supported first.",
    "staying": "I would like to be a head in three years’ time.",
}
