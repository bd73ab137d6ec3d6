"""The one table that says who may, and the actor it is asked about (product.md section 2)."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from leadx_app.models import DateFormat, Role

from .errors import NotPermitted


class Permission(StrEnum):
    """An act or a read that a role may be granted."""

    LEAD_CREATE = "lead.create"
    LEAD_HAND_OVER = "lead.hand_over"
    LEAD_QUALIFY = "lead.qualify"
    LEAD_SEND = "lead.send"
    LEAD_RECEIVE = "lead.receive"
    HANDOVER_ANSWER = "handover.answer"
    LEAD_REOPEN = "lead.reopen"
    PIPELINE_READ = "pipeline.read"
    PIPELINE_COLLEAGUES = "pipeline.colleagues"
    LEADS_READ_ORGANIZATION = "leads.read_organization"
    LEADS_READ_CHILDREN = "leads.read_children"
    CONTACTS_READ = "contacts.read"
    CONTACTS_WRITE = "contacts.write"
    TOKEN_MANAGE = "token.manage"
    NEWS_READ = "news.read"
    NEWS_WRITE = "news.write"
    FEED_READ = "feed.read"
    COMMUNITY_READ = "community.read"
    PULSE_READ = "pulse.read"
    BELL_RING = "bell.ring"
    SETTINGS_MANAGE = "settings.manage"
    USERS_MANAGE = "users.manage"
    MAIL_READ = "mail.read"
    ACTIVITIES = "activities"
    JOBS_MANAGE = "jobs.manage"
    LIST_EXPORT = "list.export"
    IMPORT_CONTACTS = "import.contacts"
    IMPORT_LEADS = "import.leads"
    VIEW_SHARE = "view.share"
    VIEW_REMOVE_SHARED = "view.remove_shared"
    REWARDS_READ = "rewards.read"
    REWARDS_LEADERBOARD = "rewards.leaderboard"
    REWARDS_EVERYBODY = "rewards.everybody"
    GOAL_SET = "goal.set"
    TENANT_EXPORT = "tenant.export"
    AUDIT_READ = "audit.read"
    TOKEN_OVERSEE = "token.oversee"
    WEBHOOK_MANAGE = "webhook.manage"
    DB_VIEW = "db.view"
    SUPPORT_USE = "support.use"
    TICKET_WORK = "ticket.work"
    ARTICLE_WRITE = "article.write"


EVERYBODY = frozenset(Role)
FINDERS = frozenset({Role.LITE, Role.BASIC})
SALES = frozenset({Role.PROFESSIONAL, Role.MANAGER})
LEADERS = frozenset({Role.MANAGER, Role.ADMIN})

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.LEAD_CREATE: FINDERS | SALES,
    Permission.LEAD_HAND_OVER: FINDERS,
    Permission.LEAD_QUALIFY: SALES,
    Permission.LEAD_SEND: SALES,
    Permission.LEAD_RECEIVE: frozenset({Role.MANAGER}),
    Permission.HANDOVER_ANSWER: frozenset({Role.MANAGER}),
    Permission.LEAD_REOPEN: frozenset({Role.MANAGER}),
    Permission.PIPELINE_READ: FINDERS | SALES,
    Permission.PIPELINE_COLLEAGUES: frozenset({Role.MANAGER}),
    Permission.LEADS_READ_ORGANIZATION: frozenset({Role.MANAGER, Role.ADMIN}),
    Permission.LEADS_READ_CHILDREN: frozenset({Role.MANAGER, Role.ADMIN}),
    Permission.CONTACTS_READ: frozenset({Role.BASIC, Role.ADMIN}) | SALES,
    Permission.CONTACTS_WRITE: frozenset({Role.BASIC, Role.ADMIN}) | SALES,
    Permission.TOKEN_MANAGE: EVERYBODY,
    Permission.NEWS_READ: EVERYBODY,
    Permission.NEWS_WRITE: frozenset({Role.MANAGER}),
    Permission.FEED_READ: frozenset({Role.BASIC, Role.ADMIN}) | SALES,
    Permission.COMMUNITY_READ: frozenset({Role.BASIC, Role.ADMIN}) | SALES,
    Permission.PULSE_READ: LEADERS,
    Permission.BELL_RING: SALES,
    Permission.SETTINGS_MANAGE: frozenset({Role.ADMIN}),
    Permission.USERS_MANAGE: frozenset({Role.ADMIN}),
    Permission.MAIL_READ: frozenset({Role.ADMIN}),
    Permission.ACTIVITIES: SALES,
    Permission.JOBS_MANAGE: frozenset({Role.ADMIN}),
    Permission.LIST_EXPORT: EVERYBODY,  # What the list itself shows; each export is kept as an event.
    Permission.IMPORT_CONTACTS: frozenset({Role.ADMIN}) | SALES,
    Permission.IMPORT_LEADS: SALES,
    Permission.VIEW_SHARE: SALES | LEADERS,
    Permission.VIEW_REMOVE_SHARED: LEADERS,
    Permission.REWARDS_READ: EVERYBODY,
    Permission.REWARDS_LEADERBOARD: frozenset({Role.BASIC, Role.ADMIN}) | SALES,
    Permission.REWARDS_EVERYBODY: LEADERS,
    Permission.GOAL_SET: frozenset({Role.MANAGER}),
    Permission.TENANT_EXPORT: frozenset({Role.ADMIN}),  # Of the parent organization (archives.py).
    Permission.AUDIT_READ: frozenset({Role.ADMIN}),
    Permission.TOKEN_OVERSEE: frozenset({Role.ADMIN}),
    Permission.WEBHOOK_MANAGE: frozenset({Role.ADMIN}),
    Permission.DB_VIEW: frozenset({Role.ADMIN}),
    Permission.SUPPORT_USE: EVERYBODY,
    Permission.TICKET_WORK: frozenset({Role.ADMIN}),
    Permission.ARTICLE_WRITE: frozenset({Role.ADMIN}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which organization, with which role; resolved anew in the transaction of every act and read."""

    user_id: UUID
    tenant_id: UUID
    organization_id: UUID
    role: Role
    name: str
    language: str
    time_zone: str
    date_format: DateFormat = DateFormat.WORDS
    child_ids: frozenset[UUID] = field(default_factory=frozenset)
    parent_id: UUID | None = None
    may_write: bool = True

    def may(self, permission: Permission) -> bool:
        return self.role in GRANTS[permission]

    def require(self, permission: Permission) -> None:
        """Raises NotPermitted unless the actor's role is granted the permission."""
        if not self.may(permission):
            raise NotPermitted(permission=permission)

    @property
    def organization_ids(self) -> frozenset[UUID]:
        """Organizations whose leads the role reads as a whole: own and, for the parent's, the children."""
        children = self.child_ids if self.may(Permission.LEADS_READ_CHILDREN) else frozenset()
        return children | {self.organization_id}


def on_behalf_of(user_id: UUID, tenant_id: UUID, organization_id: UUID) -> Actor:
    """Whose event it is when the clock acts and nobody does: no name, the least role, no writing."""
    return Actor(user_id, tenant_id, organization_id, Role.LITE, "", "en", "UTC", may_write=False)
