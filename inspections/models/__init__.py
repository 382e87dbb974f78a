from inspections.models.check_in import CheckIn
from inspections.models.inspection import Inspection, Told
from inspections.models.phone import TrustedPhone

__all__ = ["CheckIn", "Inspection", "Told", "TrustedPhone"]
