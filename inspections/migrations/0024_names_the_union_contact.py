import uuid

import django.db.models.deletion
from django.db import migrations, models

import network.privacy.fields
from network import clock


def invite_somebody(apps, schema_editor):
    """A meeting about her post noted before contacts had names keeps one without: somebody was invited, and nobody
    wrote down who. It is not the contact of the plan: she has yet to name one."""
    contact = apps.get_model("inspections", "UnionContact")
    meetings = apps.get_model("inspections", "PlanMeeting").objects.filter(about_her_post=True)
    for plan in sorted(set(meetings.values_list("plan_id", flat=True))):
        unnamed = contact.objects.create(plan_id=plan, replaced_at=clock.now())
        meetings.filter(plan_id=plan).update(union_contact=unnamed)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0023_adds_notes_beside_a_pairing")]

    operations = [
        migrations.CreateModel(
            name="UnionContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", network.privacy.fields.EncryptedText(blank=True)),
                ("reach", network.privacy.fields.EncryptedText(blank=True)),
                ("shared", models.BooleanField(default=False)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="union_contacts",
                        to="inspections.supportplan",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("plan",),
                        name="union_contact_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="planmeeting",
            name="union_contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="meetings",
                to="inspections.unioncontact",
            ),
        ),
        migrations.RunPython(invite_somebody, migrations.RunPython.noop),
    ]
