from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0042_asks_for_a_text_instead_of_a_call")]

    operations = [
        migrations.AddField(
            model_name="windowrule",
            name="not_for",
            field=models.TextField(blank=True, db_default="", default="", max_length=400),
        ),
        migrations.AlterField(
            model_name="windowrule",
            name="confidence",
            field=models.CharField(
                choices=[
                    ("high", "High"),
                    ("medium", "Medium"),
                    ("low", "Low"),
                    ("none", "None: we cannot tell"),
                ],
                max_length=6,
            ),
        ),
    ]
