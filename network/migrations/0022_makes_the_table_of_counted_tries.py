"""Where tries are counted while Redis is away: Django's own table of a cache in the database (config/cache.py)."""

from django.core.management import call_command
from django.db import migrations

TABLE = "counted_tries"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("network", "0021_keeps_uploads_in_the_database")]

    operations = [migrations.RunPython(make, drop)]
