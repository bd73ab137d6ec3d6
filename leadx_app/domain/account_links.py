"""Links by which people choose a password: forgotten ones, and invitations (product.md section 4)."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import AccountLink, LinkPurpose, Organization, User

from .accounts import accounts_with_email, end_sessions, hash_secret
from .customers import of_customer
from .errors import NotFound
from .event_kinds import EventKind
from .events import note
from .mails.compose import Letter
from .mails.outbox import post
from .permissions import on_behalf_of

LIVES = {LinkPurpose.RESET: timedelta(minutes=30), LinkPurpose.INVITATION: timedelta(days=7)}
RESETS_PER_DAY = 5

WriteLink = Callable[[User, str, str], Letter]
"""Writes the letter to a person of an organization (its name) with the secret of their link."""
WriteNotice = Callable[[User, Organization], Letter]
"""Writes a letter to a person of an organization (its name)."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose password a link chooses."""

    purpose: LinkPurpose
    email: str
    name: str
    organization: str


def make_link(session: Session, user: User, purpose: LinkPurpose, *, now: datetime) -> str:
    """Make a link for a person; the returned secret goes into their mail and is not kept."""
    secret = secrets.token_urlsafe(32)
    link = AccountLink(
        tenant_id=user.tenant_id,
        organization_id=user.organization_id,
        user_id=user.id,
        purpose=purpose,
        token_hash=hash_secret(secret),
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    session.add(link)
    session.flush()
    return secret


def ask_reset(
    session: Session, email: str, write: WriteLink, mail_domain: str, slug: str | None = None, *, now: datetime
) -> int:
    """Mail a link to every active account with this email, one per tenant; at most five a day to each.

    Args:
        slug: of the one customer at whose address it was asked for.

    Returns:
        How many mails were written; nobody outside may learn it.
    """
    asked = 0
    for account in accounts_with_email(session, email, slug):
        user = session.get_one(User, account.user_id)
        if _links_since(session, user.id, now - timedelta(days=1)) >= RESETS_PER_DAY:
            continue
        letter = write(user, account.organization, make_link(session, user, LinkPurpose.RESET, now=now))
        post(session, user, "account.reset", letter, mail_domain, is_secret=True, now=now)
        _note(session, user, EventKind.PASSWORD_RESET_ASKED, now)
        asked += 1
    return asked


def link_holder(session: Session, token_hash: str, slug: str | None = None, *, now: datetime) -> Holder:
    """Whose link it is, while it works.

    Args:
        slug: of the one customer at whose address it was opened.

    Raises:
        NotFound: unknown, another customer's, used, taken back, expired, or of somebody who may not sign in; the text
            says what to do.
    """
    link, user = _working(session, token_hash, slug, now)
    organization = session.get_one(Organization, user.organization_id)
    return Holder(link.purpose, user.email, user.name, organization.name)


def choose_password(
    session: Session,
    token_hash: str,
    password_hash: str,
    write: WriteNotice,
    mail_domain: str,
    slug: str | None = None,
    *,
    now: datetime,
) -> None:
    """Give the holder of a link their new password: all their links and sessions end, and a mail tells them.

    Raises:
        NotFound: as `link_holder`; of two at once the second.
    """
    link, user = _working(session, token_hash, slug, now)
    if not _end_links(session, AccountLink.id == link.id, now):
        raise _ended(link.purpose)
    _end_links(session, AccountLink.user_id == user.id, now)
    user.password_hash = password_hash
    user.is_active = True
    session.add(user)
    session.flush()
    end_sessions(session, user, now=now)
    organization = session.get_one(Organization, user.organization_id)
    if link.purpose == LinkPurpose.RESET:
        letter = write(user, organization)
        post(session, user, "account.password_changed", letter, mail_domain, is_secret=False, now=now)
    _note(session, user, EventKind.PASSWORD_CHANGED, now)


def end_links(session: Session, user: User, *, now: datetime) -> None:
    """Take back every link of a person that was not used yet."""
    _end_links(session, AccountLink.user_id == user.id, now)


def _end_links(session: Session, which: sa.ColumnElement[bool], now: datetime) -> int:
    still = sa.and_(which, AccountLink.ended_at.is_(None))
    return session.connection().execute(sa.update(AccountLink).where(still).values(ended_at=now)).rowcount


def _working(session: Session, token_hash: str, slug: str | None, now: datetime) -> tuple[AccountLink, User]:
    query = select(AccountLink).where(AccountLink.token_hash == token_hash, *of_customer(AccountLink.tenant_id, slug))
    link = session.exec(query.execution_options(populate_existing=True)).first()
    if link is None:
        raise NotFound("This link is not complete. Open it from the mail again, or ask for a new one.")
    user = session.get_one(User, link.user_id)
    if link.ended_at is not None or not (user.is_active or link.purpose == LinkPurpose.INVITATION):
        raise _ended(link.purpose)
    if link.expires_at <= now:
        if link.purpose == LinkPurpose.INVITATION:
            raise NotFound("This invitation has expired. Ask your administrator to send it again.")
        raise NotFound("This link has expired. A link works for 30 minutes. Ask for a new one.")
    return link, user


def _ended(purpose: LinkPurpose) -> NotFound:
    if purpose == LinkPurpose.INVITATION:
        return NotFound("This invitation was used or taken back. Sign in, or ask your administrator for a new one.")
    return NotFound("This link was used already. Sign in, or ask for a new one.")


def _links_since(session: Session, user_id: UUID, since: datetime) -> int:
    mine = (AccountLink.user_id == user_id, AccountLink.purpose == LinkPurpose.RESET, AccountLink.created_at > since)
    return session.exec(select(sa.func.count()).select_from(AccountLink).where(*mine)).one()


def _note(session: Session, user: User, kind: EventKind, now: datetime) -> None:
    note(session, on_behalf_of(user.id, user.tenant_id, user.organization_id), kind, now=now, payload={})
