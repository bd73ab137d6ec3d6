"""The way to a provider and back: begun in one browser, ended in the same one, once and within ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.accounts import record_attempt
from leadx_app.domain.errors import NotFound
from leadx_app.models import Organization, SignInFlow, SignInProvider, Tenant

LIVES = timedelta(minutes=10)
BEGUN_LIMIT = 60
"""From one address within 5 minutes: a whole office may come in behind it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the edge speaks to it; `slug` is the customer's."""

    id: UUID
    slug: str
    label: str
    issuer: str
    client_id: str
    sealed_secret: str | None


def begin_flow(
    session: Session,
    key: str,
    provider_id: UUID,
    browser_hash: str,
    page: str,
    slug: str | None = None,
    *,
    now: datetime,
) -> Provider:
    """Remember that a browser goes to a provider.

    Args:
        key: under which the attempts from an address are counted.
        page: where the person wants to go, one of our own pages or "".
        slug: of the one customer at whose address they are.

    Raises:
        NotFound: no such provider, or it is off.
        TooMany: too many were begun from the address.
    """
    record_attempt(session, [key], BEGUN_LIMIT, now=now)
    provider = _provider(session, provider_id)
    if provider is None or slug not in (None, provider.slug):
        raise NotFound()
    session.connection().execute(sa.delete(SignInFlow).where(SignInFlow.expires_at <= now))
    flow = SignInFlow(browser_hash=browser_hash, provider_id=provider_id, next=page, expires_at=now + LIVES)
    session.add(flow)
    return provider


def slug_of_provider(session: Session, provider_id: UUID, *, now: datetime) -> str:
    """Whose provider it is.

    Raises:
        NotFound: no such provider, or it is off.
    """
    if (provider := _provider(session, provider_id)) is None:
        raise NotFound()
    return provider.slug


def take_flow(session: Session, browser_hash: str, *, now: datetime) -> tuple[Provider, str] | None:
    """The provider that a browser was sent to, and where the person wants to go; the way back is used up.

    None when it never went, was back already, took too long, or the provider was switched off.
    """
    went = (SignInFlow.browser_hash == browser_hash, SignInFlow.expires_at > now)
    taken = sa.delete(SignInFlow).where(*went).returning(SignInFlow.provider_id, SignInFlow.next)
    row = session.connection().execute(taken).first()
    provider = _provider(session, row.provider_id) if row else None
    return (provider, row.next) if row and provider else None


def _provider(session: Session, provider_id: UUID) -> Provider | None:
    query = (
        sa.select(SignInProvider, Tenant.slug)
        .join(Tenant, Tenant.id == SignInProvider.tenant_id)
        .join(Organization, Organization.id == SignInProvider.organization_id)
        .where(SignInProvider.id == provider_id, SignInProvider.is_on, Organization.is_active)
    )
    found = session.execute(query).first()
    if found is None:
        return None
    row, slug = found
    return Provider(row.id, slug, row.label, row.issuer, row.client_id, row.sealed_secret)
