from dataclasses import asdict

from django.db import migrations


def seed(apps, schema_editor):
    from inspections.windows.seed import RULES

    WindowRule = apps.get_model("inspections", "WindowRule")
    had = {field.name for field in WindowRule._meta.get_fields()}  # not those that came later
    for rule in RULES:
        values = {name: value for name, value in asdict(rule).items() if name in had}
        key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
        WindowRule.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_adds_window_rules_and_openings")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
