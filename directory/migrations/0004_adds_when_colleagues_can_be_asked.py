from django.db import migrations, models


def lay_beside_the_first(apps, schema_editor):
    """A head could have a live call for each need. The later ones become further calls beside the first, which goes on
    with whoever helps there already."""
    call_outs = apps.get_model("directory", "CallOut").objects
    first: dict[tuple[int, int], int] = {}
    live = call_outs.filter(closed_at__isnull=True, beside__isnull=True).order_by("raised_at", "pk")
    for pk, head, school in live.values_list("pk", "head", "school"):
        if (head, school) in first:
            call_outs.filter(pk=pk).update(beside=first[head, school])
        else:
            first[head, school] = pk


def look_again_at_those_nobody_answered(apps, schema_editor):
    live = apps.get_model("directory", "CallOut").objects.filter(closed_at__isnull=True, look_again_at__isnull=True)
    live.update(look_again_at=models.F("raised_at"))


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_adds_employers_and_one_call_for_one_need")]

    operations = [
        migrations.AddField(
            model_name="callout",
            name="can_ask_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="callout",
            name="need",
            field=models.CharField(
                blank=True,
                choices=[
                    ("conduct", "How an inspector is behaving"),
                    ("pause", "Asking for a pause, or somebody is unwell"),
                    ("safeguarding", "Safeguarding questions"),
                    ("send", "Special educational needs and disabilities"),
                    ("inclusion", "Inclusion"),
                    ("curriculum", "Curriculum and teaching"),
                    ("achievement", "Achievement and data"),
                    ("attendance", "Attendance and behaviour"),
                    ("personal", "Personal development and well-being"),
                    ("leadership", "Leadership and governance"),
                    ("early_years", "Early years"),
                    ("post16", "Post-16 provision"),
                    ("monitoring", "Monitoring visits"),
                    ("complaints", "Complaints and the draft report"),
                    ("other", "Something else"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="asked",
            name="done_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(lay_beside_the_first, migrations.RunPython.noop),
        migrations.RunPython(look_again_at_those_nobody_answered, migrations.RunPython.noop),
    ]
