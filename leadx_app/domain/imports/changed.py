"""Saying to open pages that an import changed."""

from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce
from leadx_app.models import Import


def say_import_changed(session: Session, found: Import) -> None:
    """Let the pages of whoever imports read again."""
    people = frozenset({found.user_id})
    announce(session, Message(found.tenant_id, frozenset(), None, people, EventKind.IMPORT_CHANGED))
