from dataclasses import asdict

from django.db import migrations

# What an installation began with, by model, code and column. What somebody has edited since is left alone.
BEFORE = {
    "WindowRule": {
        "W4": {
            "not_for": "",
            "source": (
                "Scheduling, Learn Sheffield, 2021: learnsheffield.co.uk/News/LSIP-Team-Ofsted-Scheduling-Blog-\n"
                "Frequency of inspection, The Key, 2022: coronavirus.thekeysupport.com frequency-inspection-overview"
            ),
        },
        "W11": {
            "explanation": (
                "Two rules meet when a school replaces another: its own third year, and the earlier school's last "
                "inspection. We show both and count with the earlier."
            ),
            "source": (
                "SI 2021/845, regulation 4: crimeline.co.uk\n"
                "Timing of inspections for new schools, Ofsted, 2015: "
                "gov.uk/government/news/statement-on-the-timing-of-inspections-for-new-schools"
            ),
        },
    },
    "DeadlineRule": {
        "draft": {
            "says": "It comes to you alone at first. The five days begin when it is sent.",
            "source": (
                "A figure of 2023, reported by solicitors; the guide in force since September 2026 has not been checked"
            ),
        },
    },
    "EstimateRow": {
        "deferral_reasons": {
            "lines": (
                "a police investigation, or another agency’s\n"
                "a death or another serious incident\n"
                "the school is merging, closing or moving\n"
                "a local worry, or a closure for public health\n"
                "the school is closed, or three quarters of the staff are away, for at least half of the time\n"
                "since November 2025: the well-being of senior leaders, where it is severely affected and no other "
                "leader can step in"
            ),
            "source": "Ofsted’s guidance on deferring inspections, November 2025, in part as NAHT and Schools Week reported it",
        },
    },
}


def correct(apps, schema_editor):
    """Adds the rows that are missing, and brings up to date what nobody has changed by hand."""
    from inspections.deadlines.seed import RULES as DEADLINES
    from inspections.windows.estimates import ESTIMATES
    from inspections.windows.seed import RULES

    for name, seeds in (("WindowRule", RULES), ("DeadlineRule", DEADLINES), ("EstimateRow", ESTIMATES)):
        model = apps.get_model("inspections", name)
        rows, had = model.objects, {field.name for field in model._meta.get_fields()}  # not those that came later
        for seed in seeds:
            values = {column: value for column, value in asdict(seed).items() if column in had}
            key = {"code": values.pop("code"), "from_date": values.pop("from_date")}
            rows.get_or_create(**key, defaults=values)
            for column, before in BEFORE[name].get(seed.code, {}).items():
                rows.filter(**key, **{column: before}).update(**{column: values[column]})


class Migration(migrations.Migration):
    dependencies = [("inspections", "0043_says_for_which_kinds_a_rule_is_not")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
