from django.db import migrations

import network.privacy.fields
from network.privacy import key_store


def seal(apps, schema_editor):
    """Under the key of the plan's other words, as it stands; made where there is none yet."""
    word_key = apps.get_model("network", "WordKey")
    lines = apps.get_model("inspections", "PlanLine").objects.exclude(lead="")
    for line in lines.select_related("plan__inspection"):
        if key_store.is_sealed(line.lead):
            continue
        key, made = word_key.objects.get_or_create(
            owner_id=line.plan.head_id, subject=f"log:{line.plan.inspection.public_id.hex}", deleted_at=None
        )
        if made:
            key_store.make(key.id)
        lines.filter(pk=line.pk).update(lead=key_store.seal(key.id, line.lead))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0019_indexes_check_ins_by_head_and_day")]

    operations = [
        migrations.AlterField(
            model_name="planline", name="lead", field=network.privacy.fields.EncryptedText(blank=True)
        ),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
