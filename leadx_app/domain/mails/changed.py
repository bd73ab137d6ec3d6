"""Saying to open pages that the outbox changed."""

from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce
from leadx_app.models import OutboxMail


def say_changed(session: Session, mail: OutboxMail) -> None:
    """Let the pages that show this organization's outbox read again."""
    here = frozenset({mail.organization_id})
    announce(session, Message(mail.tenant_id, here, None, frozenset(), EventKind.MAIL_CHANGED))
