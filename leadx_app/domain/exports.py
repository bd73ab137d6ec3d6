"""Taking lists out as files (product.md section 5): who may, and the trace that it leaves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from .event_kinds import EventKind
from .events import note
from .permissions import Actor, Permission


def may_export(session: Session, actor: Actor) -> UUID:
    """Whose export it is; what is in it is what the list shows them.

    Raises:
        NotPermitted: a role that takes nothing out.
    """
    actor.require(Permission.LIST_EXPORT)
    return actor.user_id


def note_export(
    session: Session, actor: Actor, name: str, file_format: str, rows: int, filters: dict[str, Any], *, now: datetime
) -> None:
    """Keep who took which list out, how, with how many rows, and what it was filtered by (JSON values)."""
    actor.require(Permission.LIST_EXPORT)
    payload = {"list": name, "format": file_format, "rows": rows, "filters": filters}
    note(session, actor, EventKind.LIST_EXPORTED, now=now, payload=payload)
