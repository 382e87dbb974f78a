from django.db import migrations
from django.db.models import Q


def end(apps, schema_editor):
    """Files that waited to be read, or were read, when this version came: the version that took them knew of no areas,
    and without one every row in England would be taken. The file itself names heads, so it goes."""
    unread = apps.get_model("network", "RegisterImport").objects.filter(
        Q(state="waiting") | Q(state="reading"), authority="", areas=[]
    )
    apps.get_model("network", "UploadedPart").objects.filter(register_import__in=unread.values("pk")).delete()
    apps.get_model("network", "ReadPart").objects.filter(register_import__in=unread.values("pk")).delete()
    unread.update(
        state="failed",
        fault="This file was brought in before the network was given a new version. Nothing was changed. Upload it "
        "again, and say whether to take the whole of England.",
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0027_holds_a_schools_ties_again")]

    operations = [migrations.RunPython(end, migrations.RunPython.noop)]
