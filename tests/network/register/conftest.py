from io import StringIO

import pytest
from django.core.management import call_command

from tests.network.register.files import gias, takes_everywhere


@pytest.fixture
def whose():
    """Whose rows are taken, where a test does not say (`OWN_AREAS_TOO`)."""
    return "everywhere"


@pytest.fixture
def load(tmp_path, whose):
    """Imports rows, or a file, as the shell does; gives what was printed."""

    def load_file(*rows, path=None, name="edubasealldata20250718.csv", **options):
        if path is None:
            path = tmp_path / name
            path.write_bytes(rows[0] if rows and isinstance(rows[0], bytes) else gias(*rows).encode("cp1252"))
        out = StringIO()
        options.setdefault("everywhere", not options.get("authority") and takes_everywhere(whose))
        call_command("import_register", str(path), stdout=out, stderr=out, **options)
        return out.getvalue()

    return load_file
