from dataclasses import asdict

from django.db import migrations


def seed(apps, schema_editor):
    from inspections.deadlines.seed import RULES

    DeadlineRule = apps.get_model("inspections", "DeadlineRule")
    had = {field.name for field in DeadlineRule._meta.get_fields()}  # not those that came later
    for rule in RULES:
        values = {name: value for name, value in asdict(rule).items() if name in had}
        key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
        DeadlineRule.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_adds_deadline_rules")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
