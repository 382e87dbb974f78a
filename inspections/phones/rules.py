"""Which registered phone still works."""

from inspections.phones.models import TrustedPhone
from network.rules import NotAllowed


def check_phone(phone: TrustedPhone | None) -> None:
    if phone is None or phone.removed_at is not None or not phone.head.is_active:
        raise NotAllowed("a registered phone")
