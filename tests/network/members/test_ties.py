import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from network import audit
from network.members.actions import ties
from network.models import AuditRow, Tie
from network.rules import NotAllowed
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_tie_opens_once_and_ends():
    head, buddy = PersonFactory(), PersonFactory()
    first = ties.open_tie(by=head, head=head, person=buddy, kind=Tie.BUDDY)
    assert ties.open_tie(by=head, head=head, person=buddy, kind=Tie.BUDDY) == first
    assert list(Tie.objects.live().visible_to(buddy)) == [first]
    assert ties.end_ties(by=head, head=head, kind=Tie.BUDDY) == 1
    assert ties.end_ties(by=head, head=head, kind=Tie.BUDDY) == 0
    assert list(Tie.objects.live()) == []
    assert [row.verb for row in AuditRow.objects.filter(concerns=head).order_by("id")] == ["tie.open", "tie.end"]


def test_a_stranger_opens_and_ends_nothing():
    head, buddy = PersonFactory(), PersonFactory(is_active=False)
    for by in (AnonymousUser(), buddy):
        with pytest.raises(NotAllowed):
            ties.open_tie(by=by, head=head, person=buddy, kind=Tie.BUDDY)
        with pytest.raises(NotAllowed):
            ties.end_ties(by=by, head=head)


def test_the_audit_is_append_only_in_the_database_itself():
    person = PersonFactory()
    audit.record(by=person, verb="test.made")
    with pytest.raises(TypeError):
        AuditRow.objects.all().delete()
    with pytest.raises(TypeError):
        AuditRow.objects.update(verb="other")
    row = AuditRow.objects.get(verb="test.made")
    row.verb = "other"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
