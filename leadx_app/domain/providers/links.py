"""What an Admin does about somebody who has got another account at the provider."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_person
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import SignInLink


def forget_link(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """Let the next account with the person's email be theirs; harmless when repeated.

    Raises:
        NotFound: nobody whom the Admin sees to.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    theirs = sa.delete(SignInLink).where(SignInLink.user_id == user.id)
    if session.connection().execute(theirs).rowcount:
        about = {"user_id": str(user.id), "name": user.name}
        record_about(session, actor, EventKind.PROVIDER_FORGOTTEN, user.organization_id, now=now, payload=about)
