"""Where somebody may press "The call has come": her own schools, and those of the heads who named her deputy."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from network.models import Membership, Person, School, Tie
from network.schools.school_days import SchoolCalendar, calendars_of


@dataclass(frozen=True, slots=True)
class Place:
    school: School
    head: Person
    label: str
    calendar: SchoolCalendar


def places_of(person: Person) -> dict[str, Place]:
    """By a key that stands for school and head; those in the window first."""
    deputies = Tie.objects.live().filter(person=person, kind=Tie.DEPUTY).values("head")
    posts = list(
        Membership.objects.live()
        .heads()
        .filter(Q(person=person) | Q(person__in=deputies), school__status__in=[School.OPEN, School.CLOSING])
        .select_related("school", "person")
        .order_by("-school__in_window", "school__name", "person__name")
    )
    calendars = calendars_of({(post.school_id, post.school.authority_id) for post in posts})
    return {
        post.public_id.hex: Place(
            post.school,
            post.person,
            post.school.name if post.person_id == person.pk else f"{post.school.name}, for {post.person.name}",
            calendars[post.school_id],
        )
        for post in posts
    }
