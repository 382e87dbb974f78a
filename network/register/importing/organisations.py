"""Authorities and organisations that a file names, added or named anew."""

from network.register.importing.schools import TIES
from network.schools.models.authority import Authority
from network.schools.models.organisation import Organisation
from network.site import published

Names = dict[tuple[str, str], str]  # (kind, the register's code): name; of an authority the kind is blank


def put_names(names: Names) -> None:
    authorities = Authority.objects.in_bulk(field_name="code")
    taken = {authority.name: code for code, authority in authorities.items()}
    for (kind, code), name in names.items():
        if kind:
            continue
        if taken.get(name, code) != code:
            name = f"{name} ({code})"  # a council that gave its name on to another
        taken[name] = code
        if code not in authorities:
            Authority.objects.create(code=code, name=name)
        elif authorities[code].name != name:
            Authority.objects.filter(code=code).update(name=name)
    _put_organisations({key: name for key, name in names.items() if key[0]})


def _put_organisations(names: Names) -> None:
    stored = Organisation.objects.filter(kind__in=TIES.values())
    known = {(one.kind, one.register_code): one for one in stored.exclude(register_code="")}
    by_hand = {(one.kind, one.name.casefold()): one for one in stored.filter(register_code="")}
    new = []
    for (kind, code), name in names.items():
        one = known.get((kind, code))
        if one is None and (typed := by_hand.pop((kind, name.casefold()), None)):
            Organisation.objects.filter(pk=typed.pk).update(register_code=code)  # the same body, known by name till now
        elif one is None:
            new.append(Organisation(kind=kind, register_code=code, name=name))
        elif one.name != name:
            Organisation.objects.filter(pk=one.pk).update(name=name)
            published.changed()  # it may have signed
    Organisation.objects.bulk_create(new)
