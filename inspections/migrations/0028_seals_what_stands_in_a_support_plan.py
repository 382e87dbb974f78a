import network.privacy.fields
from django.db import migrations, models
from network.privacy import key_store

SEALED = {
    "PlanLine": ("kind", "state", "by_on", "review_on"),
    "PlanMeeting": ("on",),
    "PlanDeparture": ("on", "imposed_by"),
}


def seal(apps, schema_editor):
    """Under the key of the plan's other words, as it stands. Where that was deleted in its time, these should have gone
    with it, and go now."""
    keys = apps.get_model("network", "WordKey").objects.filter(deleted_at=None)
    for model, names in SEALED.items():
        rows = apps.get_model("inspections", model).objects
        for row in rows.select_related("plan__inspection"):
            plain = {name: getattr(row, name) for name in names}
            plain = {name: value for name, value in plain.items() if value and not key_store.is_sealed(value)}
            subject = f"log:{row.plan.inspection.public_id.hex}"
            key = keys.filter(owner_id=row.plan.head_id, subject=subject).first()
            sealed = {name: key_store.seal(key.id, value) if key else "" for name, value in plain.items()}
            if sealed:
                rows.filter(pk=row.pk).update(**sealed)


def text(model, name, **given):
    return migrations.AlterField(model_name=model, name=name, field=network.privacy.fields.EncryptedText(**given))


def plain(model, name, **given):
    """First as text: what is written there is not sealed yet."""
    return migrations.AlterField(model_name=model, name=name, field=models.TextField(**given))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0027_gives_a_kind_of_message_a_name_that_tells_nothing")]

    operations = [
        migrations.RemoveConstraint(model_name="planline", name="plan_line_kept_is_confirmed"),
        migrations.AlterModelOptions(name="planmeeting", options={"ordering": ["id"]}),
        migrations.AlterModelOptions(name="plandeparture", options={"ordering": ["id"]}),
        plain("planline", "kind"),
        plain("planline", "state"),
        plain("planline", "by_on", blank=True, default=""),
        plain("planline", "review_on", blank=True, default=""),
        plain("planmeeting", "on"),
        plain("plandeparture", "on"),
        plain("plandeparture", "imposed_by"),
        text("planline", "kind"),
        text("planline", "state"),
        text("planline", "by_on", blank=True),
        text("planline", "review_on", blank=True),
        text("planmeeting", "on"),
        text("plandeparture", "on"),
        text("plandeparture", "imposed_by"),
        migrations.RunPython(seal, migrations.RunPython.noop),
    ]
