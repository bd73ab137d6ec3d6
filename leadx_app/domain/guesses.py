"""Telling somebody that others try to sign in as them; nobody outside may learn whether anybody was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Organization, OutboxMail, User

from .account_links import WriteNotice
from .accounts import accounts_with_email
from .mails.outbox import post

TOLD_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Caution:
    """What was tried, as the mail's kind, and what writes the letter that says so."""

    kind: str
    write: WriteNotice
    mail_domain: str


def warn_of_passwords(session: Session, email: str, caution: Caution, slug: str | None = None, *, now: datetime) -> int:
    """Tell everybody with this email, once a day at most, that passwords are guessed; returns how many were told.

    Args:
        slug: of the one customer at whose address they are.
    """
    found = [one.user_id for one in accounts_with_email(session, email, slug)]
    return sum(warn(session, user_id, caution, now=now) for user_id in found)


def warn(session: Session, user_id: UUID, caution: Caution, *, now: datetime) -> bool:
    """Tell one person; False when they were told within a day."""
    told = (OutboxMail.user_id == user_id, OutboxMail.kind == caution.kind, OutboxMail.created_at > now - TOLD_EVERY)
    if session.exec(select(sa.func.count()).select_from(OutboxMail).where(*told)).one():
        return False
    user = session.get_one(User, user_id)
    letter = caution.write(user, session.get_one(Organization, user.organization_id))
    post(session, user, caution.kind, letter, caution.mail_domain, is_secret=False, now=now)
    return True
