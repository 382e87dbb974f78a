"""The models of the rooms, gathered: Django looks for them here and nowhere else."""

from inspections.buddy_care.models import BuddyAgreement, BuddyCheckIn
from inspections.check_ins.models import CheckIn, PlanDue
from inspections.comment_offers.models import CommentOffer
from inspections.deadlines.models import DeadlineRule
from inspections.notes.models import BuddyNote
from inspections.offers.models import ImprovementOffer, OfferAsk
from inspections.phones.models import TrustedPhone
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.standby.models import StandbyChoice
from inspections.support.models.log import LogEntry
from inspections.support.models.support import (
    PlanComment,
    PlanDeparture,
    PlanLine,
    PlanMeeting,
    SupportPlan,
    UnionContact,
)
from inspections.surveys.models import ConductFeedback, HelpCounted, PublishedTables, StillInPost, SurveyAnswer
from inspections.visits.models import Inspection, Told
from inspections.windows.models.estimates import EstimateRow
from inspections.windows.models.windows import SchoolWindow, WindowOpening, WindowRule
