"""What stands in the audit, in the words of the person it concerns: "Olive Grant: suggested a buddy for you".

Pure: words in, words out. The names of verbs belong to every floor; a test of the house finds one without words."""

from network import beside

CHANGE = "record.change"

# The audit is kept for as long as the network is there, so it must not tell in years what was said, who was silent or
# who was in need. Of what begins with these nouns it says that something was changed, and by whom: no subject, no
# detail, and of the system's own steps nothing at all. The rows themselves say more, and go in their time
# (docs/adr/kept-and-deleted.md).
TELLING = frozenset(
    {
        "buddy-check-in",
        "call-out",
        "check-in",
        "check-ins",
        "note",
        "phone-press",
        "please-ring",
        "reserve",
        "ring-today",
        "silence",
    }
)
# The same, where it is the head's own act; of others' acts in her record she reads later who did what.
OWN = frozenset({"comment-offer", "inspection", "log", "plan", "share", "standby"})

_WORDS = beside.read(__file__, "words.toml")
WORDS = {f"{noun}.{verb}": said for noun, verbs in _WORDS.items() for verb, said in verbs.items()}


def kept(verb: str, *, by_system: bool, own: bool) -> str:
    """The verb as the audit keeps it: itself, `CHANGE`, or "" where no row is kept."""
    noun, _, what = verb.partition(".")
    if what == "read":  # who looked is what the audit is for
        return verb
    if noun in TELLING:
        return "" if by_system else CHANGE
    return CHANGE if noun in OWN and own else verb


def words(verb: str) -> str:
    """A verb that is not known is shown as it is written."""
    return WORDS.get(verb, verb.replace(".", ", ").replace("-", " "))
