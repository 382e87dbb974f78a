"""As many matched as by another build, at no higher cost, the same pairs where every pair is weighed: 30 seeds a size.
cd <build> && python tests/proofs/matching.py > new.txt; python tests/proofs/matching.py old.txt new.txt"""

import sys
from hashlib import sha256
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path.cwd()))  # the build in whose folder it is run
SIZES, EVERY_PAIR = (200, 500, 2_000), 500


def people(chance, kind, size, start):
    """Places are tight: a tenth offer none, a fifth two. A fifth have wishes, or a list of their own."""
    wide, others = int(15_000 * (size / 200) ** 0.5), [f"{n:06}" for n in range(size, 2 * size)]
    for n in range(start, start + size):
        one = kind(f"{n:06}", f"{n:06}", kind=chance.choice("abc"), pupils=chance.randrange(60, 1500))
        one.phases = frozenset({chance.choice(("primary", "primary", "secondary", "special"))})
        one.employers = frozenset({f"trust:{chance.randrange(size // 8)}"} if chance.random() < 0.7 else ())
        one.former_employers = frozenset({f"trust:{chance.randrange(size // 8)}"} if chance.random() < 0.05 else ())
        one.easting, one.northing = (chance.randrange(wide) if chance.random() < 0.99 else None for _ in "en")
        one.in_window = chance.random() < 0.25
        if start:
            one.capacity, one.gender = (
                chance.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 2)),
                chance.choice(("", "woman", "man")),
            )
            one.inspected_months, one.paused = chance.choice((None, None, 4, 9, 30)), chance.random() < 0.02
        elif one.pupils % 5 == 0:
            one.not_these, one.knows, one.ended_with = (frozenset(chance.sample(others, n)) for n in (2, 3, 1))
            one.wish_phase, one.wish_distance = chance.random() < 0.5, chance.choice(("", "near", "far"))
            one.wish_known, one.wish_gender = chance.choice(("", "known")), chance.choice(("", "woman", "man"))
        yield one


def run() -> None:
    try:
        from buddies.matching import matching, pair_rules
    except ImportError:  # the build of before
        from buddies import fit as pair_rules
        from buddies import matching
    for size, seed in ((size, seed) for size in SIZES for seed in range(30)):
        chance, weights = Random(f"{size} {seed}"), pair_rules.Weights()
        found = matching.match(people(chance, pair_rules.Head, size, 0), people(chance, pair_rules.Buddy, size, size))
        for which, pairs in (("buddies", found.pairs), ("reserves", found.reserves)):
            points = sum(pair.points + pair_rules.turn(pair.head, weights) for pair in pairs)
            digest = sha256(repr([(pair.head.key, pair.buddy.key) for pair in pairs]).encode()).hexdigest()[:12]
            print(size, seed, which, len(pairs), points, digest, flush=True)


def compare(old: str, new: str) -> None:
    before, now = ([line.split() for line in Path(name).read_text().splitlines()] for name in (old, new))
    same = [one == other for one, other in zip(before, now, strict=True)]
    assert all(alike for alike, one in zip(same, now, strict=True) if int(one[0]) <= EVERY_PAIR)
    cheaper = sum(int(one[4]) < int(was[4]) for was, one in zip(before, now, strict=True))
    assert all(one[:4] == was[:4] and int(one[4]) <= int(was[4]) for was, one in zip(before, now, strict=True))
    print(f"{len(now)} passes: as many matched in each; {sum(same)} the same, {cheaper} cheaper, none dearer")


compare(*sys.argv[1:]) if sys.argv[1:] else run()
