"""Who runs this network. Without it nobody real can be invited."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from network import audit, rules
from network.people.models.person import Person
from network.schools.models.authority import Authority
from network.site.models.settings import NetworkSettings


@transaction.atomic
def fill_in(
    *, by: Person, name: str, controller: str, host: str, contact: str, authorities: Sequence[tuple[str, str]]
) -> None:
    """`authorities` are (number, name): those this installation serves. The others of the register stay, unserved."""
    rules.check_administrator(by)
    NetworkSettings.objects.get_or_create(pk=1)
    NetworkSettings.objects.filter(pk=1).update(
        name=name, controller=controller, host=host, contact=contact, version=F("version") + 1
    )
    codes = [code for code, _ in authorities]
    Authority.objects.bulk_create(
        (Authority(code=code, name=authority_name, in_network=True) for code, authority_name in authorities),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "in_network"],
    )
    Authority.objects.filter(in_network=True).exclude(code__in=codes).update(in_network=False)
    audit.record(by=by, verb="set-up.fill-in", what="network-settings:1", authorities=codes)
