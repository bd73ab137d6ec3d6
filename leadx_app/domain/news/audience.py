"""Whom an item is for."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.models import Membership, News, NewsOrganization, NewsRole, Organization, Role, User

READERS = GRANTS[Permission.NEWS_READ]


def organizations_of(session: Session, news: News) -> frozenset[UUID]:
    """The organizations whose people may see the item: the chosen ones, or its own and all below."""
    if news.is_for_some:
        chosen = select(NewsOrganization.addressed_id).where(NewsOrganization.news_id == news.id)
        return frozenset(session.exec(chosen))
    below = select(Organization.id).where(Organization.parent_id == news.organization_id)
    return frozenset(session.exec(below)) | {news.organization_id}


def chosen_organizations(session: Session, news: News) -> tuple[UUID, ...]:
    """The organizations that were chosen, sorted; empty for everybody."""
    return tuple(sorted(organizations_of(session, news))) if news.is_for_some else ()


def chosen_roles(session: Session, news: News) -> tuple[Role, ...]:
    """The roles that were chosen, sorted; empty for all of them."""
    return tuple(sorted(session.exec(select(NewsRole.role).where(NewsRole.news_id == news.id))))


def readers(session: Session, news: News) -> set[UUID]:
    """The people whom the item is for."""
    roles = set(chosen_roles(session, news)) if news.is_for_roles else READERS
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id.in_(organizations_of(session, news)),
            Membership.role.in_(roles & READERS),
            Membership.is_active,
            User.is_active,
        )
    )
    return set(session.exec(query))


def check_organizations(actor: Actor, organization_ids: tuple[UUID, ...]) -> None:
    """Raises Invalid for an organization that is not the actor's to write to."""
    if not actor.organization_ids.issuperset(organization_ids):
        raise Invalid("Choose one from the list.", field="organization_ids")


def address(session: Session, news: News, organization_ids: tuple[UUID, ...], roles: tuple[Role, ...]) -> None:
    """Write down whom the item is for, in place of what stood there."""
    whose = {"tenant_id": news.tenant_id, "organization_id": news.organization_id, "news_id": news.id}
    for table in (NewsOrganization, NewsRole):
        session.connection().execute(sa.delete(table).where(table.news_id == news.id))
    session.add_all(NewsOrganization(**whose, addressed_id=one) for one in sorted(set(organization_ids)))
    session.add_all(NewsRole(**whose, role=role) for role in sorted(set(roles)))
    session.flush()
