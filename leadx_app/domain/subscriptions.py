"""From when to when a customer subscribes (product.md section 3): the operator sets it, and Admins hear of its end.

Nothing is locked when it is over: the leads are the customer's, and whoever runs LeadX talks with them.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Membership, Organization, Tenant, User

from . import audit
from .days import today_in
from .errors import Invalid, NotFound
from .event_kinds import EventKind
from .events import record_about
from .permissions import GRANTS, Permission, on_behalf_of

NOTICE = timedelta(days=30)
"""So long before the last day Admins are told, and their pages begin to say it."""
LAST_NOTICE = timedelta(days=7)
DAY = timedelta(days=1)


def set_subscription(
    session: Session, slug: str, starts_on: date | None, ends_on: date | None, *, now: datetime
) -> None:
    """Say from when to when a customer subscribes, both days included; None is open. For the operator only.

    Raises:
        NotFound: no customer has this address.
        Invalid: on `ends_on`, when it lies before the first day.
    """
    tenant = session.exec(select(Tenant).where(Tenant.slug == slug)).first()
    if tenant is None:
        raise NotFound()
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid("The last day lies before the first.", field="ends_on")
    if (tenant.subscription_starts_on, tenant.subscription_ends_on) == (starts_on, ends_on):
        return
    if tenant.subscription_ends_on != ends_on:
        tenant.subscription_told_on = None
    tenant.subscription_starts_on, tenant.subscription_ends_on = starts_on, ends_on
    session.add(tenant)
    days = {name: day.isoformat() for name, day in (("starts_on", starts_on), ("ends_on", ends_on)) if day}
    facts = {"tenant_id": tenant.id, "organization_id": _parent(session, tenant.id).id}
    audit.keep(session, facts, audit.AuditKind.SUBSCRIPTION_SET, None, days, now=now)


def ends_soon(ends_on: date | None, today: date) -> bool:
    """Whether Admins are to see that the last day comes near, or is over."""
    return ends_on is not None and today >= ends_on - NOTICE


def ending_subscriptions(session: Session, *, now: datetime) -> list[UUID]:
    """Customers whose Admins are to be told; it stands above the tenants: for the clock only."""
    last, told = Tenant.subscription_ends_on, Tenant.subscription_told_on
    query = (
        select(Tenant.id, last, told, Organization.time_zone)
        .join(Organization, Organization.tenant_id == Tenant.id)
        .where(Organization.parent_id.is_(None), last <= now.date() + NOTICE + DAY)
        .where(sa.or_(told.is_(None), told <= last))
        .order_by(Tenant.id)
    )
    rows = session.exec(query).all()
    return [one for one, ends_on, told_on, zone in rows if _is_due(ends_on, told_on, today_in(zone, now))]


def tell_of_end(session: Session, tenant_id: UUID, *, now: datetime) -> bool:
    """Tell the Admins of the parent organization on which day the subscription ends.

    The database decides who does it: of two processes at once one writes, and a repetition finds nothing left to do.

    Returns:
        Whether this call was the one that told them.
    """
    tenant, parent = session.get_one(Tenant, tenant_id), _parent(session, tenant_id)
    ends_on, told_on, today = tenant.subscription_ends_on, tenant.subscription_told_on, today_in(parent.time_zone, now)
    if ends_on is None or not _is_due(ends_on, told_on, today):
        return False
    still = (Tenant.id == tenant_id, Tenant.subscription_told_on.is_not_distinct_from(told_on))
    claim = sa.update(Tenant).where(*still, Tenant.subscription_ends_on == ends_on)
    if session.connection().execute(claim.values(subscription_told_on=today)).rowcount != 1:
        return False
    if admins := _admins(session, parent):
        actor = on_behalf_of(admins[0], tenant_id, parent.id)
        about = {"name": parent.name, "ends_on": ends_on.isoformat()}
        kind, told = EventKind.SUBSCRIPTION_ENDING, frozenset(admins)
        record_about(session, actor, kind, parent.id, now=now, payload=about, told=told, by_clock=True)
    return True


def _is_due(ends_on: date, told_on: date | None, today: date) -> bool:
    """Whether a day of notice has come and nobody was told since: long before, shortly before, when it is over."""
    notices = (ends_on - NOTICE, ends_on - LAST_NOTICE, ends_on + DAY)
    passed = [day for day in notices if day <= today]
    return bool(passed) and (told_on is None or told_on < passed[-1])


def _parent(session: Session, tenant_id: UUID) -> Organization:
    query = select(Organization).where(Organization.tenant_id == tenant_id, Organization.parent_id.is_(None))
    return session.exec(query).one()


def _admins(session: Session, parent: Organization) -> list[UUID]:
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.is_active,
            Membership.is_active,
            Membership.organization_id == parent.id,
            Membership.role.in_(GRANTS[Permission.SETTINGS_MANAGE]),
        )
        .order_by(User.id)
    )
    return list(session.exec(query))
