import logging

from django.db import migrations
from django.db.models import Exists, OuterRef

EMPLOYERS = {"trust": "a trust", "foundation": "a foundation trust", "board": "a federation"}
SHOWN = 20
log = logging.getLogger(__name__)


class TiesDangle(Exception):
    pass


def _dangling(apps, tie, model):
    school = apps.get_model("network", "School")
    there = apps.get_model("network", model).objects.filter(pk=OuterRef(f"{tie}_id"))
    return school.objects.filter(~Exists(there), **{f"{tie}_id__isnull": False}).order_by("urn")


def _named(urns):
    return ", ".join(urns[:SHOWN]) + (f" and {len(urns) - SHOWN} more" if len(urns) > SHOWN else "")


def find(apps, schema_editor):
    """Before the database holds them: ties of schools that lead nowhere.

    An employer that is gone leaves its schools without one, as deleting it in the application would have; the next
    register puts the right one back. A council cannot be left out and cannot be guessed: that stops here, with what to
    do.
    """
    lost = list(_dangling(apps, "authority", "Authority").values_list("urn", "authority_id"))
    if lost:
        keys = ", ".join(sorted({str(key) for _, key in lost}))
        raise TiesDangle(
            f"Schools {_named([urn for urn, _ in lost])} name an authority that is not there (row {keys} of "
            "network_authority). Nothing was changed. Put each back under its old key, with the number and name that "
            "the register gives these schools, then migrate again:\n"
            '    manage.py shell -c "from network.models import Authority; Authority.objects.create(pk=KEY, '
            "code='852', name='Southampton')\""
        )
    for tie, words in EMPLOYERS.items():
        dangling = _dangling(apps, tie, "Organisation")
        urns = list(dangling.values_list("urn", flat=True))
        if urns:
            log.warning("Schools that named %s which is not there, and now name none: %s", words, _named(urns))
            apps.get_model("network", "School").objects.filter(urn__in=urns).update(**{f"{tie}_id": None})


class Migration(migrations.Migration):
    dependencies = [("network", "0025_keeps_read_rows_instead_of_staging_them")]

    operations = [migrations.RunPython(find, migrations.RunPython.noop)]
