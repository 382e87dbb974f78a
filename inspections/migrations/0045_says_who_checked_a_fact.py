import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def who():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0044_corrects_rules_and_estimates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="windowrule", name="checked_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name="windowrule", name="checked_by", field=who()),
        migrations.AddField(
            model_name="deadlinerule", name="checked_on", field=models.DateField(blank=True, null=True)
        ),
        migrations.AddField(model_name="deadlinerule", name="checked_by", field=who()),
        migrations.AddField(model_name="estimaterow", name="checked_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name="estimaterow", name="checked_by", field=who()),
    ]
