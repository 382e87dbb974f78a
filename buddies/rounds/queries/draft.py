"""What the officer's page of a round reads: its suggestions by page, alternatives with their price, and the exact
messages."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db.models import F, QuerySet

from buddies.matching import alternatives, child_process, matching, weighing
from buddies.matching.pair_rules import NOT_AVAILABLE, Weights
from buddies.pairings.messages import ASKED
from buddies.pairings.models import Pairing
from buddies.rounds.models import Round, Suggestion
from buddies.rounds.queries import asking, candidates, waiting
from network import clock
from network.models import Person
from outbox.models import Message
from outbox.wording import wording

SIZE = 50
PARTS = {"pairs": "Pairs", "nobody": "Nobody fits", "left-out": "Left out", "not-sent": "Not sent"}
PREVIEWED = 4_000_000  # pairs up to which a change of weights is shown before it is saved


def counts(round_: Round) -> dict[str, int]:
    rows = round_.suggestions.values_list("buddy_id", "reserve_id", "left_out", "pinned", "not_sent")
    found = {"pairs": 0, "nobody": 0, "left-out": 0, "no_reserve": 0, "pinned": 0, "not-sent": 0}
    for buddy, reserve, left_out, pinned, not_sent in rows.iterator(chunk_size=5000):
        found["left-out"] += left_out
        found["pairs"] += bool(buddy) and not left_out
        found["nobody"] += not buddy and not left_out
        found["no_reserve"] += bool(buddy) and not left_out and not reserve
        found["pinned"] += pinned
        found["not-sent"] += bool(not_sent)
    return found


def may_undo(round_: Round) -> bool:
    """Published, and nobody has answered."""
    mine = Pairing.objects.filter(suggestion__round=round_)
    return round_.state == Round.PUBLISHED and mine.count() == mine.unanswered().count()


def parts(numbers: dict[str, int], here: str) -> list[tuple[str, str, int]]:
    """Where one can look, with how many each holds. What was left out or not sent only where there is some."""
    always = ("pairs", "nobody", here)
    return [(name, title, numbers[name]) for name, title in PARTS.items() if name in always or numbers[name]]


def _of(round_: Round, part: str) -> QuerySet[Suggestion]:
    rows = round_.suggestions.order_by("request_id")
    if part == "left-out":
        return rows.filter(left_out=True)
    if part == "not-sent":
        return rows.exclude(not_sent="")
    return rows.filter(left_out=False, buddy__isnull=part == "nobody")


def page_with(suggestion: Suggestion, part: str) -> str:
    """After which one the page begins on which this one stands, or would stand; "" for the first page."""
    before = _of(suggestion.round, part).filter(request_id__lt=suggestion.request_id)
    full = before.count() // SIZE * SIZE
    return str(before.values_list("request_id", flat=True)[full - 1]) if full else ""


def page(round_: Round, part: str, after: str) -> dict[str, Any]:
    part = part if part in PARTS else "pairs"
    rows = _of(round_, part)
    if after.isascii() and after.isdigit() and len(after) < 16:
        rows = rows.filter(request_id__gt=int(after))
    columns = (
        "public_id",
        "request_id",
        "reasons",
        "reserve_reasons",
        "why_nobody",
        "pinned",
        "left_out",
        "not_sent",
        "not_kept",
    )
    names = {f"{one}_name": F(f"{one}__name") for one in ("head", "school", "buddy", "reserve")}
    found = list(rows.values(*columns, **names)[: SIZE + 1])
    shown = found[:SIZE]
    _name_nearest(shown)
    return {
        "rows": shown,
        "part": part,
        "next": found[SIZE - 1]["request_id"] if len(found) > SIZE else "",
    }


def _name_nearest(rows: list[dict[str, Any]]) -> None:
    keys = {key for row in rows for key, _ in row["why_nobody"]}
    names = dict(Person.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    for row in rows:
        said = [(names.get(key, "Somebody"), why) for key, why in row["why_nobody"]]
        row["nearest"] = [(name, why) for name, why in said if why != NOT_AVAILABLE]
        row["not_available"] = len(said) - len(row["nearest"])
        row["because"] = row["reasons"].split("; ") if row["reasons"] else []


def choices(suggestion: Suggestion) -> list[dict[str, Any]]:
    """The next best for one head, and what each would cost the round."""
    out = set(suggestion.round.suggestions.filter(left_out=True).values_list("request_id", flat=True))
    requests = [one for one in waiting.unmatched() if one.pk not in out]
    heads, buddies = candidates.heads(requests), candidates.buddies()
    key = str(suggestion.request.public_id)
    if key not in {head.key for head in heads}:
        return []
    weights = weighing.from_values(suggestion.round.weights)
    standing = suggestion.round.suggestions.filter(pinned=True, left_out=False, buddy__isnull=False)
    pins = [(str(one), str(buddy)) for one, buddy in standing.values_list("request__public_id", "buddy_id")]
    others = child_process.run(alternatives.of_pool, heads, buddies, weights, key, pins=pins, limit=6)
    people = Person.objects.in_bulk([int(one.buddy.key) for one in others])
    return [
        {
            "person": people[int(one.buddy.key)],
            "reasons": one.reasons,
            "costs": _price(one),
            "moves": _moves(one.moves),
        }
        for one in others
        if int(one.buddy.key) != suggestion.buddy_id
    ]


def _price(one: alternatives.Alternative) -> str:
    if one.leaves > 0:  # fewer pairs cost fewer points, so the points would flatter it
        return f"leaves {one.leaves} other head{'' if one.leaves == 1 else 's'} without a buddy"
    return _costs(one.costs)


def _costs(points: int) -> str:
    if points <= 0:
        return "costs nothing you can see here"
    return f"costs {points} point{'' if points == 1 else 's'} more"


def _moves(heads: int | None) -> str:
    if heads is None:
        return ""
    return {0: "nobody else is moved", 1: "one other head is moved"}.get(heads, f"{heads} other heads are moved")


def exact_messages(round_: Round) -> list[tuple[str, wording.Words, int]]:
    """The very words that leave, to whom, and for how many pairs. Until when an answer counts differs: somebody whose
    quiet hours have begun has as long from their end on."""
    untils = Counter(one.answer_by for one in asking.pairings(asking.chosen(round_), clock.now()) if one.answer_by)
    found = []
    for who, path in (("The head", "/buddy/"), ("The buddy and the reserve", "/standing-by/")):
        said: dict[str, wording.Words] = {}
        pairs: Counter[str] = Counter()
        for until, number in sorted(untils.items()):
            words = wording.words(Message(kind=ASKED, path=path, useful_until=until))
            said.setdefault(words.text, words)
            pairs[words.text] += number
        found += [(who, said[text], count) for text, count in pairs.items()]
    return found


def difference(weights: Weights) -> dict[str, Any] | None:
    """What other weights would change for those who wait now. None: too many to work out while somebody watches."""
    before = weighing.current()
    heads, buddies = candidates.heads(waiting.unmatched()), candidates.buddies()
    if len(heads) * len(buddies) > PREVIEWED:
        return None
    found = (
        child_process.run(matching.match, heads, buddies, each, reserves=False).pairs for each in (before, weights)
    )
    now, then = ({pair.head.key: pair for pair in pairs} for pairs in found)
    moved = [key for key in sorted(now.keys() | then.keys()) if _buddy(now, key) != _buddy(then, key)]
    keys = {int(pair.buddy.key) for pairs in (now, then) for key, pair in pairs.items() if key in moved}
    keys |= {int(pair.head.person) for pairs in (now, then) for key, pair in pairs.items() if key in moved}
    people = Person.objects.in_bulk(keys)
    rows = [
        {
            "head": people[int((now.get(key) or then[key]).head.person)],
            "now": people[int(now[key].buddy.key)].name if key in now else "nobody",
            "then": people[int(then[key].buddy.key)].name if key in then else "nobody",
        }
        for key in moved[:SIZE]
    ]
    changed = {name: (getattr(before, name), value) for name, value in asdict(weights).items()}
    return {
        "rows": rows,
        "moved": len(moved),
        "waiting": len(heads),
        "changed": [(weighing.WORDS[name][0], was, is_) for name, (was, is_) in changed.items() if was != is_],
    }


def _buddy(pairs: dict[str, Any], key: str) -> str:
    return pairs[key].buddy.key if key in pairs else ""


def named(rows: list[list[int]]) -> list[dict[str, Any]]:
    """Rows of an import with the names of its people."""
    names = dict(Person.objects.filter(pk__in={pk for row in rows for pk in row[1:] if pk}).values_list("pk", "name"))
    return [
        {"number": number, "head": names.get(head), "buddy": names.get(buddy), "reserve": names.get(reserve, "")}
        for number, head, buddy, reserve in rows
    ]
