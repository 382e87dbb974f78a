from django.db import migrations

POSTGRESQL = [
    """CREATE FUNCTION network_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an audit row is never changed or deleted'; END $$""",
    """CREATE TRIGGER network_audit_append_only BEFORE UPDATE OR DELETE ON network_auditrow
    FOR EACH ROW EXECUTE FUNCTION network_audit_refuse()""",
]
SQLITE = [
    f"""CREATE TRIGGER network_audit_no_{verb.lower()} BEFORE {verb} ON network_auditrow
    BEGIN SELECT RAISE(ABORT, 'an audit row is never changed or deleted'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL_BACK = [
    "DROP TRIGGER network_audit_append_only ON network_auditrow",
    "DROP FUNCTION network_audit_refuse()",
]
SQLITE_BACK = ["DROP TRIGGER network_audit_no_update", "DROP TRIGGER network_audit_no_delete"]


def run(schema_editor, statements):
    for statement in statements:
        schema_editor.execute(statement)


def forward(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def back(apps, schema_editor):
    run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("network", "0001_first")]
    operations = [migrations.RunPython(forward, back)]
