"""Tables only, one file per noun; importing this package registers them all on the metadata."""

from .base import CENT, new_id, utc_now
from .choice import Category, LeadTag, LostReason, Source, Stage, Tag
from .contact import Company, Person
from .event import Event, Notification, NotificationPreference
from .lead import File, HandoverState, Lead, Note, StageChange, SubStage
from .mail import MailState, MailTrouble, OutboxMail
from .news import News, NewsComment, NewsOrganization, NewsReaction, NewsRead, NewsRole, Reaction
from .tenant import Escalation, HitRateBasis, Organization, OrganizationCurrency, Tenant
from .user import ApiToken, Membership, Role, SignInAttempt, User, UserSession

__all__ = [
    "CENT",
    "ApiToken",
    "Category",
    "Company",
    "Escalation",
    "Event",
    "File",
    "HandoverState",
    "HitRateBasis",
    "Lead",
    "LeadTag",
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
    "Person",
    "Reaction",
    "Role",
    "SignInAttempt",
    "Source",
    "Stage",
    "StageChange",
    "SubStage",
    "Tag",
    "Tenant",
    "User",
    "UserSession",
    "new_id",
    "utc_now",
]
