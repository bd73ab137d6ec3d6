"""The people of a customer, as an Admin sees to them: invitations, roles, organizations, active or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.models import LinkPurpose, Membership, Organization, Role, Tenant, User

from .account_links import WriteLink, end_links, make_link
from .accounts import end_sessions, say_changed
from .errors import Conflict, Invalid, InvalidDraft
from .event_kinds import EventKind
from .events import record_about
from .find import find_person, find_visible_organization, find_whole_person, works_elsewhere
from .mails.outbox import post
from .permissions import GRANTS, Actor, Permission
from .tenants import add_user, grant_role
from .text import BadInput, checked_line, parse_email, parse_phone

MOST_INVITED = 10
NOBODYS_ADDRESS = "@erased.invalid"
"""How the address of somebody who was erased ends."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited, as it was typed."""

    name: str
    phone: str
    email: str
    role: str
    organization_id: str


def invite(
    session: Session,
    actor: Actor,
    invitees: Mapping[str, Invitee],
    write: WriteLink,
    mail_domain: str,
    *,
    now: datetime,
) -> int:
    """Invite up to ten people at once: all of them, or nobody when a row is wrong.

    Args:
        invitees: the rows by a key that names them in the errors (`email_<key>`).

    Returns:
        How many were invited.

    Raises:
        InvalidDraft: what is wrong with which field of which row.
    """
    actor.require(Permission.USERS_MANAGE)
    if not invitees or len(invitees) > MOST_INVITED:
        raise InvalidDraft([Invalid("Fill in from one to {max} people.", field="rows", max=MOST_INVITED)])
    errors: list[Invalid] = []
    emails: set[str] = set()
    for key, invitee in invitees.items():
        errors += _wrong_with(session, actor, key, invitee, emails)
    if errors:
        raise InvalidDraft(errors)
    for invitee in invitees.values():
        _invite(session, actor, invitee, write, mail_domain, now)
    return len(invitees)


def send_invitation(
    session: Session, actor: Actor, user_id: UUID, write: WriteLink, mail_domain: str, *, now: datetime
) -> None:
    """Send an invitation again with a new link; the one before ends.

    Raises:
        Conflict: the person has a password already.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_whole_person(session, actor, user_id)
    if user.password_hash is not None:
        raise Conflict("{name} has joined already.", name=user.name)
    if user.email.endswith(NOBODYS_ADDRESS):
        raise Conflict("This person was erased already.")
    _send(session, actor, user, write, mail_domain, now)


def withdraw_invitation(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """Take an invitation back: its link ends. Harmless when repeated.

    Raises:
        Conflict: the person has joined already.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_whole_person(session, actor, user_id)
    if user.password_hash is not None:
        raise Conflict("{name} has joined already.", name=user.name)
    end_links(session, user, now=now)
    _record(session, actor, EventKind.INVITATION_WITHDRAWN, user, now)


def change_person(session: Session, actor: Actor, user_id: UUID, name: str, phone: str, *, now: datetime) -> None:
    """Write a person's name and phone anew; their open pages show it. Harmless when nothing is new.

    Raises:
        InvalidDraft: on `name` or `phone`.
        NotPermitted: they work in an organization that the actor does not see to.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    after = _checked_person(name, phone)
    before = (user.name, user.phone)
    if before == after:
        return
    find_whole_person(session, actor, user_id)
    user.name, user.phone = after
    session.add(user)
    payload = {"from": _about(*before), "to": _about(*after)}
    _record(session, actor, EventKind.USER_CHANGED, user, now, **payload)
    say_changed(session, user)


def change_access(
    session: Session, actor: Actor, user_id: UUID, access: Mapping[UUID, Role | None], *, now: datetime
) -> None:
    """Say which role a person has in each organization; None is no access there. Counts from their next click.

    Args:
        access: organizations that the Admin sees to; those that are not named stay as they are.

    Raises:
        Invalid: on `access`, when no organization would be left.
        Conflict: nobody would be left who administers the customer.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    organizations = {one: find_visible_organization(session, actor, one) for one in access}
    _hold(session, actor)
    before = roles_of(session, user)
    after = {where: role for where, role in {**before, **access}.items() if role is not None}
    if after == before:
        return
    if not after:
        raise Invalid("Choose a role in at least one organization.", field="access")
    for organization_id, role in access.items():
        if role is None:
            _take_away(session, user, organization_id)
        else:
            grant_role(session, user, organizations[organization_id], role, now=now)
    if user.organization_id not in after:
        user.organization_id = min(after, key=lambda where: (where != actor.organization_id, where))
        session.add(user)
    _refuse_without_admin(session, actor)
    payload = {"from": _plain(before), "to": _plain(after)}
    _record(session, actor, EventKind.USER_ACCESS_CHANGED, user, now, **payload)
    say_changed(session, user)


def set_active(session: Session, actor: Actor, user_id: UUID, is_active: bool, *, now: datetime) -> None:
    """Let a person in, or no longer: then all their sessions end at once. Harmless when repeated.

    Raises:
        Conflict: the person has no password yet, or nobody would be left who administers the customer.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_whole_person(session, actor, user_id)
    if user.is_active == is_active:
        return
    if is_active and user.password_hash is None:
        raise Conflict("{name} has no password yet. Send the invitation again.", name=user.name)
    _hold(session, actor)
    user.is_active = is_active
    session.add(user)
    session.flush()
    _refuse_without_admin(session, actor)
    _record(session, actor, EventKind.USER_ACTIVATED if is_active else EventKind.USER_DEACTIVATED, user, now)
    if not is_active:
        end_links(session, user, now=now)
        end_sessions(session, user, now=now)


def roles_of(session: Session, user: User) -> dict[UUID, Role]:
    """The person's role in each organization that they may work in."""
    query = select(Membership).where(Membership.user_id == user.id, Membership.is_active).order_by(Membership.id)
    return {one.organization_id: one.role for one in session.exec(query)}


def _checked_person(name: str, phone: str) -> tuple[str, str | None]:
    errors: list[Invalid] = []
    values: dict[str, str] = {}
    parses = {"name": (name, lambda text: checked_line(text, 200)), "phone": (phone, parse_phone)}
    for field, (text, parse) in parses.items():
        try:
            values[field] = parse(text) if text.strip() or field == "name" else ""
        except BadInput as error:
            errors.append(Invalid(error.template, field=field, **error.params))
    if errors:
        raise InvalidDraft(errors)
    return values["name"], values["phone"] or None


def _about(name: str, phone: str | None) -> dict[str, str]:
    return {"name": name, "phone": phone or ""}


def _wrong_with(session: Session, actor: Actor, key: str, invitee: Invitee, emails: set[str]) -> list[Invalid]:
    errors: list[Invalid] = []

    def check(field: str, parse: Callable[[], str]) -> str:
        try:
            return parse()
        except BadInput as error:
            errors.append(Invalid(error.template, field=f"{field}_{key}", **error.params))
            return ""

    check("name", lambda: checked_line(invitee.name, 200))
    if invitee.phone.strip():
        check("phone", lambda: parse_phone(invitee.phone))
    email = check("email", lambda: parse_email(invitee.email)).casefold()
    if email in emails:
        errors.append(Invalid("This email stands in another row already.", field=f"email_{key}"))
    elif email and _is_taken(session, actor, email):
        errors.append(Invalid("A person with this email exists already.", field=f"email_{key}"))
    emails.add(email)
    if invitee.role not in set(Role):
        errors.append(Invalid("Choose one from the list.", field=f"role_{key}"))
    if invitee.organization_id not in {str(one) for one in actor.organization_ids}:
        errors.append(Invalid("Choose one from the list.", field=f"organization_{key}"))
    return errors


def _is_taken(session: Session, actor: Actor, email: str) -> bool:
    """Whether somebody has this email who joined, or whom the Admin may not invite again."""
    found = session.exec(select(User).where(User.tenant_id == actor.tenant_id, User.email == email)).first()
    if found is None:
        return False
    is_theirs = found.organization_id in actor.organization_ids and not works_elsewhere(session, actor, found)
    return found.password_hash is not None or not is_theirs


def _invite(
    session: Session, actor: Actor, invitee: Invitee, write: WriteLink, mail_domain: str, now: datetime
) -> None:
    organization = find_visible_organization(session, actor, UUID(invitee.organization_id))
    email = parse_email(invitee.email).casefold()
    user = session.exec(select(User).where(User.tenant_id == actor.tenant_id, User.email == email)).first()
    phone = parse_phone(invitee.phone) if invitee.phone.strip() else None
    if user is None:
        role = Role(invitee.role)
        user = add_user(session, organization, email=email, name=invitee.name, phone=phone, role=role, now=now)
    else:
        _take_away(session, user, None)
        user.name, user.phone, user.organization_id = checked_line(invitee.name, 200), phone, organization.id
        grant_role(session, user, organization, Role(invitee.role), now=now)
    user.is_active = False  # Until they choose a password: nothing is assigned or mailed to them before.
    session.add(user)
    session.flush()
    _send(session, actor, user, write, mail_domain, now)


def _send(session: Session, actor: Actor, user: User, write: WriteLink, mail_domain: str, now: datetime) -> None:
    end_links(session, user, now=now)
    organization = session.get_one(Organization, user.organization_id)
    letter = write(user, organization.name, make_link(session, user, LinkPurpose.INVITATION, now=now))
    post(session, user, "account.invitation", letter, mail_domain, is_secret=True, now=now)
    _record(session, actor, EventKind.USER_INVITED, user, now, roles=_plain(roles_of(session, user)))


def _take_away(session: Session, user: User, organization_id: UUID | None) -> None:
    """Close the person out of an organization, or of all."""
    query = select(Membership).where(Membership.user_id == user.id)
    for membership in session.exec(query):
        if organization_id in (None, membership.organization_id):
            membership.is_active = False
            session.add(membership)
    session.flush()


def _hold(session: Session, actor: Actor) -> None:
    """Let two Admins who close each other out come one after the other."""
    session.exec(select(Tenant.id).where(Tenant.id == actor.tenant_id).with_for_update()).one()


def _refuse_without_admin(session: Session, actor: Actor) -> None:
    session.flush()
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            User.tenant_id == actor.tenant_id,
            User.is_active,
            User.password_hash.is_not(None),
            Membership.is_active,
            Membership.role.in_(GRANTS[Permission.USERS_MANAGE]),
            Organization.parent_id.is_(None),
        )
        .limit(1)
    )
    if session.exec(query).first() is None:
        raise Conflict("Somebody must be left as Admin. Make another person Admin first.")


def _record(session: Session, actor: Actor, kind: EventKind, user: User, now: datetime, **payload: object) -> None:
    about = {"user_id": str(user.id), "name": user.name, **payload}
    record_about(session, actor, kind, user.organization_id, now=now, payload=about)


def _plain(roles: Mapping[UUID, Role]) -> dict[str, str]:
    return {str(where): role.value for where, role in sorted(roles.items())}
