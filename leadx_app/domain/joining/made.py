"""Making a person of a request."""

from datetime import datetime

from sqlmodel import Session, select

from leadx_app.domain.account_links import end_links
from leadx_app.domain.errors import Conflict
from leadx_app.domain.tenants import add_user, grant_role
from leadx_app.models import JoinRequest, Membership, Organization, Role, User


def make_person(
    session: Session, request: JoinRequest, organization: Organization, role: Role, *, now: datetime
) -> User:
    """The person of a request, with the password that they chose; somebody who was only invited becomes them.

    Raises:
        Conflict: somebody else has joined with this email; or was invited to other organizations, while nobody has
            confirmed that the email is the requester's: they would come into those as well.
    """
    query = select(User).where(User.tenant_id == request.tenant_id, User.email == request.email)
    user = session.exec(query).first()
    if user is not None and user.password_hash is not None:
        raise Conflict("A person with this email exists already.")
    if user is None:
        who = {"email": request.email, "name": request.name, "phone": request.phone, "language": request.language}
        return add_user(session, organization, role=role, password_hash=request.password_hash, now=now, **who)
    others = (Membership.is_active, Membership.organization_id != organization.id)
    works_elsewhere = select(Membership.id).where(Membership.user_id == user.id, *others)
    if request.confirmed_at is None and session.exec(works_elsewhere).first():
        raise Conflict("A person with this email was invited already. Send that invitation again instead.")
    end_links(session, user, now=now)
    user.name, user.phone, user.organization_id = request.name, request.phone, organization.id
    user.password_hash, user.is_active = request.password_hash, True
    session.add(user)
    grant_role(session, user, organization, role, now=now)
    return user
