from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


def set_beside(apps, schema_editor):
    """ "We have spoken" used to take the place of how she had answered, and hid the answer itself; it is still there,
    and every such answer had come by link."""
    answered = apps.get_model("inspections", "CheckIn").objects.filter(state="answered")
    answered.exclude(via="link").filter(sure_at__isnull=True).update(sure_at=F("answered_at"))
    spoken = answered.filter(via="by_buddy")
    spoken.update(spoken_at=Coalesce("sure_at", "answered_at"), spoken_via="by_buddy")
    spoken.exclude(answer="").update(via="link")


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0028_seals_what_stands_in_a_support_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="spoken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="checkin",
            name="spoken_via",
            field=models.CharField(
                blank=True,
                choices=[("signed_in", "Signed in"), ("by_buddy", "The buddy: we have spoken")],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="checkin",
            constraint=models.CheckConstraint(
                condition=Q(spoken_at__isnull=True, spoken_via="") | Q(spoken_at__isnull=False) & ~Q(spoken_via=""),
                name="check_in_spoken_at",
            ),
        ),
        migrations.RunPython(set_beside, migrations.RunPython.noop),
    ]
