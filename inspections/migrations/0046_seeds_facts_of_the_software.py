from dataclasses import asdict

from django.db import migrations


def seed(apps, schema_editor):
    from inspections.windows.estimates import ESTIMATES

    model = apps.get_model("inspections", "EstimateRow")
    had = {field.name for field in model._meta.get_fields()}  # not those that came later
    for estimate in ESTIMATES:
        values = {name: value for name, value in asdict(estimate).items() if name in had}
        key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
        model.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0045_says_who_checked_a_fact")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
