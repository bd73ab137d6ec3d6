"""Who a provider's account is: the person whom it was linked to, somebody with its email, or a new person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.account_links import end_links
from leadx_app.domain.accounts import Account
from leadx_app.domain.errors import Refusal
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import note, record_about
from leadx_app.domain.permissions import on_behalf_of
from leadx_app.domain.tenants import add_user
from leadx_app.domain.text import BadInput, checked_line, parse_email
from leadx_app.models import (
    AccountLink,
    LinkPurpose,
    Membership,
    Organization,
    SignInLink,
    SignInProvider,
    User,
)


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account as its provider vouches for it; `subject` never changes. `email` is "" where none was said."""

    issuer: str
    subject: str
    email: str
    is_verified: bool
    name: str


class Why(StrEnum):
    """Why somebody does not come in, as far as they are told."""

    UNVERIFIED = "unverified"
    NOBODY = "nobody"


class NotLetIn(Refusal):
    """The provider knows them, and they do not come in; `user_id` is whom they would have been, if anybody."""

    def __init__(self, why: Why, user_id: UUID | None = None) -> None:
        super().__init__("You cannot sign in this way. Ask your administrator.")
        self.why, self.user_id = why, user_id


def account_of(
    session: Session, provider_id: UUID, shown: ShownAccount, nobodys_hash: str, *, now: datetime
) -> Account:
    """The account that somebody signs in to, linked to theirs at the provider from the first time on.

    Once linked, they are known by the provider's own id for them, whatever their email is called later; before, by an
    email of one of the domains that the provider says is theirs.

    Args:
        nobodys_hash: of a password that nobody knows, for whoever joins this way.

    Raises:
        NotLetIn: nobody who may come in; nothing is changed.
    """
    provider = session.get(SignInProvider, provider_id)
    if provider is None or not provider.is_on or provider.issuer != shown.issuer:
        raise NotLetIn(Why.NOBODY)
    link = _link(session, provider, shown)
    if link is None:
        user = _by_email(session, provider, shown, nobodys_hash, now)
        link = SignInLink(
            tenant_id=provider.tenant_id,
            organization_id=user.organization_id,
            user_id=user.id,
            issuer=shown.issuer,
            subject=shown.subject,
            created_at=now,
            last_used_at=now,
        )
    link.last_used_at = now
    account = _account(session, link.user_id)
    session.add(link)
    session.flush()
    return account


def _link(session: Session, provider: SignInProvider, shown: ShownAccount) -> SignInLink | None:
    same = (SignInLink.issuer == shown.issuer, SignInLink.subject == shown.subject)
    return session.exec(select(SignInLink).where(SignInLink.tenant_id == provider.tenant_id, *same)).first()


def _by_email(
    session: Session, provider: SignInProvider, shown: ShownAccount, nobodys_hash: str, now: datetime
) -> User:
    """Whom an account is linked to that was never shown before."""
    email = _checked_email(provider, shown)
    here = (User.tenant_id == provider.tenant_id, User.email == email)
    user = session.exec(select(User).where(*here).with_for_update()).first()
    if user is None:
        return _new(session, provider, shown, email, nobodys_hash, now)
    others = (SignInLink.user_id == user.id, SignInLink.issuer == shown.issuer)
    if session.exec(select(SignInLink.id).where(*others)).first():
        raise NotLetIn(Why.NOBODY, user.id)  # Somebody else has got the email of whoever was linked.
    if not user.is_active:
        _join_invited(session, user, nobodys_hash, now)
    owner = on_behalf_of(user.id, user.tenant_id, user.organization_id)
    note(session, owner, EventKind.PROVIDER_LINKED, now=now, payload={"provider": provider.label})
    return user


def _checked_email(provider: SignInProvider, shown: ShownAccount) -> str:
    if not shown.email or not shown.is_verified:
        raise NotLetIn(Why.UNVERIFIED)
    try:
        email = parse_email(shown.email).casefold()
    except BadInput:
        raise NotLetIn(Why.UNVERIFIED) from None
    if email.rpartition("@")[2] not in provider.domains:
        raise NotLetIn(Why.NOBODY)
    return email


def _join_invited(session: Session, user: User, nobodys_hash: str, now: datetime) -> None:
    """Let in somebody whose invitation waits; nobody who was closed out."""
    waits = (
        AccountLink.user_id == user.id,
        AccountLink.purpose == LinkPurpose.INVITATION,
        AccountLink.ended_at.is_(None),
        AccountLink.expires_at > now,
    )
    if user.password_hash is not None or not session.exec(select(AccountLink.id).where(*waits)).first():
        raise NotLetIn(Why.NOBODY, user.id)
    end_links(session, user, now=now)
    user.is_active, user.password_hash = True, nobodys_hash
    session.add(user)
    session.flush()


def _new(
    session: Session, provider: SignInProvider, shown: ShownAccount, email: str, nobodys_hash: str, now: datetime
) -> User:
    organization = session.get_one(Organization, provider.starts_in_id)
    if not provider.makes_people or not organization.is_active:
        raise NotLetIn(Why.NOBODY)
    name = _name(shown.name) or email.partition("@")[0]
    who = {"email": email, "name": name, "role": provider.role, "password_hash": nobodys_hash}
    user = add_user(session, organization, **who, now=now)
    about = {"user_id": str(user.id), "name": name, "provider": provider.label}
    admin = on_behalf_of(provider.set_by_id, provider.tenant_id, organization.id)
    where = frozenset({provider.organization_id})
    record_about(
        session,
        admin,
        EventKind.PROVIDER_JOINED,
        organization.id,
        now=now,
        payload=about,
        shown_in=where,
        by_clock=True,
    )
    return user


def _name(said: str) -> str:
    try:
        return checked_line(said, 200)
    except BadInput:
        return ""


def _account(session: Session, user_id: UUID) -> Account:
    query = (
        select(User, Membership, Organization)
        .join(Membership, sa.and_(Membership.user_id == User.id, Membership.organization_id == User.organization_id))
        .join(Organization, Organization.id == User.organization_id)
        .where(User.id == user_id, User.is_active.is_(True), Membership.is_active.is_(True))
        .where(Organization.is_active.is_(True))
    )
    found = session.exec(query).first()
    if found is None:
        raise NotLetIn(Why.NOBODY, user_id)
    user, membership, organization = found
    return Account(user.id, user.tenant_id, organization.id, organization.name, membership.role, user.password_hash)
