"""Customers by the name in their address; asked before anybody is known, so that no actor is named."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import Tenant, UserSession


def of_customer(tenant_id: Any, slug: str | None) -> list[sa.ColumnElement[bool]]:
    """The condition that a row is of the customer with this slug; none for None, the address of everybody."""
    if slug is None:
        return []
    return [tenant_id == sa.select(Tenant.id).where(Tenant.slug == slug).scalar_subquery()]


def name_of_customer(session: Session, slug: str, *, now: datetime) -> str | None:
    """What the customer of this slug is called; None when there is none."""
    return session.execute(sa.select(Tenant.name).where(Tenant.slug == slug)).scalar()


def slug_of_tenant(session: Session, tenant_id: UUID, *, now: datetime) -> str | None:
    """The slug of a customer; None when there is none."""
    return session.execute(sa.select(Tenant.slug).where(Tenant.id == tenant_id)).scalar()


def slug_of_session(session: Session, session_hash: str, *, now: datetime) -> str | None:
    """The slug of the customer in which somebody is signed in; None for a session that never was."""
    query = sa.select(Tenant.slug).join(UserSession, UserSession.tenant_id == Tenant.id)
    return session.execute(query.where(UserSession.token_hash == session_hash)).scalar()
