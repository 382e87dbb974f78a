from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0005_believes_a_service_again")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="held_by",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
    ]
