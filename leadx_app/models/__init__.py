"""Tables only, one file per noun; importing this package registers them all on the metadata."""

from .activity import ActivityKind, CalendarAddress, Priority, Reminder, SalesActivity, Task
from .archive import TenantArchive
from .audit import AuditEntry
from .base import CENT, RATE_STEP, new_id, utc_now
from .choice import Category, LeadTag, LostReason, Source, Stage, Tag
from .contact import Company, ContactChange, ContactMerge, Person
from .data_import import Duplicates, Import, ImportRow, ImportState, ImportSubject, ImportTrace, RowOutcome
from .event import Event, Notification, NotificationPreference
from .figure import (
    ALL_TIME,
    HIGH,
    NO_MONTH,
    DayFigure,
    ForecastFigure,
    GroupDayFigure,
    PointTotal,
    StageDayFigure,
    StageFigure,
)
from .goal import Goal, GoalMeasure, GoalPerson
from .job import Job, JobState, RoundRun
from .joining import JoinRequest, JoinState, SelfRegistration
from .lead import File, HandoverState, Lead, Note, StageChange, SubStage
from .mail import MailState, MailTrouble, OutboxMail
from .milestone import PersonCount
from .news import News, NewsComment, NewsOrganization, NewsReaction, NewsRead, NewsRole, Reaction
from .passkey import Passkey, PasskeyChallenge
from .push import OutboxPush, PushSubscription
from .reward import LeaderboardAbsence, PointEntry, PointKind, PointRule
from .search import SearchRow
from .sign_in import SignInFlow, SignInLink, SignInProvider
from .support import Article, Severity, SupportTimes, Ticket, TicketEntry, TicketKind, TicketStatus
from .tenant import (
    CurrencyRate,
    DateFormat,
    Escalation,
    HitRateBasis,
    Organization,
    OrganizationCurrency,
    RateSource,
    Tenant,
)
from .transfer import Transfer, TransferState
from .two_step import RecoveryCode, TwoStep
from .user import AccountLink, ApiToken, LinkPurpose, Membership, Role, SignInAttempt, User, UserSession
from .view import Density, ListName, ListPreference, SavedView
from .webhook import DeliveryState, DeliveryTrouble, Webhook, WebhookDelivery

__all__ = [
    "ALL_TIME",
    "CENT",
    "HIGH",
    "NO_MONTH",
    "RATE_STEP",
    "AccountLink",
    "ActivityKind",
    "ApiToken",
    "Article",
    "AuditEntry",
    "CalendarAddress",
    "Category",
    "Company",
    "ContactChange",
    "ContactMerge",
    "CurrencyRate",
    "DateFormat",
    "DayFigure",
    "DeliveryState",
    "DeliveryTrouble",
    "Density",
    "Duplicates",
    "Escalation",
    "Event",
    "File",
    "ForecastFigure",
    "Goal",
    "GoalMeasure",
    "GoalPerson",
    "GroupDayFigure",
    "HandoverState",
    "HitRateBasis",
    "Import",
    "ImportRow",
    "ImportState",
    "ImportSubject",
    "ImportTrace",
    "Job",
    "JobState",
    "JoinRequest",
    "JoinState",
    "Lead",
    "LeadTag",
    "LeaderboardAbsence",
    "LinkPurpose",
    "ListName",
    "ListPreference",
    "LostReason",
    "MailState",
    "MailTrouble",
    "Membership",
    "News",
    "NewsComment",
    "NewsOrganization",
    "NewsReaction",
    "NewsRead",
    "NewsRole",
    "Note",
    "Notification",
    "NotificationPreference",
    "Organization",
    "OrganizationCurrency",
    "OutboxMail",
    "OutboxPush",
    "Passkey",
    "PasskeyChallenge",
    "Person",
    "PersonCount",
    "PointEntry",
    "PointKind",
    "PointRule",
    "PointTotal",
    "Priority",
    "PushSubscription",
    "RateSource",
    "Reaction",
    "RecoveryCode",
    "Reminder",
    "Role",
    "RoundRun",
    "RowOutcome",
    "SalesActivity",
    "SavedView",
    "SearchRow",
    "SelfRegistration",
    "Severity",
    "SignInAttempt",
    "SignInFlow",
    "SignInLink",
    "SignInProvider",
    "Source",
    "Stage",
    "StageChange",
    "StageDayFigure",
    "StageFigure",
    "SubStage",
    "SupportTimes",
    "Tag",
    "Task",
    "Tenant",
    "TenantArchive",
    "Ticket",
    "TicketEntry",
    "TicketKind",
    "TicketStatus",
    "Transfer",
    "TransferState",
    "TwoStep",
    "User",
    "UserSession",
    "Webhook",
    "WebhookDelivery",
    "new_id",
    "utc_now",
]
