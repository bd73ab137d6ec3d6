"""What an Admin answers to somebody who asks to join."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_join_request, find_visible_organization
from leadx_app.domain.mails.outbox import post
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import BadInput, checked_line
from leadx_app.models import JoinRequest, JoinState, Role, User

from .ask import KIND
from .letters import WriteApproved, WriteRejected
from .made import make_person

LONGEST_REASON = 500


def approve(
    session: Session,
    actor: Actor,
    request_id: UUID,
    role: str,
    organization_id: UUID,
    write: WriteApproved,
    mail_domain: str,
    *,
    now: datetime,
) -> User:
    """Let somebody in, with a role in an organization; a mail tells them.

    Raises:
        Invalid: on `role`.
        Conflict: somebody answered first, or a person with the email exists by now.
    """
    request = _asked(session, actor, request_id)
    organization = find_visible_organization(session, actor, organization_id)
    if role not in set(Role):
        raise Invalid("Choose one from the list.", field="role")
    _decide(session, actor, request, JoinState.WAITING, JoinState.APPROVED, now)
    user = make_person(session, request, organization, Role(role), now=now)
    request.password_hash = ""
    session.add(request)
    post(session, user, KIND, write(user, organization.name), mail_domain, is_secret=False, now=now)
    _record(session, actor, EventKind.JOIN_APPROVED, request, now, user_id=str(user.id), role=role)
    return user


def reject(
    session: Session,
    actor: Actor,
    request_id: UUID,
    reason: str,
    write: WriteRejected,
    mail_domain: str,
    *,
    now: datetime,
) -> None:
    """Do not let somebody in; a mail tells them why. For thirty days the request can be taken up again.

    Raises:
        Invalid: on `reason`.
        Conflict: somebody answered first.
    """
    request = _asked(session, actor, request_id)
    try:
        reason = checked_line(reason, LONGEST_REASON)
    except BadInput as error:
        raise Invalid(error.template, field="reason", **error.params) from None
    organization = find_visible_organization(session, actor, request.organization_id)
    _decide(session, actor, request, JoinState.WAITING, JoinState.REJECTED, now)
    request.reason = reason
    session.add(request)
    letter = write(request, organization.name, reason)
    post(session, request, KIND, letter, mail_domain, is_secret=False, now=now)
    _record(session, actor, EventKind.JOIN_REJECTED, request, now, reason=reason)


def take_up_again(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> None:
    """Let a rejected request wait again; the person is told when it is approved.

    Raises:
        Conflict: it is not rejected any more, or the person has asked anew.
    """
    request = _asked(session, actor, request_id)
    same = (JoinRequest.tenant_id == request.tenant_id, JoinRequest.email == request.email)
    if session.exec(select(JoinRequest.id).where(*same, JoinRequest.state == JoinState.WAITING)).first():
        raise Conflict("{name} has asked again, and that request waits.", name=request.name)
    _decide(session, actor, request, JoinState.REJECTED, JoinState.WAITING, now)
    _record(session, actor, EventKind.JOIN_TAKEN_UP, request, now)


def _asked(session: Session, actor: Actor, request_id: UUID) -> JoinRequest:
    actor.require(Permission.USERS_MANAGE)
    return find_join_request(session, actor, request_id)


def _decide(
    session: Session, actor: Actor, request: JoinRequest, before: JoinState, after: JoinState, now: datetime
) -> None:
    """Move the request on; of two Admins at once the second is refused."""
    still = (JoinRequest.id == request.id, JoinRequest.state == before)
    decided = (None, None) if after == JoinState.WAITING else (now, actor.user_id)
    values = {"state": after, "decided_at": decided[0], "decided_by_id": decided[1]}
    if not session.connection().execute(sa.update(JoinRequest).where(*still).values(values)).rowcount:
        raise Conflict("Somebody has answered this request already.")
    session.refresh(request)


def _record(
    session: Session, actor: Actor, kind: EventKind, request: JoinRequest, now: datetime, **payload: object
) -> None:
    about = {"request_id": str(request.id), "name": request.name, **payload}
    record_about(session, actor, kind, request.organization_id, now=now, payload=about)
