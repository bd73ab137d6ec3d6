"""The buttons of the sign-in page: whose provider somebody may mean who is not signed in yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.accounts import record_attempt
from leadx_app.domain.customers import of_customer
from leadx_app.models import Organization, SignInProvider, Tenant

MOST_CHOICES = 10
ASKED_LIMIT = 60


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """A button of the sign-in page."""

    id: UUID
    label: str
    organization: str


def providers_at_sign_in(session: Session, slug: str, *, now: datetime) -> tuple[list[ProviderChoice], bool]:
    """The buttons of a customer's sign-in page, and whether others are found by an email; nobody is signed in yet.

    Args:
        slug: the customer's, "" where the address names none: then it is the only one of the installation, if one is.
    """
    named = _CHOICES.where(Tenant.slug == slug)
    alone = sa.select(sa.func.count()).select_from(Tenant).scalar_subquery() == 1
    here = named if slug else _CHOICES.where(alone)
    found = [ProviderChoice(*row) for row in session.execute(here.limit(MOST_CHOICES))]
    return found, bool(found) or session.execute(_CHOICES.limit(1)).first() is not None


def providers_of_email(
    session: Session, key: str, email: str, slug: str | None = None, *, now: datetime
) -> list[ProviderChoice]:
    """Whose people have emails of this domain, by name of the organization; the person need not exist.

    Args:
        key: under which the questions from an address are counted.
        slug: of the one customer at whose address it is asked.

    Raises:
        TooMany: too many were asked from the address.
    """
    record_attempt(session, [key], ASKED_LIMIT, now=now)
    domain = email.rpartition("@")[2].strip().lower()
    rows = session.execute(_CHOICES.add_columns(SignInProvider.domains).where(*of_customer(Tenant.id, slug)))
    return [ProviderChoice(*row[:3]) for row in rows if domain in row[3]][:MOST_CHOICES]


_CHOICES = (
    sa.select(SignInProvider.id, SignInProvider.label, Organization.name)
    .join(Organization, Organization.id == SignInProvider.organization_id)
    .join(Tenant, Tenant.id == SignInProvider.tenant_id)
    .where(SignInProvider.is_on, Organization.is_active)
    .order_by(Organization.name, SignInProvider.id)
)
