"""API tokens of everybody, as an Admin oversees them (product.md section 10)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from .accounts import end_token
from .find import find_token
from .permissions import Actor, Permission


def revoke(session: Session, actor: Actor, token_id: UUID, *, now: datetime) -> None:
    """End anybody's token at once; harmless when repeated.

    Raises:
        NotFound: absent, or of an organization that the Admin does not see to.
    """
    actor.require(Permission.TOKEN_OVERSEE)
    end_token(session, actor, find_token(session, actor, token_id), now=now)
