"""What an Admin does with the outbox, and how letters get into it that are not collected."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Conflict
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_mail
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import JoinRequest, MailState, OutboxMail, User

from .changed import say_changed
from .compose import Letter


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
    if not session.connection().execute(sa.update(OutboxMail).where(*dead).values(values)).rowcount:
        raise Conflict("Only a mail that could not be sent can be sent again.")
    payload = {"mail_id": str(mail.id), "subject": mail.subject}
    record_about(session, actor, EventKind.MAIL_SENT_AGAIN, mail.organization_id, now=now, payload=payload)


def may_send_again(mail: OutboxMail) -> bool:
    """Whether sending again makes sense: it was given up, and still holds its words."""
    return mail.state == MailState.DEAD and not mail.is_secret


def post(
    session: Session,
    user: User | JoinRequest,
    kind: str,
    letter: Letter,
    mail_domain: str,
    *,
    is_secret: bool,
    now: datetime,
) -> UUID:
    """Put a letter into the line that goes at once and alone, such as a link to a new password.

    Args:
        user: who gets it; somebody who asks to join is no person of the customer yet.
        is_secret: whoever has the words can act as the person: nobody reads them in the outbox, and they are wiped
            once the mail was sent or given up.

    Returns:
        The mail's id.
    """
    mail = OutboxMail(
        tenant_id=user.tenant_id,
        organization_id=user.organization_id,
        # An invitation and the answer to a request go to the address alone.
        user_id=user.id if isinstance(user, User) and user.is_active else None,
        kind=kind,
        is_secret=is_secret,
        state=MailState.WAITING,
        address=user.email,
        language=user.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        created_at=now,
        queued_at=now,
        due_at=now,
    )
    mail.message_id = f"<{mail.id}@{mail_domain}>"
    session.add(mail)
    session.flush()
    say_changed(session, mail)
    return mail.id
