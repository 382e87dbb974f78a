from inspections.models.check_in import CheckIn
from inspections.models.comment_offer import CommentOffer
from inspections.models.counted import ConductFeedback, PublishedTables, StillInPost, SurveyAnswer
from inspections.models.deadlines import DeadlineRule
from inspections.models.estimates import EstimateRow
from inspections.models.improvement import ImprovementOffer, OfferAsk
from inspections.models.inspection import Inspection, Told
from inspections.models.log import LogEntry
from inspections.models.looked_after import BuddyAgreement, BuddyCheckIn
from inspections.models.note import BuddyNote
from inspections.models.phone import TrustedPhone
from inspections.models.please_ring import PleaseRing
from inspections.models.silence import SilenceLadder, SilenceStep
from inspections.models.standby import StandbyChoice
from inspections.models.support import PlanComment, PlanDeparture, PlanLine, PlanMeeting, SupportPlan, UnionContact
from inspections.models.wider_ask import WiderAsk, WiderAsked
from inspections.models.windows import SchoolWindow, WindowOpening, WindowRule

__all__ = [
    "BuddyAgreement",
    "BuddyCheckIn",
    "BuddyNote",
    "CheckIn",
    "CommentOffer",
    "ConductFeedback",
    "DeadlineRule",
    "EstimateRow",
    "ImprovementOffer",
    "Inspection",
    "LogEntry",
    "OfferAsk",
    "PlanComment",
    "PlanDeparture",
    "PlanLine",
    "PlanMeeting",
    "PleaseRing",
    "PublishedTables",
    "SchoolWindow",
    "SilenceLadder",
    "SilenceStep",
    "StandbyChoice",
    "StillInPost",
    "SupportPlan",
    "SurveyAnswer",
    "Told",
    "TrustedPhone",
    "UnionContact",
    "WiderAsk",
    "WiderAsked",
    "WindowOpening",
    "WindowRule",
]
