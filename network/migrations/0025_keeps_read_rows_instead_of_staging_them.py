import django.db.models.deletion
from django.db import migrations, models


def end_what_was_ready(apps, schema_editor):
    """What was read of a file and not applied yet goes with the staging tables."""
    apps.get_model("network", "RegisterImport").objects.filter(state="ready").update(
        state="failed",
        fault="This file was read by the version before this one. Nothing was changed. Upload it again.",
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0024_adds_standing_by_for_any_head")]

    operations = [
        migrations.RunPython(end_what_was_ready, migrations.RunPython.noop),
        migrations.AddField(
            model_name="registerimport",
            name="areas",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="ReadPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=12)),
                ("rows", models.TextField()),
                ("changes", models.JSONField(default=list)),
                (
                    "register_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="network.registerimport"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.DeleteModel(name="StagedGrade"),
        migrations.DeleteModel(name="StagedInspection"),
        migrations.DeleteModel(name="StagedLink"),
        migrations.DeleteModel(name="StagedName"),
        migrations.DeleteModel(name="StagedSchool"),
    ]
