"""The people of a customer in User Management (product.md section 10)."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.find import find_person, works_elsewhere
from leadx_app.domain.people import NOBODYS_ADDRESS
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_person
from leadx_app.domain.text import clean_line
from leadx_app.models import AccountLink, LinkPurpose, Membership, Organization, Role, TwoStep, User, UserSession
from leadx_app.queries.choices import Option

Found = sa.Row[User, datetime, bool]
"""A person, when they were here last, and whether they have a second step."""

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Where somebody stands in the order of who was here last who never was."""


class PeopleSort(StrEnum):
    """In which order people are listed; ties by id."""

    NAME = "name"
    SEEN = "seen"
    UNSEEN = "unseen"
    NEWEST = "newest"


class Seen(StrEnum):
    """When somebody was here last."""

    WEEK = "week"
    MONTH = "month"
    LONG_AGO = "long_ago"
    NEVER = "never"


SEEN_WITHIN = {Seen.WEEK: timedelta(days=7), Seen.MONTH: timedelta(days=30), Seen.LONG_AGO: timedelta(days=90)}


class Standing(StrEnum):
    """Whether somebody may sign in."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    INVITED = "invited"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which people, and in which order; "" is all.

    Attributes:
        search: words of name or email.
        role, organization_id: a role in an organization.
        standing: whether they may sign in.
        two_step: "on" or "off".
        seen: when they were here last.
    """

    search: str = ""
    role: str = ""
    organization_id: UUID | None = None
    standing: str = ""
    two_step: str = ""
    seen: Seen | None = None
    sort: PeopleSort = PeopleSort.NAME


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and their role in each organization, home first; `seen_at` is None for who never was here.

    `may_account`: the actor sees to the whole account, and not to the work in one organization alone; said of one
    person, not of those of a list.
    """

    id: UUID
    name: str
    email: str
    phone: str
    standing: Standing
    roles: list[tuple[UUID, str, Role]]
    photo_id: UUID | None
    has_two_step: bool
    seen_at: datetime | None
    may_account: bool = True


@dataclass(frozen=True, slots=True)
class PersonPage:
    """People in their order; `next_cursor` is None on the last page."""

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
    query = _PEOPLE.where(sees_person(actor), *_wanted(wanted, now), *_beyond(wanted.sort, cursor))
    found = session.execute(query.order_by(*_order(wanted.sort)).limit(limit + 1)).all()
    more, found = len(found) > limit, found[:limit]
    return PersonPage(_rows(session, found, now), _cursor(wanted.sort, found[-1]) if more else None)


def person_detail(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> PersonRow:
    """One of them, or NotFound."""
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    row = _rows(session, session.execute(_PEOPLE.where(User.id == user.id)).all(), now)[0]
    return replace(row, may_account=not works_elsewhere(session, actor, user))


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


_SEEN = (
    sa.select(sa.func.max(UserSession.last_seen_at, type_=UserSession.last_seen_at.type))
    .where(UserSession.user_id == User.id)
    .correlate(User)
    .scalar_subquery()
)
_HAS_TWO_STEP = sa.exists().where(TwoStep.user_id == User.id, TwoStep.turned_on_at.is_not(None)).correlate(User)
_SEEN_OR_NEVER = sa.func.coalesce(
    _SEEN, sa.literal(EPOCH, UserSession.last_seen_at.type), type_=UserSession.last_seen_at.type
)
_PEOPLE = sa.select(User, _SEEN_OR_NEVER.label("seen_at"), _HAS_TWO_STEP.label("has_two_step"))
_KEYS: dict[PeopleSort, tuple[Any, bool]] = {
    PeopleSort.NAME: (User.name, False),
    PeopleSort.SEEN: (_SEEN_OR_NEVER, True),
    PeopleSort.UNSEEN: (_SEEN_OR_NEVER, False),
    PeopleSort.NEWEST: (User.created_at, True),
}
"""What each order goes by, and whether it goes down."""


def _order(sort: PeopleSort) -> list[sa.ColumnElement[Any]]:
    key, goes_down = _KEYS[sort]
    return [key.desc(), User.id.desc()] if goes_down else [key.asc(), User.id.asc()]


def _wanted(wanted: PersonFilter, now: datetime) -> list[sa.ColumnElement[bool]]:
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
    if wanted.two_step:
        conditions.append(_HAS_TWO_STEP if wanted.two_step == "on" else sa.not_(_HAS_TWO_STEP))
    conditions += _seen(wanted.seen, now)
    if wanted.standing == "active":
        conditions.append(User.is_active.is_(True))
    elif wanted.standing == "inactive":
        conditions.append(sa.and_(User.is_active.is_(False), User.password_hash.is_not(None)))
    elif wanted.standing == "invited":
        conditions.append(sa.and_(User.is_active.is_(False), User.password_hash.is_(None)))
    return conditions


def _seen(seen: Seen | None, now: datetime) -> list[sa.ColumnElement[bool]]:
    """Who was here within a week or a month, not for long, or never."""
    if seen is None:
        return []
    if seen == Seen.NEVER:
        return [_SEEN.is_(None)]
    border = now - SEEN_WITHIN[seen]
    return [border > _SEEN if seen == Seen.LONG_AGO else border <= _SEEN]


def _rows(session: Session, found: Sequence[Found], now: datetime) -> list[PersonRow]:
    ids = [user.id for user, _, _ in found]
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
            user.photo_id,
            bool(has_two_step),
            seen_at if seen_at > EPOCH else None,
        )
        for user, seen_at, has_two_step in found
    ]


def _home_first(roles: list[tuple[UUID, str, Role]], home: UUID) -> list[tuple[UUID, str, Role]]:
    return [one for one in roles if one[0] == home] + [one for one in roles if one[0] != home]


def _standing(user: User, is_invited: bool) -> Standing:
    if user.is_active:
        return Standing.ACTIVE
    if user.password_hash is not None:
        return Standing.INACTIVE
    return Standing.INVITED if is_invited else Standing.EXPIRED


def _cursor(sort: PeopleSort, row: Found) -> str:
    user, seen_at, _ = row
    keys = {PeopleSort.NAME: user.name, PeopleSort.NEWEST: user.created_at.isoformat()}
    place = json.dumps([keys.get(sort, seen_at.isoformat()), str(user.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(sort: PeopleSort, cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What comes after the cursor."""
    if not cursor:
        return []
    try:
        place, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        last_id = UUID(last)
        if not isinstance(place, str) or clean_line(place) != place:
            raise ValueError
        value = place if sort == PeopleSort.NAME else datetime.fromisoformat(place).astimezone(UTC)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    key, goes_down = _KEYS[sort]
    if goes_down:
        return [sa.or_(key < value, sa.and_(key == value, User.id < last_id))]
    return [sa.or_(key > value, sa.and_(key == value, User.id > last_id))]
