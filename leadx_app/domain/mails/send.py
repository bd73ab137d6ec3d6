"""Handing mails to the mail server: claimed by one process at a time, tried again where it helps, else given up."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.ports import OutgoingMail
from leadx_app.models import MailState, MailTrouble, OutboxMail, User

from .changed import say_changed

CLAIM = timedelta(minutes=3)
"""Longer than any one attempt takes; a mail whose process was killed is tried again after it."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 14
"""With the pauses between them a day and a half."""
TOO_OLD = timedelta(days=3)
KEPT = timedelta(days=90)
_AT_ONCE = 8

FINAL = frozenset(
    {
        MailTrouble.RECIPIENT_REFUSED,
        MailTrouble.CONTENT_REFUSED,
        MailTrouble.ACCOUNT_OFF,
        MailTrouble.TOO_OLD,
        MailTrouble.NOBODYS_ADDRESS,
    }
)
"""Troubles that another attempt does not mend."""


def is_due(session: Session, beside: int = 0, *, now: datetime) -> bool:
    """Whether there is a mail to be sent, beside so many others."""
    return len(_due(session, now, beside + 1)) > beside


def claim_next(session: Session, *, now: datetime) -> OutgoingMail | None:
    """Take the mail that has waited longest, for the time of one attempt; None when there is none.

    Those that must not be sent any more are given up on the way.
    """
    for mail in _due(session, now, _AT_ONCE):
        if not _claim(session, mail, now):
            continue
        trouble = _obstacle(session, mail, now)
        if trouble is None:
            return OutgoingMail(
                mail.id, mail.tries, mail.address, mail.subject, mail.text, mail.html, mail.message_id, mail.queued_at
            )
        settle(session, mail.id, mail.tries, trouble, now=now)
    return None


def settle(
    session: Session,
    mail_id: UUID,
    attempt: int,
    trouble: MailTrouble | None,
    answer: str = "",
    *,
    chance: float = 0.5,
    now: datetime,
) -> None:
    """Keep what became of an attempt; harmless when the claim ended and another process has taken the mail.

    Args:
        attempt: which attempt it was.
        trouble: why it failed; None when the server took the mail.
        answer: what the server said.
        chance: a number from 0 to 1 that spreads the next attempts of many mails.
    """
    mail = session.get(OutboxMail, mail_id)
    values = _outcome(trouble, answer, attempt, chance, now)
    if mail is None:
        return
    if mail.is_secret and values["state"] in (MailState.SENT, MailState.DEAD):
        values |= {"text": "", "html": ""}
    ours = (OutboxMail.id == mail_id, OutboxMail.state == MailState.SENDING, OutboxMail.tries == attempt)
    if session.connection().execute(sa.update(OutboxMail).where(*ours).values(values)).rowcount:
        say_changed(session, mail)


def pause_before(attempt: int, chance: float) -> timedelta:
    """How long to wait after an attempt that failed: 1, 2, 4, 8 … minutes up to six hours, 25 % more or less."""
    pause = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
    return pause * (0.75 + 0.5 * chance)


def clean_up(session: Session, *, now: datetime) -> int:
    """Remove mails that nobody needs any more: 90 days after they were written. Returns how many."""
    done = OutboxMail.state.in_([MailState.SENT, MailState.DEAD, MailState.WAITING])
    return session.connection().execute(sa.delete(OutboxMail).where(done, OutboxMail.queued_at < now - KEPT)).rowcount


def _due(session: Session, now: datetime, most: int) -> list[OutboxMail]:
    query = (
        select(OutboxMail)
        .where(OutboxMail.state.in_([MailState.WAITING, MailState.SENDING]), OutboxMail.due_at <= now)
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return list(session.exec(query))


def _claim(session: Session, mail: OutboxMail, now: datetime) -> bool:
    """Take the mail unless another process took it since it was read."""
    seen = (OutboxMail.id == mail.id, OutboxMail.state == mail.state, OutboxMail.due_at == mail.due_at)
    values = {"state": MailState.SENDING, "tries": mail.tries + 1, "due_at": now + CLAIM}
    if not session.connection().execute(sa.update(OutboxMail).where(*seen).values(values)).rowcount:
        return False
    session.refresh(mail)
    return True


def _obstacle(session: Session, mail: OutboxMail, now: datetime) -> MailTrouble | None:
    """Why the mail must not be sent any more; takes over the address that the person has now."""
    if now - mail.queued_at > TOO_OLD:
        return MailTrouble.TOO_OLD
    if mail.user_id is None:
        return None
    person = session.execute(sa.select(User.is_active, User.email).where(User.id == mail.user_id)).one()
    mail.address = person.email
    session.flush()
    return None if person.is_active else MailTrouble.ACCOUNT_OFF


def _outcome(trouble: MailTrouble | None, answer: str, attempt: int, chance: float, now: datetime) -> dict[str, object]:
    if trouble is None:
        return {"state": MailState.SENT, "sent_at": now, "trouble": None, "answer": ""}
    failed = {"trouble": trouble, "answer": answer[:200]}
    if trouble in FINAL or attempt >= MOST_TRIES:
        return {"state": MailState.DEAD, **failed}
    return {"state": MailState.WAITING, "due_at": now + pause_before(attempt, chance), **failed}
