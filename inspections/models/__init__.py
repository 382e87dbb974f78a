from inspections.models.check_in import CheckIn
from inspections.models.inspection import Inspection, Told
from inspections.models.phone import TrustedPhone
from inspections.models.please_ring import PleaseRing
from inspections.models.windows import SchoolWindow, WindowOpening, WindowRule

__all__ = ["CheckIn", "Inspection", "PleaseRing", "SchoolWindow", "Told", "TrustedPhone", "WindowOpening", "WindowRule"]
