"""Passkeys: made on the profile, used once per challenge at sign-in, removed (product.md section 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Membership, Organization, Passkey, PasskeyChallenge, User

from .accounts import Account, hash_secret
from .customers import of_customer
from .errors import Conflict, Invalid, NotFound
from .event_kinds import EventKind
from .events import note
from .permissions import Actor
from .text import BadInput, checked_line
from .two_step import Notice, tell

MOST = 20
LIVES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey that was just made and verified; both texts are base64url."""

    name: str
    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose passkey was shown, and what its signature is checked with."""

    passkey_id: UUID
    public_key: str
    sign_count: int
    account: Account


def keep_challenge(session: Session, challenge: str, user_id: UUID | None, *, now: datetime) -> None:
    """Remember what a passkey will be asked to sign: by this person, or by whoever signs in."""
    session.connection().execute(sa.delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
    session.add(PasskeyChallenge(challenge_hash=hash_secret(challenge), user_id=user_id, expires_at=now + LIVES))


def take_challenge(session: Session, challenge: str, user_id: UUID | None, *, now: datetime) -> bool:
    """Use a challenge up; False when it was never asked, of somebody else, too old, or used already."""
    whose = PasskeyChallenge.user_id.is_(None) if user_id is None else PasskeyChallenge.user_id == user_id
    asked = (PasskeyChallenge.challenge_hash == hash_secret(challenge), PasskeyChallenge.expires_at > now, whose)
    return session.connection().execute(sa.delete(PasskeyChallenge).where(*asked)).rowcount == 1


def check_name(name: str) -> str:
    """The name of a passkey as it is kept.

    Raises:
        Invalid: on `name`.
    """
    try:
        return checked_line(name, 80)
    except BadInput as error:
        raise Invalid(error.template, field="name", **error.params) from None


def add_passkey(session: Session, actor: Actor, made: NewPasskey, notice: Notice, *, now: datetime) -> None:
    """Let the actor sign in with a passkey; a mail tells them.

    Raises:
        Invalid: on `name`, when it cannot be used or there are too many.
        Conflict: this passkey is known already.
    """
    name = check_name(made.name)
    mine = select(sa.func.count()).select_from(Passkey).where(Passkey.user_id == actor.user_id)
    if session.exec(mine).one() >= MOST:
        raise Invalid("You have {max} passkeys. Remove one that you no longer use first.", field="name", max=MOST)
    if session.exec(select(Passkey.id).where(Passkey.credential_id == made.credential_id)).first():
        raise Conflict("This passkey is there already.")
    session.add(
        Passkey(
            tenant_id=actor.tenant_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            created_at=now,
        )
    )
    session.flush()
    note(session, actor, EventKind.PASSKEY_ADDED, now=now, payload={"name": name})
    tell(session, actor.user_id, "account.passkey_added", notice, now)


def remove_passkey(session: Session, actor: Actor, passkey_id: UUID, *, now: datetime) -> None:
    """Let the actor no longer sign in with one of their passkeys.

    Raises:
        NotFound: absent, or somebody else's.
    """
    found = session.get(Passkey, passkey_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFound()
    session.delete(found)
    note(session, actor, EventKind.PASSKEY_REMOVED, now=now, payload={"name": found.name})


def holder(session: Session, credential_id: str, slug: str | None = None, *, now: datetime) -> Holder | None:
    """Whose passkey this is, with the organization that they start in; None for nobody who may sign in.

    Args:
        slug: at the address of this customer, where nobody else's count; None where everybody's do.
    """
    row = session.exec(
        select(Passkey, User, Membership, Organization)
        .join(User, User.id == Passkey.user_id)
        .join(Membership, sa.and_(Membership.user_id == User.id, Membership.organization_id == User.organization_id))
        .join(Organization, Organization.id == User.organization_id)
        .where(Passkey.credential_id == credential_id, User.is_active.is_(True), Membership.is_active.is_(True))
        .where(Organization.is_active.is_(True), *of_customer(User.tenant_id, slug))
    ).first()
    if row is None:
        return None
    passkey, user, membership, organization = row
    where = (organization.id, organization.name)
    account = Account(user.id, user.tenant_id, *where, membership.role, user.password_hash)
    return Holder(passkey.id, passkey.public_key, passkey.sign_count, account)


def use_passkey(session: Session, passkey_id: UUID, sign_count: int, *, now: datetime) -> bool:
    """Note the use of a passkey whose signature was right.

    False when it was removed meanwhile, or has counted as far already: one of two devices with the same key is a copy.
    Many passkeys do not count at all and always say 0.
    """
    uncounted = sa.and_(Passkey.sign_count == 0, sa.literal(sign_count) == 0)
    onwards = sa.or_(Passkey.sign_count < sign_count, uncounted)
    used = sa.update(Passkey).where(Passkey.id == passkey_id, onwards)
    return session.connection().execute(used.values(sign_count=sign_count, last_used_at=now)).rowcount == 1
