"""The organizations of a customer, as an Admin sees to them: the profile, and the children (product.md section 10)."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import DateFormat, Lead, Membership, Organization, User, UserSession

from .errors import Conflict, Invalid, NotFound, NotPermitted
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .find import find_visible_organization
from .logos import say_frame_changed
from .metrics.recount import rebuild
from .permissions import Actor, Permission
from .settings import set_figures
from .tenants import LANGUAGES, add_child
from .text import BadInput, checked_line, line, optional

MOST_CHILDREN = 200
IN_FRAME = frozenset({"name", "date_format"})
"""What every page of an organization shows, or shows its days by."""
MOST_RECOUNTED = 20_000
"""Leads whose figures are counted anew at once, when the days of an organization begin at another hour."""


class ProfileEdit(BaseModel):
    """The profile as it should be; `version` is the one that was read, and None leaves what there is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: line(200)
    organization_number: optional(line(40)) = None
    address: optional(line(200)) = None
    postcode: optional(line(20)) = None
    city: optional(line(100)) = None
    country: optional(line(100)) = None
    time_zone: line(64)
    default_language: line(2)
    date_format: DateFormat | None = None
    financial_year_start_month: int | None = None
    version: int


def change_profile(session: Session, actor: Actor, organization_id: UUID, edit: ProfileEdit, *, now: datetime) -> None:
    """Write the profile of an organization anew.

    Raises:
        Invalid: on `name` (another organization has it), `time_zone`, `default_language` or
            `financial_year_start_month`.
        Conflict: somebody changed it meanwhile; or there are too many leads to count their days anew at once.
    """
    organization = _mine(session, actor, organization_id)
    if edit.default_language not in LANGUAGES:
        raise Invalid("Choose one from the list.", field="default_language")
    _check_zone(edit.time_zone)
    left = {"date_format"} if edit.date_format is None else set()
    after = edit.model_dump(exclude={"version", "financial_year_start_month", *left})
    month, basis = edit.financial_year_start_month, organization.hit_rate_basis
    before = {name: getattr(organization, name) for name in after}
    changed = {name: value for name, value in after.items() if value != before[name]}
    if month is not None:
        set_figures(session, actor, organization.id, basis, month, now=now)
    if not changed:
        return
    if "name" in changed:
        _refuse_taken(session, actor, edit.name, but=organization.id)
    if "time_zone" in changed:
        _refuse_many(session, organization)
    _change(session, organization, edit.version, changed)
    if "time_zone" in changed:
        rebuild(session, organization, now=now)
    _record(session, actor, organization, now, {name: before[name] for name in changed}, changed)


def rename_organization(session: Session, actor: Actor, organization_id: UUID, name: str, *, now: datetime) -> None:
    """Give an organization another name.

    Raises:
        Invalid: on `name`.
    """
    organization = _mine(session, actor, organization_id)
    name = _checked_name(session, actor, name, but=organization.id)
    if name == organization.name:
        return
    before = organization.name
    _change(session, organization, organization.version, {"name": name})
    _record(session, actor, organization, now, {"name": before}, {"name": name})


def add_child_organization(session: Session, actor: Actor, name: str, *, now: datetime) -> Organization:
    """Make a child organization: it begins with the parent's currencies, time zone and language, and without people.

    Raises:
        NotPermitted: an Admin of a child; organizations are one level deep.
        Invalid: on `name`.
        Conflict: there are `MOST_CHILDREN`.
    """
    parent = _mine(session, actor, actor.organization_id)
    if parent.parent_id is not None:
        raise NotPermitted("Only an Admin of the parent organization does this.")
    name = _checked_name(session, actor, name)
    if session.exec(select(sa.func.count()).where(Organization.parent_id == parent.id)).one() >= MOST_CHILDREN:
        raise Conflict("There are {max} child organizations already.", max=MOST_CHILDREN)
    child = add_child(session, parent, name, now=now)
    about = {"organization_id": str(child.id), "name": child.name}
    record_about(session, actor, EventKind.ORGANIZATION_ADDED, parent.id, now=now, payload=about)
    return child


def set_organization_active(
    session: Session, actor: Actor, organization_id: UUID, is_active: bool, *, now: datetime
) -> None:
    """Close a child organization, or open it again; harmless when repeated.

    In a closed one nobody works: those who do are signed out, no leads can be sent there, and nobody joins. Its leads
    stay, and the parent reads them. Whoever belongs to another organization too begins there from now on.

    Raises:
        NotFound: not one of the actor's children.
    """
    child = _mine(session, actor, organization_id)
    if child.parent_id is None or child.id == actor.organization_id:
        raise NotFound()
    if child.is_active == is_active:
        return
    _change(session, child, child.version, {"is_active": is_active})
    if not is_active:
        _send_away(session, child, now)
    _record(session, actor, child, now, {"is_active": not is_active}, {"is_active": is_active})


def _mine(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    actor.require(Permission.SETTINGS_MANAGE)
    return find_visible_organization(session, actor, organization_id)


def _checked_name(session: Session, actor: Actor, name: str, but: UUID | None = None) -> str:
    try:
        name = checked_line(name, 200)
    except BadInput as error:
        raise Invalid(error.template, field="name", **error.params) from None
    _refuse_taken(session, actor, name, but=but)
    return name


def _refuse_taken(session: Session, actor: Actor, name: str, but: UUID | None) -> None:
    query = select(Organization.id, Organization.name).where(Organization.tenant_id == actor.tenant_id)
    taken = {other.casefold() for one, other in session.exec(query.order_by(Organization.id)) if one != but}
    if name.casefold() in taken:
        raise Invalid("Another organization has this name.", field="name")


def _refuse_many(session: Session, organization: Organization) -> None:
    """Its figures are kept per day, and its days begin at another hour: they are counted anew in the same act."""
    count = select(sa.func.count()).select_from(
        select(Lead.id).where(Lead.organization_id == organization.id).limit(MOST_RECOUNTED + 1).subquery()
    )
    if session.exec(count).one() > MOST_RECOUNTED:
        raise Conflict("With more than {max} leads the time zone is changed by whoever runs LeadX.", max=MOST_RECOUNTED)


def _change(session: Session, organization: Organization, version: int, values: dict[str, Any]) -> None:
    """Write them on top of the version that was read; of two at once the second is refused."""
    still = (Organization.id == organization.id, Organization.version == version)
    change = sa.update(Organization).where(*still).values(**values, version=version + 1)
    if not session.connection().execute(change).rowcount:
        raise Conflict("Somebody changed this organization meanwhile. Look at it again, then save.")
    session.refresh(organization)


def _send_away(session: Session, child: Organization, now: datetime) -> None:
    """End the sessions that work in a closed organization, and let those begin elsewhere who can."""
    working = (UserSession.organization_id == child.id, UserSession.revoked_at.is_(None))
    people = frozenset(session.exec(select(UserSession.user_id).where(*working).distinct()))
    session.connection().execute(sa.update(UserSession).where(*working).values(revoked_at=now))
    elsewhere = (
        select(User, Membership.organization_id)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(User.organization_id == child.id, Membership.is_active, Organization.is_active)
        .order_by(User.id, Organization.parent_id.is_not(None), Membership.id)
    )
    moved: set[UUID] = set()
    for user, organization_id in session.exec(elsewhere).all():
        if user.id not in moved:
            user.organization_id = organization_id
            session.add(user)
            moved.add(user.id)
    kind = EventKind.PREFERENCES_CHANGED
    announce(session, Message(child.tenant_id, frozenset(), None, people, kind))


def _record(
    session: Session,
    actor: Actor,
    organization: Organization,
    now: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    about = {"organization_id": str(organization.id), "name": organization.name, "from": before, "to": after}
    where = frozenset({actor.organization_id})
    kind = EventKind.ORGANIZATION_CHANGED
    record_about(session, actor, kind, organization.id, now=now, payload=about, shown_in=where)
    if IN_FRAME & after.keys():
        say_frame_changed(session, organization, actor)


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Invalid("Choose one from the list.", field="time_zone") from None
