"""One condition per table that says who sees which rows; find.py finds rows by it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from leadx_app.models import (
    ApiToken,
    Article,
    AuditEntry,
    Company,
    Event,
    File,
    HandoverState,
    Import,
    Job,
    JoinRequest,
    JoinState,
    Lead,
    LeadTag,
    MailState,
    Membership,
    News,
    NewsOrganization,
    NewsRole,
    Notification,
    Organization,
    OutboxMail,
    Person,
    SalesActivity,
    SavedView,
    Tag,
    Task,
    TenantArchive,
    Ticket,
    TicketEntry,
    Transfer,
    User,
    Webhook,
    WebhookDelivery,
)

from .errors import NotFound
from .permissions import GRANTS, Actor, Permission

Condition = sa.ColumnElement[bool]
Bind = sa.BindParameter[UUID]


def pipeline_of(actor: Actor, person_id: UUID, organization_id: UUID) -> list[Condition]:
    """Leads of one organization that a person created or owns (product.md section 10), as conditions without overlap.

    Each condition has an index that answers it in the order of the latest change, so that the cost follows the page
    and not the size of the organization; an organization belongs to one tenant, which need not be asked for again.

    Raises:
        NotPermitted: a colleague's pipeline without the right to look at it.
        NotFound: an organization that the actor does not read.
    """
    require_pipeline(actor, person_id, organization_id)
    return pipeline_parts(person_id, organization_id)


def require_pipeline(actor: Actor, person_id: UUID, organization_id: UUID) -> None:
    """Raises NotPermitted or NotFound unless the actor may look at this person's pipeline in this organization."""
    actor.require(Permission.PIPELINE_READ if person_id == actor.user_id else Permission.PIPELINE_COLLEAGUES)
    if organization_id not in actor.organization_ids:
        raise NotFound()


def pipeline_parts(person_id: UUID | Bind, organization_id: UUID | Bind) -> list[Condition]:
    """The conditions of `pipeline_of` without the question whether the actor may; values or bound parameters."""
    here = Lead.organization_id == organization_id
    owned = Lead.owner_id == person_id
    created = sa.and_(Lead.creator_id == person_id, Lead.owner_id.is_distinct_from(person_id))
    return [sa.and_(here, owned), sa.and_(here, created)]


def waits_for(actor: Actor, organization_id: UUID) -> Condition | None:
    """Handovers of other people that wait for the actor's answer; None when the actor does not answer them there."""
    if not actor.may(Permission.HANDOVER_ANSWER) or organization_id != actor.organization_id:
        return None
    waiting = sa.and_(Lead.organization_id == organization_id, Lead.handover_state == HandoverState.WAITING)
    return sa.and_(waiting, Lead.creator_id != actor.user_id, Lead.owner_id.is_distinct_from(actor.user_id))


def sees_lead(actor: Actor) -> Condition:
    """Own leads, and those that they sent to another organization while nobody answered.

    For Managers and Admins also all of their organization and, at the parent, of its children. Who made a lead sees it
    wherever it goes.
    """
    own = sa.or_(*(party == actor.user_id for party in (Lead.owner_id, Lead.creator_id, Lead.sent_by_id)))
    if actor.may(Permission.LEADS_READ_ORGANIZATION):
        own = sa.or_(own, Lead.organization_id.in_(actor.organization_ids))
    return sa.and_(Lead.tenant_id == actor.tenant_id, own)


def sent_away(actor: Actor) -> list[Condition]:
    """Leads that left the actor's organization and that they see (`sees_lead`) as who made or sent them.

    For a statement that joins `Transfer` and `Lead`.
    """
    mine = sa.or_(Lead.creator_id == actor.user_id, Lead.sent_by_id == actor.user_id)
    left = (Transfer.organization_id == actor.organization_id, Lead.organization_id != actor.organization_id)
    return [*left, Transfer.tenant_id == actor.tenant_id, mine]


def sees_on_community(actor: Actor, organization_id: UUID | None = None) -> Condition:
    """Leads whose headline Sales Community shows: all of the own organization and, at the parent, of its children.

    A headline is what product.md section 10 calls for (title, company, stage, status, people, value, handshake); who
    may open the lead itself is a matter of `sees_lead` (docs/decisions/0040).

    Args:
        organization_id: only this organization's; None is all that the actor reads.

    Raises:
        NotPermitted: without Community.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.COMMUNITY_READ)
    if organization_id is None and len(actor.organization_ids) > 1:
        return Lead.tenant_id == actor.tenant_id  # The parent's readers see every organization of the tenant.
    here = organization_id or actor.organization_id
    if here not in actor.organization_ids:
        raise NotFound()
    return sa.and_(Lead.tenant_id == actor.tenant_id, Lead.organization_id == here)


def opens_lead(
    actor: Actor, *, owner_id: UUID | None, creator_id: UUID, organization_id: UUID, sent_by_id: UUID | None
) -> bool:
    """`sees_lead`, asked about a lead of the actor's tenant whose headline was read already."""
    whole = actor.organization_ids if actor.may(Permission.LEADS_READ_ORGANIZATION) else frozenset()
    return actor.user_id in (owner_id, creator_id, sent_by_id) or organization_id in whole


def sees_file(actor: Actor, now: datetime) -> Condition:
    """Files of leads and tickets and pictures of news that the actor sees, photos of people whose name they may meet,
    logos of the organizations around them, and own uploads that wait to be attached."""
    of_lead = Lead.id.is_not(None) & sees_lead(actor)
    of_news = File.news_id.in_(sa.select(News.id).where(sees_news(actor, now)))
    of_person = (File.person_id == actor.user_id) | File.person_id.in_(_colleagues(actor))
    parent = sa.select(Organization.parent_id).where(Organization.id == actor.organization_id).scalar_subquery()
    of_place = File.logo_of_id.in_(actor.organization_ids) | (File.logo_of_id == parent)
    said = sa.select(TicketEntry.id).join(Ticket, Ticket.id == TicketEntry.ticket_id).where(sees_ticket(actor))
    of_ticket = File.ticket_entry_id.in_(said)
    owners = (File.lead_id, File.news_id, File.person_id, File.logo_of_id, File.ticket_entry_id)
    waiting = sa.and_(*(owner.is_(None) for owner in owners), File.uploader_id == actor.user_id)
    seen = sa.or_(of_lead, of_news, of_person, of_place, of_ticket, waiting)
    return sa.and_(File.tenant_id == actor.tenant_id, File.deleted_at.is_(None), seen)


def _colleagues(actor: Actor) -> sa.Select:
    """People who work in one of the actor's organizations, and in the parent, whose names stand on leads and news."""
    parent = sa.select(Organization.parent_id).where(Organization.id == actor.organization_id).scalar_subquery()
    here = Membership.organization_id.in_(actor.organization_ids) | (Membership.organization_id == parent)
    return sa.select(Membership.user_id).where(Membership.tenant_id == actor.tenant_id, here)


def shown_photo(actor: Actor, photo_id: UUID | None, home_id: UUID | None) -> UUID | None:
    """The photo of somebody at home in an organization, if `sees_file` lets the actor read it; a list asks no more."""
    if photo_id is None:  # As of most people in a list.
        return None
    return photo_id if home_id in actor.organization_ids or home_id == actor.parent_id else None


def sees_news(actor: Actor, now: datetime) -> Condition:
    """What is published, not over, and addressed to one of the actor's organizations and to their role.

    Everybody of a parent is the parent and its children; of a child, that child. Who writes the news of an organization
    sees all of them, also drafts and what is to come or over.
    """
    if not actor.may(Permission.NEWS_READ):
        return sa.false()
    parent = sa.select(Organization.parent_id).where(Organization.id == actor.organization_id).scalar_subquery()
    within = sa.or_(News.organization_id.in_(actor.organization_ids), News.organization_id == parent)
    chosen = sa.select(NewsOrganization.news_id).where(NewsOrganization.addressed_id.in_(actor.organization_ids))
    of_role = sa.select(NewsRole.news_id).where(NewsRole.role == actor.role)
    visible = sa.and_(
        News.is_draft.is_(False),
        News.publish_at <= now,
        sa.or_(News.expires_at.is_(None), News.expires_at > now),
        within,
        sa.or_(News.is_for_some.is_(False), News.id.in_(chosen)),
        sa.or_(News.is_for_roles.is_(False), News.id.in_(of_role)),
    )
    if actor.may(Permission.NEWS_WRITE):
        visible = sa.or_(visible, News.organization_id == actor.organization_id)
    return sa.and_(News.tenant_id == actor.tenant_id, News.deleted_at.is_(None), visible)


def sees_ticket(actor: Actor) -> Condition:
    """Own tickets; for those who work tickets also all of their organizations."""
    own = Ticket.reporter_id == actor.user_id
    if actor.may(Permission.TICKET_WORK):
        own = sa.or_(own, Ticket.organization_id.in_(actor.organization_ids))
    return sa.and_(Ticket.tenant_id == actor.tenant_id, own)


def sees_article(actor: Actor) -> Condition:
    """Articles of the actor's organizations and of the parent of the one in which they work."""
    parent = sa.select(Organization.parent_id).where(Organization.id == actor.organization_id).scalar_subquery()
    within = sa.or_(Article.organization_id.in_(actor.organization_ids), Article.organization_id == parent)
    return sa.and_(Article.tenant_id == actor.tenant_id, Article.deleted_at.is_(None), within)


def sees_feed(actor: Actor) -> list[Condition]:
    """The Sales Feed of the actor's organizations, a condition without overlap for each: an index answers them in time.

    Raises:
        NotPermitted: the role reads no feed.
    """
    actor.require(Permission.FEED_READ)
    shown = sa.and_(Event.tenant_id == actor.tenant_id, Event.feed.is_not(None))
    return [sa.and_(Event.organization_id == one, shown) for one in sorted(actor.organization_ids)]


def hears_bell(actor: Actor) -> Condition:
    """What rings where the actor works, whatever their role; never in a child, a sibling or the parent."""
    return sa.and_(Event.tenant_id == actor.tenant_id, Event.organization_id == actor.organization_id)


def sees_contact(actor: Actor, table: type[Company] | type[Person]) -> Condition:
    """Contacts of the actor's organizations; a LITE user sees only those that they made themselves.

    What became part of another contact is not there any more.
    """
    here = sa.and_(table.tenant_id == actor.tenant_id, table.organization_id.in_(actor.organization_ids))
    own = sa.and_(here, table.merged_into_id.is_(None))
    return own if actor.may(Permission.CONTACTS_READ) else sa.and_(own, table.created_by_id == actor.user_id)


def lists_contacts(actor: Actor, table: type[Company] | type[Person], organization_id: UUID | None = None) -> Condition:
    """`sees_contact` for whole lists: one equality, which an index answers in the order of the alphabet.

    Args:
        organization_id: only this organization's; None is all that the actor reads.

    Raises:
        NotPermitted: without Contacts.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.CONTACTS_READ)
    alive = sa.and_(table.tenant_id == actor.tenant_id, table.merged_into_id.is_(None))
    if organization_id is None and len(actor.organization_ids) > 1:
        return alive  # The parent's readers see every organization of the tenant.
    here = organization_id or actor.organization_id
    if here not in actor.organization_ids:
        raise NotFound()
    return sa.and_(table.organization_id == here, alive)


def sees_tag(actor: Actor) -> Condition:
    """Tags on leads that the actor sees: they are words that somebody wrote about a customer."""
    if actor.may(Permission.LEADS_READ_ORGANIZATION):
        used = sa.and_(LeadTag.tag_id == Tag.id, LeadTag.organization_id.in_(actor.organization_ids))
        return sa.and_(Tag.tenant_id == actor.tenant_id, sa.exists().where(used))
    own = sa.select(LeadTag.tag_id).join(Lead, Lead.id == LeadTag.lead_id).where(sees_lead(actor))
    return sa.and_(Tag.tenant_id == actor.tenant_id, Tag.id.in_(own))


def sees_notification(actor: Actor) -> Condition:
    """The actor's own; what they are about is asked for beside it."""
    return sa.and_(Notification.tenant_id == actor.tenant_id, Notification.user_id == actor.user_id)


def sees_person(actor: Actor) -> Condition:
    """People whose home is one of the actor's organizations, for those who manage users."""
    if not actor.may(Permission.USERS_MANAGE):
        return sa.false()
    return sa.and_(User.tenant_id == actor.tenant_id, User.organization_id.in_(actor.organization_ids))


def sees_join_request(actor: Actor) -> Condition:
    """Requests to join the actor's organizations, for those who manage users; whose email nobody confirmed are left
    out until then."""
    if not actor.may(Permission.USERS_MANAGE):
        return sa.false()
    return sa.and_(
        JoinRequest.tenant_id == actor.tenant_id,
        JoinRequest.organization_id.in_(actor.organization_ids),
        JoinRequest.state != JoinState.UNCONFIRMED,
    )


def sees_mail(actor: Actor) -> Condition:
    """Mails to people of the actor's organizations, once they are written; for those who may read the outbox."""
    if not actor.may(Permission.MAIL_READ):
        return sa.false()
    here = OutboxMail.organization_id.in_(actor.organization_ids)
    written = OutboxMail.state != MailState.COLLECTING
    return sa.and_(OutboxMail.tenant_id == actor.tenant_id, here, written)


def sees_job(actor: Actor) -> Condition:
    """Jobs of the actor's organizations, for those who may manage them."""
    if not actor.may(Permission.JOBS_MANAGE):
        return sa.false()
    return sa.and_(Job.tenant_id == actor.tenant_id, Job.organization_id.in_(actor.organization_ids))


def sees_archive(actor: Actor) -> Condition:
    """Archives that the actor asked for: nobody else opens them, not even another Admin."""
    if not actor.may(Permission.TENANT_EXPORT):
        return sa.false()
    return sa.and_(TenantArchive.tenant_id == actor.tenant_id, TenantArchive.user_id == actor.user_id)


def sees_audit(actor: Actor) -> Condition:
    """Lines of the audit log of the actor's organizations, for those who may read it."""
    if not actor.may(Permission.AUDIT_READ):
        return sa.false()
    return sa.and_(AuditEntry.tenant_id == actor.tenant_id, AuditEntry.organization_id.in_(actor.organization_ids))


def sees_view(actor: Actor) -> Condition:
    """Own saved views, and what colleagues of the organization that the actor works in share there."""
    here = sa.and_(SavedView.tenant_id == actor.tenant_id, SavedView.organization_id == actor.organization_id)
    return sa.and_(here, sa.or_(SavedView.owner_id == actor.user_id, SavedView.is_shared))


def sees_import(actor: Actor) -> Condition:
    """The actor's own imports into the organization in which they work."""
    if not actor.may(Permission.IMPORT_CONTACTS):
        return sa.false()
    here = sa.and_(Import.tenant_id == actor.tenant_id, Import.organization_id == actor.organization_id)
    return sa.and_(here, Import.user_id == actor.user_id)


def require_agenda(actor: Actor, person_id: UUID, organization_id: UUID) -> None:
    """Raises NotPermitted or NotFound unless the actor may look at this person's tasks and activities there."""
    actor.require(Permission.ACTIVITIES)
    if person_id != actor.user_id:
        actor.require(Permission.PIPELINE_COLLEAGUES)
    if organization_id not in actor.organization_ids:
        raise NotFound()


def sees_task(actor: Actor) -> Condition:
    """Tasks that the actor does or gave away; for Managers also those of their organizations."""
    return _sees_plan(actor, Task, sa.or_(Task.assignee_id == actor.user_id, Task.creator_id == actor.user_id))


def sees_activity(actor: Actor) -> Condition:
    """The actor's own sales activities; for Managers also those of their organizations."""
    return _sees_plan(actor, SalesActivity, SalesActivity.author_id == actor.user_id)


def _sees_plan(actor: Actor, table: type[Task] | type[SalesActivity], own: Condition) -> Condition:
    if not actor.may(Permission.ACTIVITIES):
        return sa.false()
    if actor.may(Permission.PIPELINE_COLLEAGUES):
        own = sa.or_(own, table.organization_id.in_(actor.organization_ids))
    return sa.and_(table.tenant_id == actor.tenant_id, own)


def sees_choice(actor: Actor, table: Any) -> Condition:
    """Stages, categories, sources and lost reasons are the tenant's; tags are chosen by name, `sees_tag` lists them."""
    return table.tenant_id == actor.tenant_id


def offers(actor: Actor, table: Any) -> Condition:
    """`sees_choice` for what may be chosen anew."""
    return sa.and_(sees_choice(actor, table), table.retired_at.is_(None))


def receives_leads(actor: Actor) -> Condition:
    """Organizations of the tenant that a lead may be sent to: another one than the actor's, with a Manager to answer.

    Their names are all that the actor gets to know of them.
    """
    receivers = (
        sa.select(Membership.organization_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.tenant_id == actor.tenant_id, Membership.is_active, User.is_active)
        .where(Membership.role.in_(GRANTS[Permission.LEAD_RECEIVE]))
    )
    here = sa.and_(
        Organization.tenant_id == actor.tenant_id, Organization.id != actor.organization_id, Organization.is_active
    )
    return sa.and_(here, Organization.id.in_(receivers))


def goes(actor: Actor, *, across: bool) -> Condition:
    """Which way to an organization: between parent and child, or across from child to child."""
    parent_id = sa.select(Organization.parent_id).where(Organization.id == actor.organization_id).scalar_subquery()
    beside = sa.and_(Organization.parent_id.is_not(None), Organization.parent_id == parent_id)
    return beside if across else sa.or_(Organization.id == parent_id, Organization.parent_id == actor.organization_id)


def sees_organization(actor: Actor, organization_id: UUID | None = None) -> Condition:
    """Organizations that the actor reads as a whole, without naming each of hundreds.

    Args:
        organization_id: only this one; None is all that the actor reads.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    if organization_id is None and len(actor.organization_ids) > 1:
        return Organization.tenant_id == actor.tenant_id  # The parent's readers see every organization of the tenant.
    here = organization_id or actor.organization_id
    if here not in actor.organization_ids:
        raise NotFound()
    return sa.and_(Organization.tenant_id == actor.tenant_id, Organization.id == here)


def sees_webhook(actor: Actor, table: type[Webhook] | type[WebhookDelivery]) -> Condition:
    """Webhooks of the actor's organizations and what was sent to them, for those who manage them."""
    if not actor.may(Permission.WEBHOOK_MANAGE):
        return sa.false()
    return sa.and_(table.tenant_id == actor.tenant_id, table.organization_id.in_(actor.organization_ids))


def sees_token(actor: Actor) -> Condition:
    """Everybody's tokens for the actor's organizations, for those who oversee them."""
    if not actor.may(Permission.TOKEN_OVERSEE):
        return sa.false()
    return sa.and_(ApiToken.tenant_id == actor.tenant_id, ApiToken.organization_id.in_(actor.organization_ids))
