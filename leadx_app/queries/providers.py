"""The sign-in provider of a customer, as its Admin sets it (product.md section 4)."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_person
from leadx_app.domain.joining.self_registration import USUAL_ROLE
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Organization, Role, SignInLink, SignInProvider, Tenant


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """The customer's setting; `slug` is the customer's. Of the secret only whether there is one."""

    slug: str
    organization_id: UUID
    label: str = ""
    issuer: str = ""
    client_id: str = ""
    has_secret: bool = False
    domains: tuple[str, ...] = ()
    makes_people: bool = False
    role: Role = USUAL_ROLE
    starts_in_id: UUID | None = None
    is_on: bool = False


def sign_in_provider(session: Session, actor: Actor) -> ProviderRow | None:
    """How people of the customer sign in elsewhere; None for an Admin of a child organization, who does not set it."""
    actor.require(Permission.SETTINGS_MANAGE)
    query = (
        sa.select(Organization.parent_id, Tenant.slug, SignInProvider)
        .join(Tenant, Tenant.id == Organization.tenant_id)
        .outerjoin(SignInProvider, SignInProvider.organization_id == Organization.id)
        .where(Organization.id == actor.organization_id, Organization.tenant_id == actor.tenant_id)
    )
    parent_id, slug, row = session.execute(query).one()
    if parent_id is not None:
        return None
    if row is None:
        return ProviderRow(slug, actor.organization_id)
    return ProviderRow(
        slug,
        actor.organization_id,
        row.label,
        row.issuer,
        row.client_id,
        row.sealed_secret is not None,
        tuple(row.domains),
        row.makes_people,
        row.role,
        row.starts_in_id,
        row.is_on,
    )


def has_link(session: Session, actor: Actor, user_id: UUID) -> bool:
    """Whether one of the people whom the Admin sees to has signed in with a provider's account.

    Raises:
        NotFound: nobody whom the Admin sees to.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    return bool(session.scalar(sa.select(sa.exists().where(SignInLink.user_id == user.id))))
