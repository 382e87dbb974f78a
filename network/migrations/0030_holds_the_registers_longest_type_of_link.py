from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0029_asks_for_a_text_instead_of_a_call"),
    ]

    operations = [
        migrations.AlterField(
            model_name="schoollink",
            name="kind",
            field=models.CharField(max_length=100),
        ),
    ]
