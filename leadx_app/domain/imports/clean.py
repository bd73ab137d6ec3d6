"""Forgetting old imports: their rows hold what people sent, and nobody takes back what is months old."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Import, ImportRow, ImportState, ImportTrace

KEPT = timedelta(days=90)
AT_ONCE = 5
_UNDER_WAY = (ImportState.RUNNING, ImportState.UNDOING)


def clean_up(session: Session, *, now: datetime) -> int:
    """Remove some imports, with their rows and traces, that nobody has touched for 90 days. Returns how many."""
    old = (Import.updated_at < now - KEPT, Import.state.not_in(_UNDER_WAY))
    ids = list(session.exec(select(Import.id).where(*old).order_by(Import.updated_at).limit(AT_ONCE)))
    for table in (ImportRow, ImportTrace):
        session.connection().execute(sa.delete(table).where(table.import_id.in_(ids)))
    session.connection().execute(sa.delete(Import).where(Import.id.in_(ids)))
    return len(ids)
