"""Laws of the house over every model: each is classed, and a private one can only be read by somebody looking."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from network import clock

OURS = ["network", "outbox", "covenant", "buddies", "directory", "inspections"]

# What the public, or every member, may see; and what only code reads (never shown as rows).
OPEN = {
    "network.AreaGrade",
    "network.Authority",
    "network.Closure",
    "network.ExtraHoliday",
    "network.Helpline",
    "network.NetworkSettings",
    "network.Organisation",
    "network.PastInspection",
    "network.SchoolLink",
    "network.Term",
    "covenant.CovenantText",
    "covenant.Figure",
    "covenant.Promise",
    "covenant.Signatory",
    "covenant.Statement",
}
INNER = {
    "network.Alarm",
    "network.Canary",
    "network.ClockOffset",
    "network.HeadMark",
    "network.UploadedPart",
    "network.TaskRun",
    "network.WordKey",
    "outbox.Hold",
    "outbox.ServiceState",
    "outbox.Sweep",
    "directory.DirectorySettings",
    "inspections.PlanDue",
}


def models():
    return [model for app in OURS for model in apps.get_app_config(app).get_models()]


def private_models():
    return [model for model in models() if model._meta.label not in OPEN | INNER]


@pytest.mark.parametrize("model", private_models(), ids=lambda model: model._meta.label)
def test_a_private_model_has_visible_to(model):
    assert hasattr(model.objects, "visible_to"), f"{model._meta.label} needs visible_to, or a class in this file"


@pytest.mark.django_db
@pytest.mark.parametrize("model", private_models(), ids=lambda model: model._meta.label)
def test_visible_to_shows_a_stranger_nothing(model):
    assert list(model.objects.visible_to(AnonymousUser())) == []


def test_the_database_itself_holds_every_tie():
    fields = [field for model in models() for field in model._meta.local_concrete_fields if field.is_relation]
    assert {str(field) for field in fields if not field.db_constraint} == set()


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_a_model_that_shows_in_addresses_has_a_public_id_that_no_form_can_set(model):
    fields = {field.name: field for field in model._meta.get_fields()}
    if "public_id" in fields:
        assert fields["public_id"].unique
        assert not fields["public_id"].editable
        assert not fields["public_id"].primary_key


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_as_text_a_row_names_nobody(model):
    """`str(row)` ends up in logs and errors."""
    words = {}
    for field in model._meta.concrete_fields:
        if field.get_internal_type() in {"CharField", "TextField", "EmailField"} and not field.choices:
            words[field.name] = f"marker{field.name}"
    row = model(**words, **{f.name: clock.now() for f in model._meta.concrete_fields if f.name in {"at", "since"}})
    public = {"network.AreaGrade", "network.Authority", "network.Closure", "network.ExtraHoliday", "network.Helpline"}
    public |= {"network.Organisation", "network.PastInspection", "network.School", "network.SchoolLink"}
    public |= {"network.Term", "covenant.Figure", "network.AuditRow", "outbox.Sweep", "buddies.PairingStep"}
    public |= {"directory.CallOutEvent", "network.RoleGrant", "network.HeadMark"}
    if model._meta.label not in public:
        assert [word for word in words.values() if word in str(row)] == []
