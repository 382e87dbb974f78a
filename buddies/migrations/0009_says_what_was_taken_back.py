from django.db import migrations, models
from django.db.models import Exists, OuterRef

STATES = [
    ("draft", "Suggested, not sent"),
    ("asked", "Asked, waiting for a yes"),
    ("in_force", "Paired"),
    ("paused", "Paused"),
    ("ended", "Ended kindly"),
    ("declined", "Declined"),
    ("lapsed", "Nobody answered"),
    ("handed", "Handed over"),
    ("taken_back", "Taken back with its round"),
]


def say_so(apps, schema_editor):
    """What was taken back had been written down as ended; its history knew better."""
    Pairing, PairingStep = apps.get_model("buddies", "Pairing"), apps.get_model("buddies", "PairingStep")
    back = PairingStep.objects.filter(pairing=OuterRef("pk"), verb="take back")
    Pairing.objects.filter(Exists(back), state="ended").update(state="taken_back")


def as_before(apps, schema_editor):
    apps.get_model("buddies", "Pairing").objects.filter(state="taken_back").update(state="ended")


class Migration(migrations.Migration):
    dependencies = [("buddies", "0008_keeps_fewer_suggestion_indexes")]

    operations = [
        migrations.AlterField(
            model_name="pairing",
            name="state",
            field=models.CharField(choices=STATES, default="asked", max_length=10),
        ),
        migrations.RunPython(say_so, as_before),
    ]
