"""The actor's passkeys."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.passkeys import MOST
from leadx_app.domain.permissions import Actor
from leadx_app.models import Passkey


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One of them; `credential_id` says to a browser that it exists already."""

    id: UUID
    name: str
    credential_id: str
    created_at: datetime
    last_used_at: datetime | None


def own_passkeys(session: Session, actor: Actor) -> list[PasskeyRow]:
    """The newest first; at most 20, which is all."""
    query = (
        sa.select(Passkey)
        .where(Passkey.user_id == actor.user_id)
        .order_by(Passkey.created_at.desc(), Passkey.id.desc())
        .limit(MOST)
    )
    return [
        PasskeyRow(row.id, row.name, row.credential_id, row.created_at, row.last_used_at)
        for row in session.scalars(query)
    ]
