from django.db import transaction

from directory.settings.models import DirectorySettings
from network import audit
from network.models import Person
from network.rules import check_officer


@transaction.atomic
def change(*, by: Person, wave_size: int, waits: list[int], speak_within: int, thin_cover: int) -> DirectorySettings:
    """Raises ValueError where the ladder could not work with them."""
    check_officer(by)
    row = DirectorySettings.objects.first() or DirectorySettings(pk=1)
    row.wave_size, row.waits, row.speak_within, row.thin_cover = wave_size, waits, speak_within, thin_cover
    row.as_values()
    row.save()
    audit.record(by=by, verb="directory.settings", what="directory settings", wave_size=wave_size, waits=waits)
    return row
