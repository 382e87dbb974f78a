from django.db import migrations

# The import once wrote capitals into some public ids, and SQLite compares letter by letter: such a school's own page
# could not be found. PostgreSQL keeps a uuid as a number.
LOWER = "UPDATE network_school SET public_id = lower(public_id) WHERE public_id <> lower(public_id)"


def lower_public_ids(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(LOWER)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0008_adds_break_glass"),
    ]

    operations = [migrations.RunPython(lower_public_ids, migrations.RunPython.noop)]
