"""Whether and how people of a customer register themselves: an Admin of the parent organization says so."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.domain.customers import of_customer
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.permissions import FINDERS, Actor, Permission
from leadx_app.models import JoinRequest, JoinState, Organization, Role, SelfRegistration

USUAL_ROLE = Role("basic")
MOST_OPEN = 500
"""Open requests of a customer; beyond, nobody can ask, so that an address that got out floods nobody."""


class RegistrationDraft(BaseModel):
    """What the Admin sets; `role` is what people get who need no approval."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    is_on: bool = False
    needs_approval: bool = True
    offers_organizations: bool = False
    role: Role = USUAL_ROLE


@dataclass(frozen=True, slots=True)
class Counter:
    """What a registration address leads to: whose it is, and the organizations that one may choose between."""

    setting: SelfRegistration
    organization: Organization
    organizations: list[Organization]


def set_self_registration(session: Session, actor: Actor, draft: RegistrationDraft, *, now: datetime) -> None:
    """Let people register themselves or not, and how. The address is made when it is first switched on.

    Raises:
        NotPermitted: an Admin of a child organization.
        Invalid: on `role`: people who need no approval become LITE or Basic.
    """
    setting = _own_setting(session, actor)
    if draft.role not in FINDERS:
        raise Invalid("Choose one from the list.", field="role")
    before = _plain(setting)
    if before == draft.model_dump(mode="json"):
        return
    for name, value in draft.model_dump().items():
        setattr(setting, name, value)
    _keep(session, actor, setting, now, {"from": before, "to": draft.model_dump(mode="json")})


def renew_registration_address(session: Session, actor: Actor, *, now: datetime) -> None:
    """Make a new registration address; the one before no longer works, and requests that wait stay."""
    setting = _own_setting(session, actor)
    setting.key = _new_key()
    _keep(session, actor, setting, now, {"renewed": True})


def counter_behind(session: Session, key: str, slug: str | None = None) -> Counter:
    """What a registration address leads to.

    Args:
        slug: of the one customer at whose address it was opened.

    Raises:
        NotFound: none; unknown, renewed or switched off, which look the same.
        Conflict: too many requests wait.
    """
    if not key:
        raise NotFound("To register, open the registration address of your organization. Your administrator has it.")
    query = select(SelfRegistration).where(SelfRegistration.key == key, SelfRegistration.is_on)
    query = query.where(*of_customer(SelfRegistration.tenant_id, slug))
    setting = session.exec(query).first()
    if setting is None:
        raise NotFound("This registration address does not work. Ask your administrator for the right one.")
    if _open_requests(session, setting.tenant_id) >= MOST_OPEN:
        raise Conflict("Many people have registered lately. Try again later, or ask your administrator.")
    parent = session.get_one(Organization, setting.organization_id)
    return Counter(setting, parent, _choices(session, setting, parent))


def _choices(session: Session, setting: SelfRegistration, parent: Organization) -> list[Organization]:
    if not setting.offers_organizations:
        return [parent]
    children = select(Organization).where(Organization.parent_id == parent.id, Organization.is_active)
    return [parent, *session.exec(children.order_by(Organization.name, Organization.id).limit(200))]


def _open_requests(session: Session, tenant_id: UUID) -> int:
    is_open = JoinRequest.state.in_([JoinState.UNCONFIRMED, JoinState.WAITING])
    query = select(sa.func.count()).select_from(JoinRequest).where(JoinRequest.tenant_id == tenant_id, is_open)
    return session.exec(query).one()


def _own_setting(session: Session, actor: Actor) -> SelfRegistration:
    """The customer's setting, a new one when there is none."""
    actor.require(Permission.USERS_MANAGE)
    organization = session.get_one(Organization, actor.organization_id)
    if organization.parent_id is not None:
        raise NotPermitted("Only an Admin of the parent organization does this.")
    query = select(SelfRegistration).where(SelfRegistration.organization_id == organization.id)
    return session.exec(query).first() or SelfRegistration(
        tenant_id=actor.tenant_id,
        organization_id=organization.id,
        key=_new_key(),
        **RegistrationDraft().model_dump(),
        set_by_id=actor.user_id,
    )


def _keep(session: Session, actor: Actor, setting: SelfRegistration, now: datetime, payload: dict) -> None:
    setting.set_by_id = actor.user_id
    session.add(setting)
    session.flush()
    payload = {"setting": "self_registration", **payload}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, setting.organization_id, now=now, payload=payload)


def _plain(setting: SelfRegistration) -> dict:
    draft = RegistrationDraft(**{name: getattr(setting, name) for name in RegistrationDraft.model_fields})
    return draft.model_dump(mode="json")


def _new_key() -> str:
    return secrets.token_urlsafe(18)
