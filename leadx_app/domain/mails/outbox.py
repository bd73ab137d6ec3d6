"""What an Admin does with the outbox, and how letters get into it that are not collected."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Conflict
from leadx_app.domain.events import EventKind, record_about
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import find_mail
from leadx_app.models import MailState, OutboxMail


def send_again(session: Session, actor: Actor, mail_id: UUID, *, now: datetime) -> None:
    """Put a dead mail back in the line, with all its tries before it.

    Raises:
        Conflict: it is not dead, or held a secret and was emptied.
    """
    actor.require(Permission.MAIL_READ)
    mail = find_mail(session, actor, mail_id)
    if not may_send_again(mail):
        raise Conflict("Only a mail that could not be sent can be sent again.")
    dead = (OutboxMail.id == mail.id, OutboxMail.state == MailState.DEAD)
    values = {
        "state": MailState.WAITING,
        "tries": 0,
        "trouble": None,
        "answer": "",
        "queued_at": now,
        "due_at": now,
    }
    if not session.execute(sa.update(OutboxMail).where(*dead).values(values)).rowcount:
        raise Conflict("Only a mail that could not be sent can be sent again.")
    payload = {"mail_id": str(mail.id), "subject": mail.subject}
    record_about(session, actor, EventKind.MAIL_SENT_AGAIN, mail.organization_id, now=now, payload=payload)


def may_send_again(mail: OutboxMail) -> bool:
    """Whether sending again makes sense: it was given up, and still holds its words."""
    return mail.state == MailState.DEAD and not mail.is_secret
