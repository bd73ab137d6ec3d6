"""Rows by their id, for whoever may see them: absent and not visible have the same answer."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from leadx_app.models import (
    ApiToken,
    Article,
    Category,
    Company,
    File,
    Goal,
    Import,
    Job,
    JoinRequest,
    Lead,
    LostReason,
    Membership,
    News,
    Organization,
    OutboxMail,
    Person,
    SalesActivity,
    Source,
    Stage,
    Task,
    Ticket,
    User,
    Webhook,
    WebhookDelivery,
)

from .errors import Invalid, NotFound, NotPermitted
from .permissions import LEADERS, SALES, Actor, Permission
from .scope import (
    Condition,
    offers,
    receives_leads,
    sees_activity,
    sees_choice,
    sees_contact,
    sees_file,
    sees_import,
    sees_job,
    sees_join_request,
    sees_lead,
    sees_mail,
    sees_news,
    sees_person,
    sees_task,
    sees_ticket,
    sees_token,
    sees_webhook,
)

ELSEWHERE = "This person works in other organizations too. Only an Admin of the parent organization does this."

Row = TypeVar("Row")
Choice = TypeVar("Choice", Stage, Category, Source, LostReason)
Contact = TypeVar("Contact", Company, Person)
Plan = TypeVar("Plan", Task, SalesActivity)
Written = TypeVar("Written", News, Article)


def find_person(session: Session, actor: Actor, user_id: UUID) -> User:
    """One of the people whom the actor manages, or NotFound for absent and not theirs alike."""
    return _there(session, select(User).where(User.id == user_id, sees_person(actor)))


def find_whole_person(session: Session, actor: Actor, user_id: UUID) -> User:
    """`find_person` for what concerns the whole account, as signing in does, and not the work in one organization.

    Raises:
        NotFound: absent, or not one of the actor's people.
        NotPermitted: they work in an organization that the actor does not see to: an Admin of the parent does this.
    """
    user = find_person(session, actor, user_id)
    if works_elsewhere(session, actor, user):
        raise NotPermitted(ELSEWHERE)
    return user


def works_elsewhere(session: Session, actor: Actor, user: User) -> bool:
    """Whether a person may also work in an organization that the actor does not see to."""
    others = (Membership.is_active, Membership.organization_id.not_in(actor.organization_ids))
    return session.exec(select(Membership.id).where(Membership.user_id == user.id, *others)).first() is not None


def find_join_request(session: Session, actor: Actor, request_id: UUID) -> JoinRequest:
    """One of the requests that the actor answers, or NotFound."""
    query = select(JoinRequest).where(JoinRequest.id == request_id, sees_join_request(actor))
    return _there(session, query)


def find_lead(session: Session, actor: Actor, lead_id: UUID) -> Lead:
    """The lead, or NotFound for absent and not visible alike."""
    return _there(session, select(Lead).where(Lead.id == lead_id, sees_lead(actor)))


def find_news(session: Session, actor: Actor, news_id: UUID, *, now: datetime) -> News:
    """The item of news, or NotFound for absent, removed and not visible alike."""
    return _there(session, select(News).where(News.id == news_id, sees_news(actor, now)))


def find_own_news(session: Session, actor: Actor, news_id: UUID, *, removed: bool = False) -> News:
    """An item that the actor writes: of their organization; with `removed`, also one that was removed.

    Raises:
        NotPermitted: the actor writes no news at all.
        NotFound: absent, or of another organization.
    """
    actor.require(Permission.NEWS_WRITE)
    return _find_own(session, actor, News, news_id, removed)


def find_ticket(session: Session, actor: Actor, ticket_id: UUID) -> Ticket:
    """The ticket, or NotFound for absent and not visible alike."""
    actor.require(Permission.SUPPORT_USE)
    return _there(session, select(Ticket).where(Ticket.id == ticket_id, sees_ticket(actor)))


def find_own_article(session: Session, actor: Actor, article_id: UUID, *, removed: bool = False) -> Article:
    """An article that the actor writes: of their organization; with `removed`, also one that was removed.

    Raises:
        NotPermitted: the actor writes no articles at all.
        NotFound: absent, or of another organization.
    """
    actor.require(Permission.ARTICLE_WRITE)
    return _find_own(session, actor, Article, article_id, removed)


def find_file(session: Session, actor: Actor, file_id: UUID, *, now: datetime) -> File:
    """The file, or NotFound for absent, removed and not visible alike."""
    query = select(File).outerjoin(Lead, Lead.id == File.lead_id).where(File.id == file_id, sees_file(actor, now))
    return _there(session, query)


def find_mail(session: Session, actor: Actor, mail_id: UUID) -> OutboxMail:
    """A mail of the outbox, or NotFound for absent and not the actor's to see alike."""
    return _there(session, select(OutboxMail).where(OutboxMail.id == mail_id, sees_mail(actor)))


def find_job(session: Session, actor: Actor, job_id: UUID) -> Job:
    """A job, or NotFound for absent and not the actor's to see alike."""
    return _there(session, select(Job).where(Job.id == job_id, sees_job(actor)))


def find_import(session: Session, actor: Actor, import_id: UUID) -> Import:
    """An import, or NotFound for absent and not the actor's to see alike."""
    actor.require(Permission.IMPORT_CONTACTS)
    return _there(session, select(Import).where(Import.id == import_id, sees_import(actor)))


def find_task(session: Session, actor: Actor, task_id: UUID, *, removed: bool = False) -> Task:
    """The task, or NotFound for absent, removed (unless `removed`) and not visible alike."""
    return _find_plan(session, actor, Task, Task.id == task_id, sees_task(actor), removed)


def find_activity(session: Session, actor: Actor, activity_id: UUID, *, removed: bool = False) -> SalesActivity:
    """The sales activity, or NotFound for absent, removed (unless `removed`) and not visible alike."""
    return _find_plan(session, actor, SalesActivity, SalesActivity.id == activity_id, sees_activity(actor), removed)


def _find_plan(
    session: Session, actor: Actor, table: type[Plan], is_it: Condition, sees: Condition, removed: bool
) -> Plan:
    actor.require(Permission.ACTIVITIES)
    there = [] if removed else [table.deleted_at.is_(None)]
    return _there(session, select(table).where(is_it, sees, *there))


def find_choice(
    session: Session, actor: Actor, table: type[Choice], choice_id: UUID, field: str, *, kept: UUID | None = None
) -> Choice:
    """A stage, category, source or lost reason that is offered; Invalid names the field otherwise.

    Nobody retires it before the end of the transaction.

    Args:
        kept: what the lead has already; it may be named again, also when it is not offered any more.
    """
    offered = sees_choice(actor, table) if choice_id == kept else offers(actor, table)
    held = select(table).where(table.id == choice_id, offered).with_for_update(read=True, key_share=True)
    row = session.exec(held).first()
    if row is None:
        raise Invalid("Choose one from the list.", field=field)
    return row


def find_contact(session: Session, actor: Actor, table: type[Contact], contact_id: UUID, field: str) -> Contact:
    """A company or person of the actor's own organization to be used there; Invalid names the field otherwise."""
    here = table.organization_id == actor.organization_id
    row = session.exec(select(table).where(table.id == contact_id, here, sees_contact(actor, table))).first()
    if row is None:
        raise Invalid("Choose one from the list.", field=field)
    return row


def find_own_contact(session: Session, actor: Actor, table: type[Contact], contact_id: UUID) -> Contact:
    """A company or person that the actor sees and that belongs to their own organization, to be changed.

    Raises:
        NotFound: absent, merged into another, or not visible.
        NotPermitted: another organization's, which the actor only reads.
    """
    contact = _there(session, select(table).where(table.id == contact_id, sees_contact(actor, table)))
    if contact.organization_id != actor.organization_id:
        raise NotPermitted("This contact belongs to another organization.")
    return contact


def find_sales_user(session: Session, actor: Actor, organization_id: UUID, user_id: UUID) -> User:
    """An active sales user of the organization; Invalid on `owner_id` otherwise."""
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == user_id,
            User.tenant_id == actor.tenant_id,
            User.is_active,
            Membership.organization_id == organization_id,
            Membership.is_active,
            Membership.role.in_(SALES),
        )
    )
    user = session.exec(query).first()
    if user is None:
        raise Invalid("Choose a sales person of the team.", field="owner_id")
    return user


def find_receiver(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    """An organization to send a lead to; Invalid on `organization_id` otherwise."""
    query = select(Organization).where(Organization.id == organization_id, receives_leads(actor))
    organization = session.exec(query).first()
    if organization is None:
        raise Invalid("Choose one from the list.", field="organization_id")
    return organization


def find_leader(session: Session, organization: Organization, user_id: UUID) -> User:
    """An active Manager or Admin of the organization or of its parent; Invalid on `escalation_id` otherwise."""
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.id == user_id,
            User.is_active,
            Membership.organization_id.in_([organization.id, organization.parent_id or organization.id]),
            Membership.is_active,
            Membership.role.in_(LEADERS),
        )
    )
    user = session.exec(query).first()
    if user is None:
        raise Invalid("Choose one from the list.", field="escalation_id")
    return user


def find_visible_organization(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    """One of the organizations that the actor reads as a whole, or NotFound."""
    organization = session.get(Organization, organization_id) if organization_id in actor.organization_ids else None
    if organization is None or organization.tenant_id != actor.tenant_id:
        raise NotFound()
    return organization


def find_visible_organizations(session: Session, actor: Actor, wanted: Collection[UUID]) -> list[Organization]:
    """Organizations that the actor reads as a whole, own first, then by name; NotFound when one is not, or none asked.

    Those that the session holds already are not read again.
    """
    if not wanted or not set(wanted) <= actor.organization_ids:
        raise NotFound()
    held = {one: session.identity_map.get(session.identity_key(Organization, one)) for one in wanted}
    rows = [row for row in held.values() if row is not None]
    missing = [one for one, row in held.items() if row is None]
    if missing:
        query = select(Organization).where(Organization.id.in_(missing), Organization.tenant_id == actor.tenant_id)
        rows += session.exec(query).all()
    return sorted(rows, key=lambda row: (row.id != actor.organization_id, row.name, row.id))


def find_goal(session: Session, actor: Actor, goal_id: UUID, *, removed: bool = False) -> Goal:
    """A goal of an organization that the actor reads, or NotFound; a removed one only when asked for."""
    goal = session.get(Goal, goal_id)
    if goal is None or goal.tenant_id != actor.tenant_id or goal.organization_id not in actor.organization_ids:
        raise NotFound()
    if goal.deleted_at is not None and not removed:
        raise NotFound()
    return goal


def find_webhook(session: Session, actor: Actor, webhook_id: UUID, *, removed: bool = False) -> Webhook:
    """A webhook, or NotFound for absent, removed (unless `removed`) and not the actor's to see alike."""
    actor.require(Permission.WEBHOOK_MANAGE)
    there = [] if removed else [Webhook.deleted_at.is_(None)]
    return _there(session, select(Webhook).where(Webhook.id == webhook_id, sees_webhook(actor, Webhook), *there))


def find_delivery(session: Session, actor: Actor, delivery_id: UUID) -> WebhookDelivery:
    """What was sent to a webhook, or NotFound for absent and not the actor's to see alike."""
    sees = sees_webhook(actor, WebhookDelivery)
    return _there(session, select(WebhookDelivery).where(WebhookDelivery.id == delivery_id, sees))


def find_token(session: Session, actor: Actor, token_id: UUID) -> ApiToken:
    """Anybody's token that the actor oversees, or NotFound for absent and not theirs alike."""
    return _there(session, select(ApiToken).where(ApiToken.id == token_id, sees_token(actor)))


def find_api_token(session: Session, actor: Actor, token_id: UUID) -> ApiToken:
    """One of the actor's own tokens, or NotFound."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == actor.user_id)
    return _there(session, query)


def _find_own(session: Session, actor: Actor, table: type[Written], row_id: UUID, removed: bool) -> Written:
    """What was written in the actor's organization."""
    own = [table.tenant_id == actor.tenant_id, table.organization_id == actor.organization_id]
    own += [] if removed else [table.deleted_at.is_(None)]
    return _there(session, select(table).where(table.id == row_id, *own))


def _there(session: Session, query: SelectOfScalar[Row]) -> Row:
    """The one row that the query finds.

    Raises:
        NotFound: there is none.
    """
    row = session.exec(query).first()
    if row is None:
        raise NotFound()
    return row
