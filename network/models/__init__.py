from network.models.any_head import StandsByAnyHead
from network.models.audit import AuditRow
from network.models.authority import Authority
from network.models.away import OfficerAway
from network.models.break_glass import BreakGlass
from network.models.canary import Canary
from network.models.clock import ClockOffset
from network.models.contact_point import ContactPoint
from network.models.fields import EncryptedText
from network.models.help_request import HelpRequest
from network.models.helpline import Helpline
from network.models.inspection import AreaGrade, PastInspection
from network.models.invitation import Invitation
from network.models.key import WordKey
from network.models.membership import Membership
from network.models.named import Named
from network.models.organisation import Organisation
from network.models.person import Person
from network.models.register import RefusedRow, RegisterImport
from network.models.role import RoleGrant
from network.models.school import School, SchoolLink
from network.models.settings import NetworkSettings
from network.models.staging import (
    HeadMark,
    StagedGrade,
    StagedInspection,
    StagedLink,
    StagedName,
    StagedSchool,
)
from network.models.term import Closure, ExtraHoliday, Term
from network.models.tie import Tie
from network.models.upload import UploadedPart
from network.models.watch import Alarm, TaskRun

__all__ = [
    "Alarm",
    "AreaGrade",
    "AuditRow",
    "Authority",
    "BreakGlass",
    "Canary",
    "ClockOffset",
    "Closure",
    "ContactPoint",
    "EncryptedText",
    "ExtraHoliday",
    "HeadMark",
    "HelpRequest",
    "Helpline",
    "Invitation",
    "Membership",
    "Named",
    "NetworkSettings",
    "OfficerAway",
    "Organisation",
    "PastInspection",
    "Person",
    "RefusedRow",
    "RegisterImport",
    "RoleGrant",
    "School",
    "SchoolLink",
    "StagedGrade",
    "StagedInspection",
    "StagedLink",
    "StagedName",
    "StagedSchool",
    "StandsByAnyHead",
    "TaskRun",
    "Term",
    "Tie",
    "UploadedPart",
    "WordKey",
]
