from network.audit.models import AuditRow
from network.contact.models.any_head import StandsByAnyHead
from network.contact.models.contact_point import ContactPoint
from network.help.models.away import OfficerAway
from network.help.models.break_glass import BreakGlass
from network.help.models.help_request import HelpRequest
from network.named import Named
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.people.models.tie import Tie
from network.privacy.fields import EncryptedText
from network.privacy.models.canary import Canary
from network.privacy.models.key import WordKey
from network.register.models.head_mark import HeadMark
from network.register.models.imports import RefusedRow, RegisterImport
from network.register.models.read_part import ReadPart
from network.register.models.upload import UploadedPart
from network.schools.models.authority import Authority
from network.schools.models.inspection import AreaGrade, PastInspection
from network.schools.models.organisation import Organisation
from network.schools.models.school import School, SchoolLink
from network.schools.models.term import Closure, ExtraHoliday, Term
from network.site.models.clock import ClockOffset
from network.site.models.helpline import Helpline
from network.site.models.settings import NetworkSettings
from network.site.models.watch import Alarm, TaskRun
