"""Who somebody is: sessions, API tokens and sign-in limits (product.md section 4)."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import ApiToken, Membership, Organization, Role, SignInAttempt, TwoStep, User, UserSession

from . import audit
from .audit import AuditKind
from .customers import of_customer
from .errors import Invalid, NotFound, SignedOut, TooMany
from .event_kinds import EventKind
from .events import Message, announce
from .find import find_api_token
from .networks import network_of
from .permissions import Actor, Permission
from .text import BadInput, checked_line

ATTEMPT_WINDOW = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=5)
TOKEN_DAYS = 365
MAX_TOKENS = 50
"""All of a person's tokens must fit on their list, so that none can hide from being revoked."""
LANGUAGES = frozenset({"en", "nb"})
THEMES = frozenset({"system", "light", "dark"})


@dataclass(frozen=True, slots=True)
class Credential:
    """What the client showed: the hash of a session cookie or of a bearer token."""

    session_hash: str | None = None
    token_hash: str | None = None


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lives: without use, and in any case."""

    idle: timedelta = timedelta(hours=12)
    absolute: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Account:
    """An account that an email may mean, for the sign-in only."""

    user_id: UUID
    tenant_id: UUID
    organization_id: UUID
    organization: str
    role: Role
    password_hash: str | None
    has_second_step: bool = False


def hash_secret(secret: str) -> str:
    """SHA-256 of a cookie or token, hexadecimal; those are random, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def resolve_actor(session: Session, credential: Credential, *, now: datetime, limits: SessionLimits) -> Actor:
    """The actor behind a credential as the database says at this moment.

    Raises:
        SignedOut: unknown, revoked or expired credential, inactive user or membership.
    """
    if credential.session_hash is not None:
        asked = {"hash": credential.session_hash, "now": now, "seen": now - limits.idle}
        return _actor(session, session.execute(_BY_SESSION, asked).first())
    if credential.token_hash is not None:
        return _actor(session, session.execute(_BY_TOKEN, {"hash": credential.token_hash, "now": now}).first())
    raise SignedOut()


def actor_in(session: Session, user_id: UUID, organization_id: UUID) -> Actor | None:
    """Somebody who is not asking now, as they work in an organization, or else at home; None for nobody active."""
    found = session.execute(_BY_PLACE, {"user_id": user_id, "organization_id": organization_id}).first()
    return None if found is None else _actor(session, found)


_PERSON = (
    sa.select(
        User.id,
        User.tenant_id,
        User.name,
        User.language,
        User.time_zone,
        Membership.role,
        Membership.organization_id,
        Organization.parent_id,
        Organization.date_format,
    )
    .select_from(User)
    .join(Membership, Membership.user_id == User.id)
    .join(Organization, Organization.id == Membership.organization_id)
    .where(User.is_active.is_(True), Membership.is_active.is_(True), Organization.is_active.is_(True))
)
_OF_SESSIONS = (
    _PERSON.add_columns(sa.true().label("may_write"), UserSession.token_hash)
    .join(
        UserSession,
        sa.and_(UserSession.user_id == User.id, UserSession.organization_id == Membership.organization_id),
    )
    .where(
        UserSession.revoked_at.is_(None),
        UserSession.expires_at > sa.bindparam("now"),
        UserSession.last_seen_at > sa.bindparam("seen"),
    )
)
_BY_SESSION = _OF_SESSIONS.where(UserSession.token_hash == sa.bindparam("hash"))
_BY_SESSIONS = _OF_SESSIONS.where(UserSession.token_hash.in_(sa.bindparam("hashes", expanding=True)))
_BY_TOKEN = (
    _PERSON.add_columns(ApiToken.may_write)
    .join(ApiToken, sa.and_(ApiToken.user_id == User.id, ApiToken.organization_id == Membership.organization_id))
    .where(
        ApiToken.token_hash == sa.bindparam("hash"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > sa.bindparam("now"),
    )
)
_BY_PLACE = (
    _PERSON.add_columns(sa.false().label("may_write"))
    .where(User.id == sa.bindparam("user_id"))
    .order_by(
        sa.case((Membership.organization_id == sa.bindparam("organization_id"), 0), else_=1),
        sa.case((Membership.organization_id == User.organization_id, 0), else_=1),
        Membership.id,
    )
    .limit(1)
)
_CHILDREN = sa.select(Organization.id).where(Organization.parent_id == sa.bindparam("parent"))


_CHILDREN_OF = sa.select(Organization.parent_id, Organization.id).where(
    Organization.parent_id.in_(sa.bindparam("parents", expanding=True))
)


def resolve_sessions(
    session: Session, hashes: Collection[str], *, now: datetime, limits: SessionLimits
) -> dict[str, Actor]:
    """`resolve_actor` for the sessions of many at once, in two statements; those that do not hold are left out."""
    asked = {"hashes": list(hashes), "now": now, "seen": now - limits.idle}
    found = session.execute(_BY_SESSIONS, asked).all()
    parents = {row.organization_id for row in found if row.parent_id is None}
    children: dict[UUID, set[UUID]] = {}
    for parent_id, child_id in session.execute(_CHILDREN_OF, {"parents": list(parents)}):
        children.setdefault(parent_id, set()).add(child_id)
    actors = {row.token_hash: _actor_of(row) for row in found}
    return {
        token_hash: replace(actor, child_ids=frozenset(children.get(actor.organization_id, ())))
        if actor.may(Permission.LEADS_READ_CHILDREN)
        else actor
        for token_hash, actor in actors.items()
    }


def _is_active() -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return (User.is_active.is_(True), Membership.is_active.is_(True))


def _actor(session: Session, found: sa.Row | None) -> Actor:
    if found is None:
        raise SignedOut()
    actor = _actor_of(found)
    if found.parent_id is not None or not actor.may(Permission.LEADS_READ_CHILDREN):
        return actor
    children = session.execute(_CHILDREN, {"parent": actor.organization_id})
    return replace(actor, child_ids=frozenset(child for (child,) in children))


def _actor_of(found: sa.Row) -> Actor:
    """The actor of a row of `_PERSON`, without children."""
    return Actor(
        user_id=found.id,
        tenant_id=found.tenant_id,
        organization_id=found.organization_id,
        role=found.role,
        name=found.name,
        language=found.language,
        time_zone=found.time_zone,
        date_format=found.date_format,
        parent_id=found.parent_id,
        may_write=bool(found.may_write),
    )


def refuse_too_many(session: Session, keys: list[str], limit: int, *, now: datetime) -> None:
    """Refuse when too many attempts failed lately under one of the keys (hashed account, hashed address).

    Raises:
        TooMany: a key already has `limit` attempts in the last 5 minutes.
    """
    full = session.execute(_FULL, _asked(keys, limit, now)).scalars().all()
    if full:
        wait = max(1, int((max(full) + ATTEMPT_WINDOW - now).total_seconds()))
        raise TooMany(
            "Too many attempts. Wait {minutes} min and try again.",
            minutes=-(-wait // 60),
            retry_after_seconds=wait,
        )


def record_attempt(session: Session, keys: list[str], limit: int, *, now: datetime) -> None:
    """Count a sign-in attempt under each key (hashed account, hashed address).

    Raises:
        TooMany: a key already has `limit` attempts in the last 5 minutes; the attempt is not counted then.
    """
    session.exec(sa.delete(SignInAttempt).where(SignInAttempt.attempted_at < now - 12 * ATTEMPT_WINDOW))
    refuse_too_many(session, keys, limit, now=now)
    session.add_all(SignInAttempt(key=key, attempted_at=now) for key in keys)


def is_full(session: Session, key: str, limit: int, *, now: datetime) -> bool:
    """Whether the next attempt under this key will be refused."""
    session.flush()
    return session.execute(_FULL, _asked([key], limit, now)).first() is not None


_FULL = (
    sa.select(sa.func.min(SignInAttempt.attempted_at))
    .where(SignInAttempt.key.in_(sa.bindparam("keys", expanding=True)))
    .where(SignInAttempt.attempted_at > sa.bindparam("since"))
    .group_by(SignInAttempt.key)
    .having(sa.func.count() >= sa.bindparam("most", type_=sa.Integer()))
)
"""Under each key that has reached its limit, when the oldest attempt that still counts was."""


def _asked(keys: list[str], limit: int, now: datetime) -> dict[str, Any]:
    return {"keys": keys, "since": now - ATTEMPT_WINDOW, "most": limit}


def accounts_with_email(session: Session, email: str, slug: str | None = None) -> list[Account]:
    """Active accounts with this email, one per tenant, by name of the organization; only for the sign-in.

    Args:
        slug: of the one customer at whose address they sign in.
    """
    is_on = (TwoStep.user_id == User.id, TwoStep.turned_on_at.is_not(None))
    rows = session.exec(
        select(User, Membership, Organization, sa.exists().where(*is_on))
        .join(Membership, sa.and_(Membership.user_id == User.id, Membership.organization_id == User.organization_id))
        .join(Organization, Organization.id == User.organization_id)
        .where(User.email == email.strip().casefold(), *_is_active(), Organization.is_active.is_(True))
        .where(*of_customer(User.tenant_id, slug))
        .order_by(Organization.name, User.id)
    )
    return [
        Account(
            user.id,
            user.tenant_id,
            organization.id,
            organization.name,
            membership.role,
            user.password_hash,
            is_two_step,
        )
        for user, membership, organization, is_two_step in rows
    ]


def open_session(
    session: Session,
    account: Account,
    *,
    user_agent: str,
    address: str = "",
    provider: str = "",
    now: datetime,
    limits: SessionLimits,
) -> tuple[str, Role]:
    """Begin a session after the password was right; returns the cookie's secret, which is not kept, and the role.

    Args:
        address: the internet address, of which only the network is kept.
        provider: with whose account the person came in instead.
    """
    secret = secrets.token_urlsafe(32)
    session.add(
        UserSession(
            tenant_id=account.tenant_id,
            organization_id=account.organization_id,
            user_id=account.user_id,
            token_hash=hash_secret(secret),
            user_agent=user_agent[:200],
            address=network_of(address),
            provider=provider,
            created_at=now,
            last_seen_at=now,
            expires_at=now + limits.absolute,
        )
    )
    return secret, account.role


def still_signs_in(session: Session, account: Account, *, by_password: bool) -> bool:
    """Whether the person is still active, and the password that was verified still theirs where it was by one.

    The person's row is held until the transaction ends: a new password and being closed out end all sessions, and so
    either end the one that begins here, or come before it.
    """
    mine = [User.id == account.user_id, User.is_active.is_(True)]
    mine += [User.password_hash == account.password_hash] if by_password else []
    return session.exec(select(User.id).where(*mine).with_for_update()).first() is not None


def keep_password_hash(session: Session, account: Account, password_hash: str) -> None:
    """Keep a stronger hash of the password that was just verified, unless it was changed in the meantime."""
    session.exec(
        sa.update(User)
        .where(User.id == account.user_id, User.password_hash == account.password_hash)
        .values(password_hash=password_hash)
    )


def close_session(session: Session, session_hash: str, *, now: datetime) -> None:
    """End a session; harmless when repeated."""
    session.exec(
        sa.update(UserSession)
        .where(UserSession.token_hash == session_hash, UserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_sessions(session: Session, user: User, *, but: str | None = None, now: datetime) -> None:
    """End all sessions of a person, except the one with the hash `but`; the pages that they have open are told."""
    theirs = [UserSession.user_id == user.id, UserSession.revoked_at.is_(None)]
    theirs += [UserSession.token_hash != but] if but else []
    session.connection().execute(sa.update(UserSession).where(*theirs).values(revoked_at=now))
    say_changed(session, user)


def say_changed(session: Session, user: User) -> None:
    """Let the pages that a person has open look who they are now."""
    mine = frozenset({user.id})
    announce(session, Message(user.tenant_id, frozenset(), None, mine, EventKind.PREFERENCES_CHANGED, user.id))


def work_in(session: Session, actor: Actor, session_hash: str, organization_id: UUID, *, now: datetime) -> None:
    """Let a session of the actor go on in another organization that they belong to; its other open pages are told.

    Raises:
        NotFound: an organization that the actor does not belong to, or none; a session that is not theirs.
    """
    belongs = sa.select(Membership.id).where(
        Membership.user_id == actor.user_id,
        Membership.tenant_id == actor.tenant_id,
        Membership.organization_id == organization_id,
        Membership.is_active,
        sa.exists().where(Organization.id == organization_id, Organization.is_active),
    )
    mine = (UserSession.token_hash == session_hash, UserSession.user_id == actor.user_id, sa.exists(belongs))
    move = sa.update(UserSession).where(*mine).values(organization_id=organization_id)
    if session.connection().execute(move).rowcount != 1:
        raise NotFound()
    people = frozenset({actor.user_id})
    announce(session, Message(actor.tenant_id, frozenset(), None, people, EventKind.PLACE_CHANGED, actor.user_id))


def touch_session(session: Session, session_hash: str, *, now: datetime) -> None:
    """Note that a session is in use, at most every 5 minutes."""
    session.exec(
        sa.update(UserSession)
        .where(UserSession.token_hash == session_hash, UserSession.last_seen_at < now - TOUCH_EVERY)
        .values(last_seen_at=now)
    )


def touch_token(session: Session, token_hash: str, *, now: datetime) -> None:
    """Note that an API token is in use, at most every 5 minutes; the first of a day or after a rest is logged."""
    token = session.exec(select(ApiToken).where(ApiToken.token_hash == token_hash)).first()
    if token is None:
        return
    is_new = audit.begins_use(token, now)
    rested = sa.or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < now - TOUCH_EVERY)
    touch = sa.update(ApiToken).where(ApiToken.id == token.id, rested).values(last_used_at=now)
    if session.connection().execute(touch).rowcount and is_new:
        audit.note_token(session, AuditKind.TOKEN_USED, token, token.user_id, now=now)


def make_api_token(session: Session, actor: Actor, name: str, may_write: bool, *, now: datetime) -> str:
    """Make a bearer token for the REST API; the returned secret is shown once and not kept."""
    actor.require(Permission.TOKEN_MANAGE)
    try:
        name = checked_line(name, 80)
    except BadInput as error:
        raise Invalid(error.template, field="name", **error.params) from None
    _check_room(session, actor, now)
    secret = "leadx_" + secrets.token_urlsafe(32)
    token = ApiToken(
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        name=name,
        prefix=secret[:12],
        token_hash=hash_secret(secret),
        may_write=may_write,
        created_at=now,
        expires_at=now + timedelta(days=TOKEN_DAYS),
    )
    session.add(token)
    audit.note_token(session, AuditKind.TOKEN_MADE, token, actor.user_id, now=now)
    return secret


def _check_room(session: Session, actor: Actor, now: datetime) -> None:
    live = (ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    if session.exec(select(sa.func.count()).select_from(ApiToken).where(*live)).one() >= MAX_TOKENS:
        raise Invalid("You have {max} tokens. End one that you no longer use first.", field="name", max=MAX_TOKENS)


def revoke_api_token(session: Session, actor: Actor, token_id: UUID, *, now: datetime) -> None:
    """End one of the actor's own tokens; harmless when repeated."""
    token = find_api_token(session, actor, token_id)
    end_token(session, actor, token, now=now)


def end_token(session: Session, actor: Actor, token: ApiToken, *, now: datetime) -> None:
    """End a token that the actor was found to see; harmless when repeated."""
    if token.revoked_at is not None:
        return
    token.revoked_at = now
    session.add(token)
    audit.note_token(session, AuditKind.TOKEN_REVOKED, token, actor.user_id, now=now)


def change_preferences(
    session: Session,
    actor: Actor,
    *,
    language: str | None = None,
    theme: str | None = None,
    is_bell_muted: bool | None = None,
    now: datetime,
) -> None:
    """Choose the own language ("en", "nb"), theme ("system", "light", "dark") and whether the bell is heard; None
    leaves it as it is. The person's open pages, in every browser, are told."""
    user = session.get_one(User, actor.user_id)
    if language is not None:
        if language not in LANGUAGES:
            raise Invalid("Choose one from the list.", field="language")
        user.language = language
    if theme is not None:
        if theme not in THEMES:
            raise Invalid("Choose one from the list.", field="theme")
        user.theme = theme
    if is_bell_muted is not None:
        user.is_bell_muted = is_bell_muted
    session.add(user)
    mine = frozenset({actor.user_id})
    announce(session, Message(actor.tenant_id, frozenset(), None, mine, EventKind.PREFERENCES_CHANGED, actor.user_id))
