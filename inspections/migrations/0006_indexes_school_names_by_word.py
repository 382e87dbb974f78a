from django.db import migrations

MAKE = """
CREATE INDEX school_window_words ON network_school USING gin (to_tsvector('simple', name))
WHERE NOT (window_rule = '')
"""


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_adds_the_expected_days")]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql("DROP INDEX school_window_words"))]
