"""Which files of the npm packages are served, and under what name. Nothing else of a package is published."""

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from config.environment import BASE_DIR

GOVUK = BASE_DIR / "node_modules/govuk-frontend/dist/govuk"
FILES = (
    "govuk-frontend.min.css",
    "govuk-frontend.min.css.map",
    "govuk-frontend.min.js",
    "govuk-frontend.min.js.map",
)


class PackageStorage(FileSystemStorage):
    prefix = "govuk"  # read by collectstatic


class PackageFinder(BaseFinder):
    """GOV.UK Frontend's built style and script, as govuk/<name>; its fonts, crown and images stay where they are."""

    def __init__(self) -> None:
        self.storage = PackageStorage(location=GOVUK)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        folder, _, name = path.partition("/")
        found = [str(GOVUK / name)] if folder == "govuk" and name in FILES and (GOVUK / name).exists() else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns):
        for name in FILES:
            if (GOVUK / name).exists():
                yield name, self.storage
