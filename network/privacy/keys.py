"""Private words, sealed and unsealed. One key per owner, subject and retention date (the table of docs/privacy.md)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from network import clock, guarded
from network.batches import batched
from network.people.models.person import Person
from network.privacy import key_store
from network.privacy.models.key import WordKey


def key_for(*, owner: Person, subject: str, keep_until: datetime | None = None) -> WordKey:
    """The live key of this owner and subject, made on first use."""
    key = WordKey.objects.filter(owner=owner, subject=subject, deleted_at__isnull=True).first()
    if key is not None and not key_store.is_deleted(key.id):
        return key
    if key is not None:  # a restored database does not know yet that its key was deleted
        WordKey.objects.filter(pk=key.pk).update(deleted_at=clock.now())
    try:
        with transaction.atomic():
            key = WordKey.objects.create(owner=owner, subject=subject, keep_until=keep_until)
    except IntegrityError:  # another process made it first
        return WordKey.objects.get(owner=owner, subject=subject, deleted_at__isnull=True)
    key_store.make(key.id)
    return key


def seal_anew(*, owner: Person, subject: str, words: str) -> str:
    """As `seal`, for a subject that is new and has no key yet: nothing is looked for."""
    key = WordKey.objects.create(owner=owner, subject=subject)
    key_store.make(key.id)
    return seal(key, words)


def seal(key: WordKey, words: str) -> str:
    """What an EncryptedText column takes. Empty words stay empty."""
    return key_store.seal(key.id, words) if words else ""


def unseal(sealed: str) -> str:
    """The words; empty when they were deleted with their key."""
    if not sealed:
        return ""
    try:
        return key_store.unseal(sealed)
    except key_store.KeyGone:
        return ""


def keep(key: WordKey, until: datetime | None) -> None:
    WordKey.objects.filter(pk=key.pk).update(keep_until=until)


def delete(key: WordKey) -> None:
    """At once and for good, in every backup of the database too."""
    WordKey.objects.filter(pk=key.pk, deleted_at__isnull=True).update(deleted_at=clock.now())
    transaction.on_commit(lambda: key_store.delete(key.id))


def delete_of(owner: Person | int, *which: Q, **subject: str) -> int:
    """Every live key of hers, or those that `which` and `subject` choose. How many."""
    live = list(WordKey.objects.filter(*which, **subject, owner=owner, deleted_at__isnull=True))
    for key in live:
        delete(key)
    return len(live)


def forget_missing() -> int:
    """After a restore, or after FIELD_KEYS were lost: keys that are not in the store, or that nothing opens, are gone,
    and new words get a new one. How many."""
    live = WordKey.objects.filter(deleted_at__isnull=True)
    missing = [pk for pk in live.values_list("pk", flat=True) if not key_store.can_open(pk)]
    return sum(live.filter(pk__in=some).update(deleted_at=clock.now()) for some in batched(missing))


def finish_deleting() -> int:
    """Keys the database calls deleted that still lie in the store: a process died after its commit. How many."""
    left = [
        pk
        for some in batched(key_store.ids())
        for pk in WordKey.objects.filter(pk__in=some, deleted_at__isnull=False).values_list("pk", flat=True)
    ]
    guarded.each(left, key_store.delete)
    return len(left)


def delete_due() -> int:
    """The hourly job: every key whose date has passed. Returns how many."""
    due = WordKey.objects.filter(keep_until__lte=clock.now(), deleted_at__isnull=True)
    keys = list(due)
    guarded.each(keys, delete)
    return len(keys)
