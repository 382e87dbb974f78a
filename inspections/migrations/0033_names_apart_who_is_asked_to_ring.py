from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat

NUDGES = ("nudge", "nudge-soon", "nudge-now", "nudge-today")


def rename(apps, schema_editor):
    """ "asked:7" stood for a colleague of a call-out as well as for somebody asked to ring a head."""
    messages = apps.get_model("outbox", "Message").objects.filter(kind__in=NUDGES, about__startswith="asked:")
    messages.update(about=Concat(Value("wider-"), "about"))


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0032_adds_asking_others_to_ring"),
        ("outbox", "0005_believes_a_service_again"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
