from django.db import migrations, models


class Migration(migrations.Migration):
    """On its own: PostgreSQL changes no table whose rows were written in the same transaction."""

    dependencies = [("inspections", "0024_names_the_union_contact")]

    operations = [
        migrations.RemoveConstraint(model_name="planmeeting", name="plan_meeting_invites_the_union"),
        migrations.AddConstraint(
            model_name="planmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about_her_post", False),
                    models.Q(("union_contact__isnull", False), ("union_invited", True)),
                    _connector="OR",
                ),
                name="plan_meeting_invites_the_union",
            ),
        ),
    ]
