"""The people of a customer in User Management (product.md section 10)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.find import find_person
from leadx_app.domain.people import NOBODYS_ADDRESS
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_person
from leadx_app.domain.text import clean_line
from leadx_app.models import AccountLink, LinkPurpose, Membership, Organization, Role, User
from leadx_app.queries.choices import Option

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


class Standing(StrEnum):
    """Whether somebody may sign in."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    INVITED = "invited"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which people: words of name or email, a role in an organization, and how they stand; "" is all."""

    search: str = ""
    role: str = ""
    organization_id: UUID | None = None
    standing: str = ""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and their role in each organization, home first."""

    id: UUID
    name: str
    email: str
    phone: str
    standing: Standing
    roles: list[tuple[UUID, str, Role]]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """People by name; `next_cursor` is None on the last page."""

    rows: list[PersonRow]
    next_cursor: str | None


def person_page(
    session: Session,
    actor: Actor,
    wanted: PersonFilter,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    *,
    now: datetime,
) -> PersonPage:
    """A page of the people whose home is one of the Admin's organizations.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.USERS_MANAGE)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    query = sa.select(User).where(sees_person(actor), *_wanted(wanted), *_beyond(cursor))
    users = list(session.scalars(query.order_by(User.name, User.id).limit(limit + 1)))
    more, users = len(users) > limit, users[:limit]
    return PersonPage(_rows(session, users, now), _cursor(users[-1]) if more else None)


def person_detail(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> PersonRow:
    """One of them, or NotFound."""
    actor.require(Permission.USERS_MANAGE)
    return _rows(session, [find_person(session, actor, user_id)], now)[0]


def own_organizations(session: Session, actor: Actor) -> list[Option]:
    """The active organizations that the Admin sees to: own first, then by name."""
    actor.require(Permission.USERS_MANAGE)
    query = (
        sa.select(Organization.id, Organization.name)
        .where(Organization.id.in_(actor.organization_ids), Organization.is_active)
        .where(Organization.tenant_id == actor.tenant_id)
        .order_by(Organization.name, Organization.id)
    )
    found = [Option(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: one.id != actor.organization_id)


def _wanted(wanted: PersonFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [User.email.not_like(f"%{NOBODYS_ADDRESS}")]
    for word in wanted.search.split()[:8]:
        conditions.append(
            sa.or_(User.name.icontains(word, autoescape=True), User.email.icontains(word, autoescape=True))
        )
    here = [Membership.user_id == User.id, Membership.is_active]
    here += [Membership.role == Role(wanted.role)] if wanted.role else []
    here += [Membership.organization_id == wanted.organization_id] if wanted.organization_id else []
    if len(here) > 2:
        conditions.append(sa.exists().where(*here))
    if wanted.standing == "active":
        conditions.append(User.is_active.is_(True))
    elif wanted.standing == "inactive":
        conditions.append(sa.and_(User.is_active.is_(False), User.password_hash.is_not(None)))
    elif wanted.standing == "invited":
        conditions.append(sa.and_(User.is_active.is_(False), User.password_hash.is_(None)))
    return conditions


def _rows(session: Session, users: list[User], now: datetime) -> list[PersonRow]:
    ids = [user.id for user in users]
    query = (
        sa.select(Membership.user_id, Organization.id, Organization.name, Membership.role)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.user_id.in_(ids), Membership.is_active)
        .order_by(Organization.name, Organization.id)
    )
    roles: dict[UUID, list[tuple[UUID, str, Role]]] = {}
    for user_id, *role in session.execute(query):
        roles.setdefault(user_id, []).append(tuple(role))
    links = sa.select(AccountLink.user_id).where(
        AccountLink.user_id.in_(ids),
        AccountLink.purpose == LinkPurpose.INVITATION,
        AccountLink.ended_at.is_(None),
        AccountLink.expires_at > now,
    )
    invited = set(session.scalars(links))
    return [
        PersonRow(
            user.id,
            user.name,
            user.email,
            user.phone or "",
            _standing(user, user.id in invited),
            _home_first(roles.get(user.id, []), user.organization_id),
        )
        for user in users
    ]


def _home_first(roles: list[tuple[UUID, str, Role]], home: UUID) -> list[tuple[UUID, str, Role]]:
    return [one for one in roles if one[0] == home] + [one for one in roles if one[0] != home]


def _standing(user: User, is_invited: bool) -> Standing:
    if user.is_active:
        return Standing.ACTIVE
    if user.password_hash is not None:
        return Standing.INACTIVE
    return Standing.INVITED if is_invited else Standing.EXPIRED


def _cursor(user: User) -> str:
    return base64.urlsafe_b64encode(json.dumps([user.name, str(user.id)]).encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What comes after the cursor."""
    if not cursor:
        return []
    try:
        name, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        last_id = UUID(last)
        if not isinstance(name, str) or clean_line(name) != name:
            raise ValueError
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    return [sa.or_(User.name > name, sa.and_(User.name == name, User.id > last_id))]
