"""Where a message to a person goes: which channel first, which second, and to which address on each."""

from collections.abc import Collection, Sequence

from network.models import ContactPoint
from outbox import channels, kinds
from outbox.models import Message

Points = list[tuple[int | None, str]]  # (contact point, address)


def channels_of(people: Collection[int]) -> dict[int, list[str]]:
    """By person: each configured channel on which there is a usable address, once, in the person's order."""
    found: dict[int, list[str]] = {person: [] for person in people}
    if not people:
        return found
    points = ContactPoint.objects.filter(person__in=people, confirmed_at__isnull=False, broken_at__isnull=True)
    for person, name in points.order_by("person", "place", "id").values_list("person", "channel"):
        if name not in found[person] and channels.is_configured(name):
            found[person].append(name)
    return found


def first_channel(kind: kinds.Kind, of_person: Sequence[str]) -> str:
    """Her own order. With nothing usable it is mail: the row then says why it could not go."""
    return kind.channel or next(iter(of_person), ContactPoint.EMAIL)


def second_channel(message: Message) -> str | None:
    """Another channel on which this person can be reached; none for what belongs to one address only."""
    try:
        kind = kinds.get(message.kind)
    except kinds.UnknownKind:
        return None
    if message.second or kind.address is not None or kind.channel:
        return None
    return next((name for name in channels_of([message.to_id])[message.to_id] if name != message.channel), None)


def points_of(messages: Collection[Message]) -> dict[tuple[int, str], Points]:
    """By person and channel: the confirmed addresses that work, in her order. No key: she has chosen none at all."""
    found: dict[tuple[int, str], Points] = {}
    points = ContactPoint.objects.filter(person__in={message.to_id for message in messages}, confirmed_at__isnull=False)
    for person, channel, point, address, broken_at in points.order_by("place", "id").values_list(
        "person", "channel", "id", "address", "broken_at"
    ):
        working = found.setdefault((person, channel), [])
        if broken_at is None:
            working.append((point, address))
    for message in messages:
        if message.channel == ContactPoint.EMAIL:  # then she is reached where she signs in
            found.setdefault((message.to_id, message.channel), [(None, message.to.email)])
    return found


def usable(message: Message, points: Points) -> Points:
    """`points`, but for what belongs to one address only: that is asked now."""
    kind = kinds.get(message.kind)
    if kind.address is None:
        return points
    address = kind.address(message)
    return [(None, address)] if address else []
