"""Who does what, and when. All of it goes through the product's own actions, as a press would."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from directory.call_outs.actions import call_outs
from directory.models import Asked, CallOut
from inspections.aftercare import actions as pauses
from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections, notify_call
from inspections.models import CheckIn, Inspection, PleaseRing, Told
from inspections.ringing.actions import please_ring
from inspections.support.actions import log
from network import models as m
from network.details.actions import people
from network.help.actions import help_requests
from network.members.actions import memberships
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests.year.calendar import DAY, is_school_day, london, mondays_in_term
from tests.year.clockwork import Clockwork
from tests.year.ledger import Ledger, Row
from tests.year.world import BY_LINK, NEVER, PROMPT, SLOW, World

PLAIN, UNDONE, PAUSED, PUT_OFF = "plain", "undone", "paused", "put off"
CLOSES, LEAVES, BUDDY_TOO, UNSEEN = "closes her account", "leaves her school", "buddy called too", "not seen in time"
VARIANTS = (PLAIN, UNDONE, BUDDY_TOO, CLOSES, PAUSED, PUT_OFF, LEAVES, UNSEEN)


class Story:
    def __init__(self, world: World, clockwork: Clockwork, ledger: Ledger) -> None:
        self.world, self.clockwork, self.ledger = world, clockwork, ledger
        self.variant: dict[int, str] = {}  # by the inspection's key
        self.undone_at: dict[int, datetime] = {}
        self.closed_at: dict[int, datetime] = {}  # accounts, by the person's key

    # What is in the diary from the start

    def plan(self, first: date, last: date) -> None:
        """A call or two in each month, always on a Monday of term; heads take turns, the unusual ones first."""
        mondays = mondays_in_term(first + 14 * DAY, last)
        by_month: dict[tuple[int, int], list[date]] = {}
        for day in mondays:
            by_month.setdefault((day.year, day.month), []).append(day)
        turn = iter(self.world.heads)
        for number, days in enumerate(by_month.values()):
            for nth, day in enumerate(days[::2][:2] if number % 2 else days[:1]):
                head = next(turn, None)
                if head is None:
                    return
                variant = VARIANTS[(number + nth * 3) % len(VARIANTS)]
                minutes = self.world.random.randrange(0, 200)
                self.clockwork.at(london(day, 9, 30) + timedelta(minutes=minutes), self._calls(head, variant))
        for month in range(0, 16, 3):
            day = first + (40 + 31 * month) * DAY
            if day < last:
                self.clockwork.at(london(day, 21, 32), lambda: self.act("plea", self._plea))

    def act(self, what: str, work: Callable, *given) -> object | None:
        """A press. What the product refuses with a reason is counted; any other error ends the run."""
        try:
            done = work(*given)
        except (WrongState, NotAllowed) as refusal:
            self.ledger.refused[f"{what}: {refusal}"] += 1
            return None
        self.ledger.acts[what] += 1
        return done

    def _calls(self, head: m.Person, variant: str) -> Callable[[], None]:
        return lambda: self.call(head, variant)

    def call(self, head: m.Person, variant: str) -> None:
        head.refresh_from_db()
        school = self.world.school_of[head.pk]
        school.refresh_from_db()
        found = self.act("call", lambda: inspections.the_call_has_come(by=head, school=school, head=head))
        if not isinstance(found, Inspection):
            return
        self.variant[found.pk] = variant
        later = self.clockwork
        later.look_after(6, 31, 61)
        if variant == UNDONE:
            later.after(5, lambda: self._undo(head, found))
            later.after(60 * 24 * 7, lambda: self.call(head, PLAIN))
            return
        if variant == BUDDY_TOO:
            later.after(25, lambda: self.call(self.world.buddy_of[head.pk], PLAIN))
        if variant == PAUSED:
            later.at(london(found.starts_on, 15), lambda: self.act("pause", self._pause, head, found))
        if variant == PUT_OFF:
            later.after(180, lambda: self.act("put off", self._put_off, head, found))
        if variant == CLOSES:
            later.at(london(found.ends_on + 20 * DAY, 11), lambda: self._close_account(head))
        if variant == LEAVES:
            later.at(london(found.ends_on + 12 * DAY, 11), lambda: self.act("leave", self._leave, head))
        later.at(london(found.starts_on, 11), lambda: self.act("call-out", self._call_out, head, found))
        if head.pk % 2:
            draft = self._school_day_after(found.ends_on, 19)
            later.at(london(draft, 10), lambda: self.act("draft", self._note, head, found, {"draft_on": draft}))
            published = self._school_day_after(draft, 12)
            days = {"draft_on": draft, "published_on": published}
            later.at(london(published, 10), lambda: self.act("published", self._note, head, found, days))

    # When somebody is written to

    def read(self, moment: datetime) -> None:
        """Each message that has left is read, and most are acted upon."""
        for row in self.ledger.look(moment):
            person = m.Person.objects.get(pk=row.to_id)
            noun, _, pk = row.about.partition(":")
            if row.kind == "check-in" and noun == "checkin":
                self._asked(person, int(pk), row)
            elif noun == "told":
                self._told(person, int(pk))
            elif noun == "ring":
                self._ring(person, int(pk))
            elif noun in ("checkin", "quiet") and person.pk:
                self._worried(person, int(pk))
            elif row.kind == "call-out":
                self._call_out_asked(person, row)

    def _asked(self, head: m.Person, pk: int, row: Row) -> None:
        manner, random = self.world.manner.get(head.pk), self.world.random
        if manner in (None, NEVER):
            return
        if manner == PROMPT:
            self.clockwork.after(45, lambda: self.act("answer", self._answer, head, pk, CheckIn.FINE))
        elif manner == SLOW:
            self.clockwork.after(60 * 12, lambda: self.act("answer late", self._answer, head, pk, CheckIn.FINE))
        elif manner == BY_LINK:
            message = row.pk
            self.clockwork.after(30, lambda: self.act("answer by link", self._by_link, message))
        else:
            given = random.choice([*dict(CheckIn.ANSWERS), "", CheckIn.FINE])
            if given:
                minutes = random.randrange(10, 600)
                self.clockwork.after(minutes, lambda: self.act("answer somehow", self._answer, head, pk, given))

    def _answer(self, head: m.Person, pk: int, given: str) -> None:
        row = CheckIn.objects.select_related("head", "inspection").filter(pk=pk).first()
        if row is not None and row.state != CheckIn.ANSWERED:
            note = "A word to my buddy" if given == CheckIn.NOT_GREAT else ""
            check_ins.answer(by=row.head, check_in=row, answer=given, note=note, note_shared=bool(note))

    def _by_link(self, pk: int) -> None:
        message = Message.objects.select_related("to").filter(pk=pk).first()
        if message is not None:
            check_ins.answer_by_link(message=message, answer=CheckIn.FINE)

    def _told(self, person: m.Person, pk: int) -> None:
        told = Told.objects.select_related("inspection__head").filter(pk=pk).first()
        if told is None:
            return
        unseen = self.variant.get(told.inspection_id) == UNSEEN
        minutes = 80 if unseen and told.role == Told.BUDDY else 12
        self.clockwork.after(minutes, lambda: self.act("seen", self._seen, person, told.inspection_id))

    def _seen(self, person: m.Person, pk: int) -> None:
        found = Inspection.objects.select_related("head").get(pk=pk)
        notify_call.seen(by=person, inspection=found, reply="With you.")

    def _ring(self, person: m.Person, pk: int) -> None:
        def take() -> None:
            ring = PleaseRing.objects.select_related("head").filter(pk=pk, ended_at=None).first()
            if ring is not None:
                please_ring.taking(by=person, ring=ring)
                self.clockwork.after(25, lambda: self.act("spoken", self._spoken, person, pk))

        self.clockwork.after(9, lambda: self.act("ringing", take))

    def _spoken(self, person: m.Person, pk: int) -> None:
        ring = PleaseRing.objects.select_related("head").filter(pk=pk, ended_at=None).first()
        if ring is not None:
            please_ring.spoken(by=person, ring=ring)

    def _worried(self, person: m.Person, pk: int) -> None:
        """The buddy, asked to ring, rings; she who never answers is not reached either."""
        row = CheckIn.objects.select_related("head").filter(pk=pk).first()
        if row is None or self.world.manner.get(row.head_id) == NEVER or row.head_id == person.pk:
            return
        self.clockwork.after(120, lambda: self.act("we have spoken", self._have_spoken, person, pk))

    def _have_spoken(self, person: m.Person, pk: int) -> None:
        row = CheckIn.objects.select_related("head").filter(pk=pk).first()
        if row is not None:
            check_ins.we_have_spoken(by=person, check_in=row)

    def _call_out_asked(self, person: m.Person, row: Row) -> None:
        asked = Asked.objects.select_related("listing__person", "call_out").filter(pk=row.about.partition(":")[2])
        found = asked.first()
        if found is not None and self.world.random.random() < 0.6:
            self.clockwork.after(3, lambda: self.act("yes to a call", self._yes, person, found))

    def _yes(self, person: m.Person, asked: Asked) -> None:
        """Who said yes rings; and the head presses that they have spoken, but for every fourth."""
        row = Asked.objects.select_related("listing__person", "call_out__head").get(pk=asked.pk)
        call_outs.answer(by=person, asked=row, answer=Asked.YES, via=Asked.LINK)
        if row.call_out_id % 4:
            call = row.call_out_id
            self.clockwork.after(12, lambda: self.act("spoken with a colleague", self._rung, call))

    def _rung(self, pk: int) -> None:
        call = CallOut.objects.select_related("head", "winner__person").get(pk=pk)
        if call.closed_at is None and call.spoken_at is None:
            call_outs.spoken(by=call.head, call=call)
            call_outs.done(by=call.head, call=CallOut.objects.select_related("head", "winner__person").get(pk=pk))

    # What a head does

    def _undo(self, head: m.Person, found: Inspection) -> None:
        def work() -> None:
            inspections.undo(by=head, inspection=Inspection.objects.get(pk=found.pk))
            self.undone_at[found.pk] = self.clockwork.now

        self.act("undo", work)

    def _pause(self, head: m.Person, found: Inspection) -> None:
        row = Inspection.objects.get(pk=found.pk)
        pauses.pause(by=head, inspection=row, paused_on=row.starts_on)

    def _put_off(self, head: m.Person, found: Inspection) -> None:
        pauses.put_off(by=head, inspection=Inspection.objects.get(pk=found.pk))
        first = self._school_day_after(found.starts_on, 14)

        def again() -> None:
            row = Inspection.objects.get(pk=found.pk)
            inspections.change(by=head, inspection=row, starts_on=first, ends_on=first + DAY)

        self.clockwork.after(60 * 24 * 5, lambda: self.act("new days", again))

    def _close_account(self, head: m.Person) -> None:
        def work() -> None:
            people.close(by=head)
            self.closed_at[head.pk] = self.clockwork.now

        self.act("close account", work)

    def _leave(self, head: m.Person) -> None:
        post = m.Membership.objects.live().heads().get(person=head)
        memberships.end(by=head, membership=post)

    def _note(self, head: m.Person, found: Inspection, days: dict[str, date]) -> None:
        inspections.note_dates(by=head, inspection=Inspection.objects.get(pk=found.pk), **days)

    def _call_out(self, head: m.Person, found: Inspection) -> None:
        row = Inspection.objects.select_related("school").get(pk=found.pk)
        log.write(by=head, words="What was said in the first meeting.")
        call_outs.raise_call(
            by=head,
            head=head,
            school=row.school,
            need="send",
            words="About our register",
            ends_at=london(row.ends_on, 18),
        )

    def _plea(self) -> None:
        asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
        if asked.pk % 2:
            officer = self.world.officer
            self.clockwork.after(60 * 40, lambda: help_requests.mark_answered(by=officer, help_request=asked))

    def _school_day_after(self, day: date, days: int) -> date:
        while days:
            day += DAY
            days -= is_school_day(day)
        return day
