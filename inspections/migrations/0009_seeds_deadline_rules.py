from dataclasses import asdict

from django.db import migrations


def seed(apps, schema_editor):
    from inspections.deadlines.seed import RULES

    DeadlineRule = apps.get_model("inspections", "DeadlineRule")
    for rule in RULES:
        values = asdict(rule)
        key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
        DeadlineRule.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_adds_deadline_rules")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
