"""Noting, in the transaction of an act, that people are to be mailed about it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import MailState, OutboxMail, new_id

_INSERT = sa.insert(OutboxMail.__table__)
_NO_WORDS = {"address": "", "language": "", "subject": "", "text": "", "html": "", "message_id": "", "answer": ""}


def collect(
    connection: sa.Connection,
    facts: dict[str, UUID],
    event_id: UUID,
    kind: str,
    people: Iterable[UUID],
    *,
    now: datetime,
) -> None:
    """Note an event for the next letter to each of these people: one statement, none for nobody.

    Args:
        facts: tenant and organization of the event.
    """
    rows = [_row(facts, event_id, kind, user_id, now) for user_id in sorted(people)]
    if rows:
        connection.execute(_INSERT, rows)


def forget(session: Session, before: datetime) -> None:
    """Drop what waits for a letter since before a moment, for history that is made up afterwards."""
    old = sa.and_(OutboxMail.state == MailState.COLLECTING, OutboxMail.created_at < before)
    session.connection().execute(sa.delete(OutboxMail).where(old))


def _row(facts: dict[str, UUID], event_id: UUID, kind: str, user_id: UUID, now: datetime) -> dict[str, object]:
    return {
        **facts,
        **_NO_WORDS,
        "id": new_id(),
        "user_id": user_id,
        "event_id": event_id,
        "kind": kind,
        "is_secret": False,
        "state": MailState.COLLECTING,
        "told": 1,
        "tries": 0,
        "created_at": now,
        "queued_at": now,
        "due_at": now,
    }
