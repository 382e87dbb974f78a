"""What must be true of all of it. Each claim gives what speaks against it, in words; nothing means that it holds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import takewhile

from inspections.models import CheckIn
from inspections.visits.schedule import RULES
from network import models as m
from outbox import kinds
from tests.servers.mail import MailSink
from tests.year.calendar import LONDON, TERMS, may_be_nudged
from tests.year.clockwork import Clockwork
from tests.year.feeds import Feeds
from tests.year.ledger import Ledger, Row
from tests.year.nobody_left_out import NobodyLeftOut
from tests.year.story import Story
from tests.year.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULE = {rule.code: rule for rule in RULES}
ALWAYS_ASKED = ("last-evening", "day-after", "day-five", "one-month", "three-months")
FIRST_STEP = {"month": timedelta(hours=24), "evening": timedelta(hours=2)}  # the ladder of the phase; else
AFTER = timedelta(hours=15)
MANY_ALARMS = 12  # "it cannot wait", to one person in one term, calls and call-outs apart
ENDS_AFTER = 11  # days on which she can be asked: the longest that a reserve stands in


@dataclass
class Seen:
    """All that was seen of the run."""

    world: World
    story: Story
    clockwork: Clockwork
    ledger: Ledger
    feeds: Feeds
    sink: MailSink
    nobody_left_out: NobodyLeftOut
    broken: tuple[date, date]

    @cached_property
    def people(self) -> dict[int, m.Person]:
        return m.Person.objects.in_bulk()

    @cached_property
    def questions(self) -> dict[int, list[Row]]:
        """By check-in: each time its question left, to the head."""
        found = defaultdict(list)
        for row in self.ledger.left:
            noun, _, pk = row.about.partition(":")
            if row.kind == "check-in" and noun == "checkin":
                found[int(pk)].append(row)
        return found

    def is_broken(self, moment: datetime) -> bool:
        """The mail server took nothing, or what had waited for it went out."""
        return self.broken[0] <= moment.astimezone(LONDON).date() <= self.broken[1]

    def is_out_of_it(self, head: int, moment: datetime) -> bool:
        """She has closed her account."""
        closed = self.story.closed_at.get(head)
        return closed is not None and moment >= closed


def tasks_succeed(seen: Seen) -> Iterator[str]:
    yield from (f"{count} times {what}" for what, count in seen.clockwork.failed.items())
    yield from (f"{count} times logged: {what}" for what, count in Counter(seen.clockwork.errors.said).items())


def nobody_is_left_out_of_the_plan(seen: Seen) -> Iterator[str]:
    if not seen.nobody_left_out.looks:
        yield "nobody has looked"
    yield from seen.nobody_left_out.against


def all_that_left_was_taken_by_the_mail_server(seen: Seen) -> Iterator[str]:
    left, taken = len(seen.ledger.left), len(seen.sink.accepted)
    if left != taken:
        yield f"{left} are said to have left, {taken} arrived"


def each_question_left_in_its_hour(seen: Seen) -> Iterator[str]:
    for row in seen.ledger.check_ins.values():
        asked = [each for each in seen.questions.get(row.pk, []) if not each.occurrence.endswith(".again")]
        if row.state == CheckIn.MISSED and not asked and not seen.is_out_of_it(row.head_id, row.send_at):
            yield f"{_name(row)} is called unanswered, and was never asked"
        if len({each.occurrence for each in asked}) > 1:
            yield f"{_name(row)} was asked {len(asked)} times"
        for each in asked:
            late = each.sent_at - each.due_at
            if not timedelta(0) <= late < HOUR and not seen.is_broken(each.sent_at) and not each.second:
                yield f"{_name(row)}, due {_when(each.due_at)}, left {_when(each.sent_at)}"


def nothing_ordinary_comes_when_somebody_is_not_to_be_written_to(seen: Seen) -> Iterator[str]:
    posts = defaultdict(list)
    for person, begins, ends in m.Membership.objects.filter(school__isnull=False).values_list(
        "person_id", "from_at", "to_at"
    ):
        posts[person].append((begins, ends or seen.clockwork.end))
    for row in seen.ledger.left:
        person = seen.people[row.to_id]
        if not kinds.get(row.kind).quiet_hours:
            continue
        at_school = any(begins <= row.sent_at < ends for begins, ends in posts[row.to_id])
        if not may_be_nudged(person, row.sent_at, bank_alone=not at_school):
            yield f"{row.kind} to {person.pk} ({person.quiet_from}-{person.quiet_until}) left {_when(row.sent_at)}"


def each_head_who_was_called_is_asked_what_is_due(seen: Seen) -> Iterator[str]:
    """Of a visit that went on: each of the questions that no date of hers can take away, about when it is due."""
    end = seen.clockwork.end
    by_visit: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in seen.ledger.check_ins.values():
        if row.inspection_id and (asked := seen.questions.get(row.pk)):
            by_visit[row.inspection_id][row.rule] = asked[0]
    for visit in seen.ledger.inspections.values():
        if visit.undone_at or visit.closed_at or visit.deferred_at:
            continue
        settled = visit.published_on or visit.publication_expected_on
        for code in ALWAYS_ASKED:
            rule = RULE[code]
            day = settled if rule.months else visit.ends_on
            due = datetime.combine(day + rule.months * 30 * DAY + rule.days * DAY, rule.hour, LONDON)
            if due + 50 * DAY > end or seen.is_out_of_it(visit.head_id, due):
                continue
            if code not in by_visit[visit.id] and not seen.is_broken(due):
                yield f"{code} of the visit that ended on {visit.ends_on} was never asked"


def no_step_of_the_ladder_comes_before_its_question(seen: Seen) -> Iterator[str]:
    for step in seen.ledger.steps.values():
        row = seen.ledger.check_ins[step.check_in_id]
        left = [each.sent_at for each in seen.questions.get(row.pk, [])]
        if not left:
            yield f"{step.step} on {_when(step.at)} for {_name(row)}, which never left"
        elif step.at < min(left) + FIRST_STEP.get(row.rule, AFTER):
            yield f"{step.step} on {_when(step.at)} for {_name(row)}, which left {_when(min(left))}"


def alarms_are_bounded(seen: Seen) -> Iterator[str]:
    """Calls, undone or not, are counted apart: each is one."""
    count: Counter[tuple[int, date]] = Counter()
    for row in seen.ledger.left:
        if row.kind == "nudge-now" and not row.second and not row.occurrence.startswith("call:"):
            term = max((first for first, _ in TERMS if first <= row.sent_at.date()), default=TERMS[0][0])
            count[row.to_id, term] += 1
    for (person, term), many in count.items():
        if many > MANY_ALARMS:
            manner = seen.world.manner.get(person, "")
            yield f"{many} times “it cannot wait” to {person} ({manner}) in the term of {term}"


def whoever_stands_in_steps_out(seen: Seen) -> Iterator[str]:
    """Counted as the product promises it: in days on which she can be asked, by the noon of each."""
    for tie in seen.ledger.stood_in.values():
        head, ended = seen.people[tie.head_id], tie.to_at or seen.clockwork.end
        noons = (tie.from_at.astimezone(LONDON).replace(hour=12, minute=0) + n * DAY for n in range(1, 400))
        if sum(may_be_nudged(head, noon) for noon in takewhile(ended.__gt__, noons)) > ENDS_AFTER:
            yield f"{tie.subject.split(':')[1]}: stood in from {_when(tie.from_at)} to {tie.to_at and _when(tie.to_at)}"


def nothing_is_said_of_a_call_that_was_undone(seen: Seen) -> Iterator[str]:
    told = {f"inspection:{pk}": at for pk, at in seen.story.undone_at.items()}
    for row in seen.ledger.check_ins.values():
        if row.inspection_id in seen.story.undone_at:
            told[f"checkin:{row.pk}"] = seen.story.undone_at[row.inspection_id]
    for row in seen.ledger.left:
        if row.about in told and row.sent_at > told[row.about]:
            yield f"{row.kind} about {row.about} left {_when(row.sent_at)}, undone {_when(told[row.about])}"


def calendars_and_messages_agree(seen: Seen) -> Iterator[str]:
    """But for the week in which the mail server takes nothing: the message is tried again, the question stays where it
    stands in the calendar."""
    yield from (words for at, words in seen.feeds.differences if not seen.is_broken(at))
    if not seen.feeds.fetched:
        yield "no calendar was fetched"


def nothing_stays_after_its_time(seen: Seen) -> Iterator[str]:
    yield from (f"{what}: {count} rows" for what, count in seen.ledger.overdue.items())


def no_table_grows_for_ever(seen: Seen) -> Iterator[str]:
    """The last four months against the four before the last year's end: what is kept for good is named, and why."""
    sizes = list(seen.ledger.sizes.items())
    if len(sizes) < 16:
        return
    (early, before), (late, after) = sizes[11], sizes[-1]
    for label, count in after.items():
        if label not in GROWS and count > 1.25 * before.get(label, 0) + 12:
            yield f"{label}: {before.get(label, 0)} rows in {early}, {count} in {late}"


GROWS = {
    "network.AuditRow",  # append-only
    "inspections.Inspection",  # one a visit: the head's own
    "inspections.CheckIn",  # answered: with its words, fourteen months of a visit
    "inspections.LogEntry",  # the same
    "inspections.Told",  # with its visit
    "network.WordKey",  # one a phase of a visit, until its date
    "directory.CallOut",  # thirteen months
    "inspections.SchoolWindow",  # the schools again
}
CLAIMS: tuple[Callable[[Seen], Iterator[str]], ...] = (
    tasks_succeed,
    nobody_is_left_out_of_the_plan,
    all_that_left_was_taken_by_the_mail_server,
    each_question_left_in_its_hour,
    nothing_ordinary_comes_when_somebody_is_not_to_be_written_to,
    each_head_who_was_called_is_asked_what_is_due,
    no_step_of_the_ladder_comes_before_its_question,
    alarms_are_bounded,
    whoever_stands_in_steps_out,
    nothing_is_said_of_a_call_that_was_undone,
    calendars_and_messages_agree,
    nothing_stays_after_its_time,
    no_table_grows_for_ever,
)


def check(seen: Seen) -> None:
    ledger = seen.ledger
    print(f"{seen.clockwork.ticks} looks, {len(ledger.left)} messages, {len(ledger.check_ins)} check-ins")
    print("pressed:", dict(ledger.acts))
    print("refused:", dict(ledger.refused))
    print("kinds:", dict(Counter(row.kind for row in ledger.left)))
    against = {claim.__name__: list(claim(seen)) for claim in CLAIMS}
    said = [f"{name} ({len(lines)}):\n    " + "\n    ".join(lines[:8]) for name, lines in against.items() if lines]
    assert not said, "\n".join(said)


def _name(row: Row) -> str:
    return f"{row.rule} {row.occurrence} of {row.head_id}".replace("  ", " ")


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%a %d %b %Y %H.%M}"
