from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from the one before: PostgreSQL makes no index on a table whose rows were changed in the same migration."""

    dependencies = [("directory", "0004_adds_when_colleagues_can_be_asked")]

    operations = [
        migrations.RemoveConstraint(model_name="callout", name="call_out_asked_once"),
        migrations.AddConstraint(
            model_name="callout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("beside__isnull", True), ("closed_at__isnull", True)),
                fields=("head", "school"),
                name="call_out_live_once",
            ),
        ),
    ]
