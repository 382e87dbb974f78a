"""Calendars fetched once a week, and held against the messages that wait."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from buddies.calendar import actions as calendar_links
from buddies.calendar import tokens as calendar_tokens
from inspections.models import CheckIn
from network import clock
from network import models as m
from outbox.models import Message

QUESTION = "Ten seconds"


class Feeds:
    def __init__(self, people: list[m.Person]) -> None:
        self.people = people
        self.fetched = 0
        self.differences: list[tuple[datetime, str]] = []  # when it was looked at, and what differed

    def look(self) -> None:
        for person in self.people:
            person.refresh_from_db()
            if person.is_active:
                self._compare(person)

    def _compare(self, person: m.Person) -> None:
        token = calendar_tokens.make(calendar_links.create(by=person))
        answer = Client().get(reverse("inspections:calendar-feed", args=[token]))
        assert answer.status_code == 200
        entries = Calendar.from_ical(answer.content).walk("VEVENT")
        shown = sorted(entry["DTSTART"].dt for entry in entries if entry["SUMMARY"] == QUESTION)
        self.fetched += 1
        planned = CheckIn.objects.filter(head=person, state=CheckIn.PLANNED)
        waiting = Message.objects.filter(
            to=person, kind="check-in", state=Message.DUE, about__in=[f"checkin:{row.pk}" for row in planned]
        )
        for message in waiting:
            if not any(abs(moment - message.next_at) < timedelta(minutes=1) for moment in shown):
                words = f"a message waits for {message.next_at}, the calendar shows {shown}"
                self.differences.append((clock.now(), words))
