"""The outbox as an Admin reads it (product.md section 12)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.find import find_mail
from leadx_app.domain.mails.outbox import may_send_again
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_mail
from leadx_app.models import MailState, MailTrouble, OutboxMail, User

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
COUNTED = 1_000
"""Dead mails are counted up to here."""


class Show(StrEnum):
    """Which mails."""

    ALL = "all"
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


_STATES: dict[Show, tuple[MailState, ...]] = {
    Show.ALL: (MailState.WAITING, MailState.SENDING, MailState.SENT, MailState.DEAD),
    Show.WAITING: (MailState.WAITING, MailState.SENDING),
    Show.SENT: (MailState.SENT,),
    Show.DEAD: (MailState.DEAD,),
}


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail in the list. `due_at` is when it is tried next, while it waits."""

    id: UUID
    state: MailState
    subject: str
    address: str
    name: str
    tries: int
    trouble: MailTrouble | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailPage:
    """Mails, newest first; `next_cursor` is None on the last page; `dead` counts those that could not be sent."""

    rows: list[MailRow]
    next_cursor: str | None
    dead: int


@dataclass(frozen=True, slots=True)
class MailDetail:
    """One mail; `text` is None for one that held a secret."""

    row: MailRow
    text: str | None
    answer: str
    message_id: str
    may_send_again: bool


def mail_page(
    session: Session,
    actor: Actor,
    show: Literal["all", "waiting", "sent", "dead"] = "all",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> MailPage:
    """A page of the mails to people of the actor's organizations.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.MAIL_READ)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    query = (
        _ROWS.where(sees_mail(actor), OutboxMail.state.in_(_STATES[Show(show)]), *_beyond(cursor))
        .order_by(OutboxMail.created_at.desc(), OutboxMail.id.desc())
        .limit(limit + 1)
    )
    found = [MailRow(*row) for row in session.execute(query)]
    more, found = len(found) > limit, found[:limit]
    return MailPage(found, _cursor(found[-1]) if more else None, _dead(session, actor))


def mail_detail(session: Session, actor: Actor, mail_id: UUID) -> MailDetail:
    """One mail with its words, or NotFound for absent and not the actor's to see alike."""
    actor.require(Permission.MAIL_READ)
    mail = find_mail(session, actor, mail_id)
    row = session.execute(_ROWS.where(OutboxMail.id == mail.id)).first()
    if row is None:
        raise NotFound()
    text = None if mail.is_secret else mail.text
    return MailDetail(MailRow(*row), text, mail.answer, mail.message_id, may_send_again(mail))


_ROWS = sa.select(
    OutboxMail.id,
    OutboxMail.state,
    OutboxMail.subject,
    OutboxMail.address,
    sa.func.coalesce(User.name, ""),
    OutboxMail.tries,
    OutboxMail.trouble,
    OutboxMail.created_at,
    OutboxMail.due_at,
    OutboxMail.sent_at,
).outerjoin(User, User.id == OutboxMail.user_id)


def _dead(session: Session, actor: Actor) -> int:
    dead = sa.select(OutboxMail.id).where(sees_mail(actor), OutboxMail.state == MailState.DEAD).limit(COUNTED)
    return session.execute(sa.select(sa.func.count()).select_from(dead.subquery())).scalar_one()


def _cursor(row: MailRow) -> str:
    place = json.dumps([row.created_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    tie = sa.and_(OutboxMail.created_at == created_at, OutboxMail.id < last_id)
    return [sa.or_(OutboxMail.created_at < created_at, tie)]
