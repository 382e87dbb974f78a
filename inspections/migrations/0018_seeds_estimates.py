from dataclasses import asdict

from django.db import migrations


def seed(apps, schema_editor):
    from inspections.windows.estimates import ESTIMATES

    rows = apps.get_model("inspections", "EstimateRow")
    had = {field.name for field in rows._meta.get_fields()}  # not those that came later
    for estimate in ESTIMATES:
        values = {name: value for name, value in asdict(estimate).items() if name in had}
        key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
        rows.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0017_adds_estimates")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
