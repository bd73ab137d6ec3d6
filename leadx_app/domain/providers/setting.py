"""Which provider the people of a customer may sign in with: an Admin of the parent organization says so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, InvalidDraft, NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.permissions import FINDERS, SALES, Actor, Permission
from leadx_app.domain.text import BadInput, checked_line
from leadx_app.models import Organization, Role, SignInProvider, new_id

ROLES = FINDERS | SALES
"""What a provider's word alone may make somebody; an Admin is made by an Admin."""
MOST_DOMAINS = 20
LONGEST_SECRET = 500
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_PARTS = re.compile(r"[\s,;]+")

Seal = Callable[[UUID, str], str]
"""Seals the secret of a provider's row with the installation's own."""


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """What the Admin sets, as it was typed; the issuer was read before. An empty `secret` keeps the one before."""

    label: str
    issuer: str
    client_id: str
    secret: str
    domains: str
    makes_people: bool
    role: str
    starts_in: str
    is_on: bool


def set_provider(session: Session, actor: Actor, draft: ProviderDraft, seal: Seal, *, now: datetime) -> None:
    """Let people sign in with a provider, or no longer. The secret is kept sealed and never shown again.

    For another issuer the secret must be written anew: nobody gets one that was given for somebody else.

    Raises:
        NotPermitted: an Admin of a child organization.
        InvalidDraft: what is wrong with which field.
    """
    organization = _parent(session, actor)
    values = _checked(session, actor, draft)
    query = select(SignInProvider).where(SignInProvider.organization_id == organization.id)
    row = session.exec(query).first()
    before = _plain(session, row) if row else {}
    if row is None:
        place = {"tenant_id": actor.tenant_id, "organization_id": organization.id, "set_by_id": actor.user_id}
        row = SignInProvider(id=new_id(), **place, **values)
    for name, value in values.items():
        setattr(row, name, value)
    after = _plain(session, row)
    if before == after and not draft.secret:
        return
    if draft.secret:
        row.sealed_secret = seal(row.id, draft.secret)
    elif before.get("provider_issuer") != row.issuer:
        row.sealed_secret = None
    row.set_by_id = actor.user_id
    session.add(row)
    session.flush()
    secret = {"provider_secret": "new"} if draft.secret else {}
    payload = {"setting": "sign_in_provider", "from": before, "to": {**after, **secret}}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload)


def _parent(session: Session, actor: Actor) -> Organization:
    actor.require(Permission.SETTINGS_MANAGE)
    organization = session.get_one(Organization, actor.organization_id)
    if organization.parent_id is not None:
        raise NotPermitted("Only an Admin of the parent organization does this.")
    return organization


def _checked(session: Session, actor: Actor, draft: ProviderDraft) -> dict[str, Any]:
    """The columns of what was typed."""
    errors: list[Invalid] = []
    values: dict[str, Any] = {"makes_people": draft.makes_people, "is_on": draft.is_on}
    for field, longest in (("label", 60), ("issuer", 500), ("client_id", 200)):
        try:
            values[field] = checked_line(getattr(draft, field), longest)
        except BadInput as error:
            errors.append(Invalid(error.template, field=field, **error.params))
    if len(draft.secret) > LONGEST_SECRET or not draft.secret.isprintable():
        errors.append(Invalid("This cannot be a client secret. Copy it again.", field="secret"))
    if draft.role not in ROLES:
        errors.append(Invalid("Choose one from the list.", field="role"))
    values["domains"] = _domains(draft.domains, errors)
    values["starts_in_id"] = _place(session, actor, draft.starts_in, errors)
    if errors:
        raise InvalidDraft(errors)
    return {**values, "role": Role(draft.role)}


def _domains(text: str, errors: list[Invalid]) -> list[str]:
    found = [part.removeprefix("@").lower() for part in _PARTS.split(text[:5_000])]
    names = list(dict.fromkeys(filter(None, found)))
    if not names:
        errors.append(Invalid("Write at least one domain, such as example.com.", field="domains"))
    elif len(names) > MOST_DOMAINS:
        errors.append(Invalid("Write at most {max} domains.", field="domains", max=MOST_DOMAINS))
    elif wrong := next((name for name in names if len(name) > 253 or not _DOMAIN.fullmatch(name)), None):
        errors.append(Invalid("“{text}” is not a domain, such as example.com.", field="domains", text=wrong[:80]))
    return names


def _place(session: Session, actor: Actor, text: str, errors: list[Invalid]) -> UUID | None:
    try:
        organization = find_visible_organization(session, actor, UUID(text))
        if organization.is_active:
            return organization.id
    except (ValueError, NotFound):
        pass
    errors.append(Invalid("Choose one from the list.", field="starts_in"))
    return None


def _plain(session: Session, row: SignInProvider) -> dict[str, str | bool]:
    """What the log says of it; never the secret."""
    return {
        "provider_label": row.label,
        "provider_issuer": row.issuer,
        "provider_client_id": row.client_id,
        "provider_domains": ", ".join(row.domains),
        "provider_makes_people": row.makes_people,
        "provider_role": row.role.value,
        "provider_starts_in": session.get_one(Organization, row.starts_in_id).name,
        "provider_is_on": row.is_on,
    }
