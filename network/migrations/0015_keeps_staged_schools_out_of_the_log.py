from django.db import migrations


def _log(how):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            table = schema_editor.quote_name(apps.get_model("network", "StagedSchool")._meta.db_table)
            schema_editor.execute(f"ALTER TABLE {table} SET {how}")

    return run


class Migration(migrations.Migration):
    """Staged schools live for minutes and can be read again from the file: PostgreSQL need not write them twice."""

    dependencies = [
        ("network", "0014_adds_officers_away"),
    ]

    operations = [migrations.RunPython(_log("UNLOGGED"), _log("LOGGED"))]
