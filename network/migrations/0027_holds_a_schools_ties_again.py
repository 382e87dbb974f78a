import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0026_finds_schools_whose_ties_dangle"),
    ]

    operations = [
        migrations.AlterField(
            model_name="school",
            name="authority",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schools",
                to="network.authority",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="board",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="board_schools",
                to="network.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="foundation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="foundation_schools",
                to="network.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="trust",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="trust_schools",
                to="network.organisation",
            ),
        ),
    ]
