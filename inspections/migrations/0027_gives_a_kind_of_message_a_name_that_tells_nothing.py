from django.db import migrations

FINAL = ("sent", "delivered", "failed", "expired", "cancelled")


def rename(apps, schema_editor):
    """What still waits keeps its name: an older version that runs beside this one may be holding it."""
    messages = apps.get_model("outbox", "Message").objects.filter(kind="nudge-today", state__in=FINAL)
    messages.update(kind="nudge-soon")


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0026_notes_when_a_plans_days_were_set"),
        ("outbox", "0002_leaves_an_index_out"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
