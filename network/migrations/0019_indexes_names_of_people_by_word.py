from django.db import migrations

MAKE = "CREATE INDEX person_words ON network_person USING gin (to_tsvector('simple', name))"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("network", "0018_keeps_staged_schools_in_the_order_of_their_key")]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql("DROP INDEX person_words"))]
