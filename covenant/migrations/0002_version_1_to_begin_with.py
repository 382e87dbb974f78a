from django.db import migrations

from covenant.text.version_1 import INTRODUCTION, PROMISES, TITLE


def write_version_1(apps, schema_editor):
    text, _ = apps.get_model("covenant", "CovenantText").objects.get_or_create(
        version=1, defaults={"title": TITLE, "introduction": INTRODUCTION}
    )
    promise = apps.get_model("covenant", "Promise")
    for number, words in enumerate(PROMISES, start=1):
        promise.objects.get_or_create(text=text, number=number, defaults={"title": words.title, "words": words.words})


class Migration(migrations.Migration):
    dependencies = [("covenant", "0001_first")]
    operations = [migrations.RunPython(write_version_1, migrations.RunPython.noop)]
