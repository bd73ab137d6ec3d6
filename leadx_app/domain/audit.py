"""The audit log: what is written into it besides the acts themselves, and what part of them belongs there.

An act that has an event (events.py) and concerns access, settings or data that leave is written here in the same
transaction, by its kind alone; what has no event (sign-ins, refusals, tokens) has its own functions below.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import ApiToken, AuditEntry, User, UserSession, new_id

from .customers import of_customer
from .networks import network_of
from .permissions import Actor

QUIET = timedelta(hours=1)
"""A token that rested so long, or was not used on this day, is written down when it is used again."""


class Area(StrEnum):
    """The groups that an Admin looks through."""

    SIGN_INS = "sign_ins"
    REFUSALS = "refusals"
    PEOPLE = "people"
    ACCOUNTS = "accounts"
    ORGANIZATIONS = "organizations"
    SETTINGS = "settings"
    EXPORTS = "exports"
    TOKENS = "tokens"
    WEBHOOKS = "webhooks"
    ROWS = "rows"


AREAS: dict[str, Area] = {
    "sign_in": Area.SIGN_INS,
    "refusal": Area.REFUSALS,
    "user": Area.PEOPLE,
    "account": Area.ACCOUNTS,
    "settings": Area.SETTINGS,
    "list": Area.EXPORTS,
    "archive": Area.EXPORTS,
    "token": Area.TOKENS,
    "webhook": Area.WEBHOOKS,
    "row": Area.ROWS,
}
"""The group by the first part of a kind; what begins with none of these stays out of the log."""


class AuditKind(StrEnum):
    """What is written down here and is no event."""

    SIGNED_IN = "sign_in.done"
    SIGNED_IN_WITH = "sign_in.provider"
    SIGN_IN_REFUSED = "sign_in.refused"
    SIGNED_OUT = "sign_in.ended"
    REFUSED = "refusal.permission"
    TOKEN_MADE = "token.made"
    TOKEN_USED = "token.used"
    TOKEN_REVOKED = "token.revoked"
    ROW_CHANGED = "row.changed"
    SUBSCRIPTION_SET = "settings.organization_subscription"


SENTENCES: dict[AuditKind, str] = {
    AuditKind.SIGNED_IN: "{actor} signed in",
    AuditKind.SIGNED_IN_WITH: "{actor} signed in with {provider}",
    AuditKind.SIGN_IN_REFUSED: "Somebody tried to sign in as {name} and was refused",
    AuditKind.SIGNED_OUT: "{actor} signed out",
    AuditKind.REFUSED: "{actor} asked for what their role does not allow: {what}",
    AuditKind.TOKEN_MADE: "{actor} made the API token {token}",
    AuditKind.TOKEN_USED: "{actor} used the API token {token}",
    AuditKind.TOKEN_REVOKED: "{actor} revoked the API token {token} of {name}",
    AuditKind.ROW_CHANGED: "{actor} changed {columns} in the DB view: {table}, {row}",
    AuditKind.SUBSCRIPTION_SET: "The operator set the subscription: first day {starts_on}, last day {ends_on}",
}


def area_of(kind: str) -> Area | None:
    """The group that a kind belongs to, None for what stays out of the log."""
    if kind.startswith("settings.organization"):
        return Area.ORGANIZATIONS
    return AREAS.get(kind.partition(".")[0])


def keep(
    session: Session,
    facts: Mapping[str, UUID],
    kind: str,
    actor_id: UUID | None,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    entry_id: UUID | None = None,
    subject_id: UUID | None = None,
    address: str = "",
) -> None:
    """Write a line if the kind belongs into the log, beside what it tells of.

    Args:
        facts: tenant and organization.
        payload: JSON values; `user_id` is whom it is about, whose name is left out.
        address: where it came from, of which the network is kept.
    """
    area = area_of(kind)
    if area is None:
        return
    about = payload.get("user_id")
    if about is not None:
        subject_id = UUID(str(about))
        payload = {name: value for name, value in payload.items() if name not in ("user_id", "name")}
    row = {
        "id": entry_id or new_id(),
        "tenant_id": facts["tenant_id"],
        "organization_id": facts["organization_id"],
        "kind": kind,
        "area": area.value,
        "actor_id": actor_id,
        "subject_id": subject_id,
        "address": network_of(address),
        "payload": dict(payload),
        "occurred_at": now,
    }
    session.connection().execute(_ENTRY, row)


def note_sign_in(session: Session, user_id: UUID, address: str, provider: str = "", *, now: datetime) -> None:
    """Somebody came in, by themselves or with the account that they have at a provider."""
    user = session.get_one(User, user_id)
    kind, payload = (AuditKind.SIGNED_IN_WITH, {"provider": provider}) if provider else (AuditKind.SIGNED_IN, {})
    keep(session, _home(user), kind, user.id, payload, now=now, address=address)


def note_refused_sign_in(session: Session, email: str, address: str, slug: str | None = None, *, now: datetime) -> None:
    """Somebody knew an email and not its password, or may not come in: a line for each account that it may mean.

    As much is asked of the database when there is none, so that the time says nothing about who has an account.

    Args:
        slug: of the one customer at whose address it was tried.
    """
    meant = [User.email == email.strip().casefold(), *of_customer(User.tenant_id, slug)]
    theirs = session.exec(select(User.id).where(*meant).order_by(User.id))
    ids = {user_id: new_id() for user_id in theirs} or {new_id(): new_id()}
    row_id = sa.case(*((User.id == one, sa.literal(line_id, sa.Uuid())) for one, line_id in ids.items()))
    line = {
        "id": row_id,
        "tenant_id": User.tenant_id,
        "organization_id": User.organization_id,
        "kind": sa.literal(AuditKind.SIGN_IN_REFUSED.value),
        "area": sa.literal(Area.SIGN_INS.value),
        "subject_id": User.id,
        "address": sa.literal(network_of(address)),
        "payload": sa.literal({}, sa.JSON()),
        "occurred_at": sa.literal(now, _MOMENT),
    }
    lines = sa.select(*line.values()).where(User.id.in_(list(ids)))
    session.connection().execute(_ENTRY.from_select(list(line), lines))


def note_refused_person(session: Session, user_id: UUID, address: str, *, now: datetime) -> None:
    """Somebody knew the password and showed a wrong code, showed a passkey that is a copy or signed wrongly, or may not
    come in by their provider."""
    user = session.get_one(User, user_id)
    keep(session, _home(user), AuditKind.SIGN_IN_REFUSED, None, {}, now=now, subject_id=user.id, address=address)


def note_sign_out(session: Session, session_hash: str, *, now: datetime) -> None:
    """Somebody is about to end their session; nothing for one that ended already."""
    query = select(UserSession).where(UserSession.token_hash == session_hash, UserSession.revoked_at.is_(None))
    found = session.exec(query).first()
    if found is not None:
        keep(session, _here(found), AuditKind.SIGNED_OUT, found.user_id, {}, now=now)


def note_refusal(session: Session, actor: Actor, what: str, *, now: datetime) -> None:
    """Somebody asked for what they may not; `what` is the missing permission or the act."""
    keep(session, _here(actor), AuditKind.REFUSED, actor.user_id, {"what": what}, now=now)


def note_token(session: Session, kind: AuditKind, token: ApiToken, actor_id: UUID, *, now: datetime) -> None:
    """Something happened to a token; it is named, never shown."""
    payload = {"token": token.name, "user_id": str(token.user_id)}
    keep(session, _here(token), kind, actor_id, payload, now=now)


def note_row(session: Session, actor: Actor, table: str, row_id: UUID, columns: list[str], *, now: datetime) -> None:
    """An Admin changed a row in the view on the tables; the thing's own history says from what to what."""
    payload = {"table": table, "row": str(row_id), "columns": ", ".join(columns)}
    keep(session, _here(actor), AuditKind.ROW_CHANGED, actor.user_id, payload, now=now)


def begins_use(token: ApiToken, now: datetime) -> bool:
    """Whether a use of the token now is the first of a day or after a rest, which is worth a line."""
    before = token.last_used_at
    return before is None or now - before > QUIET or before.date() != now.date()


_ENTRY = sa.insert(AuditEntry)
_MOMENT = AuditEntry.__table__.c.occurred_at.type


def _home(user: User) -> dict[str, UUID]:
    return {"tenant_id": user.tenant_id, "organization_id": user.organization_id}


def _here(row: Any) -> dict[str, UUID]:
    return {"tenant_id": row.tenant_id, "organization_id": row.organization_id}
