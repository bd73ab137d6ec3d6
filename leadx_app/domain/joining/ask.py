"""Asking to join: the request, the link that confirms the email, and what a sign-in says while it waits."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.accounts import hash_secret
from leadx_app.domain.customers import of_customer
from leadx_app.domain.errors import Invalid, InvalidDraft, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.mails.outbox import post
from leadx_app.domain.permissions import GRANTS, Permission, on_behalf_of
from leadx_app.domain.text import BadInput, checked_line, parse_email, parse_phone
from leadx_app.models import (
    JoinRequest,
    JoinState,
    Membership,
    Organization,
    OutboxMail,
    SelfRegistration,
    User,
)

from .letters import JoinLetters
from .made import make_person
from .self_registration import counter_behind

LINK_LIVES = timedelta(days=2)
KEPT = timedelta(days=30)
"""How long a request is kept after it was rejected."""
MAILS_PER_DAY = 5
KIND = "account.joining"
_DEAD_LINK = "This link was used, or has expired. Register again, or sign in."


@dataclass(frozen=True, slots=True)
class JoinDraft:
    """Somebody who registers, as it was typed; `organization_id` "" is the parent organization."""

    name: str
    email: str
    phone: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who showed that they may: what their password is checked against, and how their request stands."""

    request_id: UUID
    email: str
    organization: str
    password_hash: str
    is_confirmed: bool


def checked_draft(draft: JoinDraft, choices: Sequence[Organization]) -> JoinDraft:
    """The draft as it is kept: normalized, the organization one of the choices.

    Raises:
        InvalidDraft: what is wrong with which field.
    """
    errors: list[Invalid] = []
    values: dict[str, str] = {"phone": ""}
    parses = {"name": lambda: checked_line(draft.name, 200), "email": lambda: parse_email(draft.email).casefold()}
    if draft.phone.strip():
        parses["phone"] = lambda: parse_phone(draft.phone)
    for field, parse in parses.items():
        try:
            values[field] = parse()
        except BadInput as error:
            errors.append(Invalid(error.template, field=field, **error.params))
    wanted = draft.organization_id or str(choices[0].id)
    if wanted not in {str(one.id) for one in choices}:
        errors.append(Invalid("Choose one from the list.", field="organization_id"))
    if errors:
        raise InvalidDraft(errors)
    return JoinDraft(**values, organization_id=wanted)


def ask_to_join(
    session: Session,
    key: str,
    draft: JoinDraft,
    password_hash: str,
    language: str,
    write: JoinLetters,
    mail_domain: str,
    *,
    is_mailed: bool,
    now: datetime,
) -> None:
    """Keep a request. With a mail server it waits for its email to be confirmed, without one for an Admin at once.

    Whoever has an account gets a mail that says so instead; nobody outside may learn which it was.
    """
    counter = counter_behind(session, key)
    draft = checked_draft(draft, counter.organizations)
    _forget_old(session, counter.setting, now)
    if _mails_since(session, counter.setting.tenant_id, draft.email, now - timedelta(days=1)) >= MAILS_PER_DAY:
        return
    known = _member(session, counter.setting.tenant_id, draft.email)
    if known is not None:
        post(session, known, KIND, write.known(known, counter.organization.name), mail_domain, is_secret=False, now=now)
        return
    request = _request(counter.setting, draft, password_hash, language, now)
    if is_mailed:
        secret = secrets.token_urlsafe(32)
        request.token_hash = hash_secret(secret)
        session.add(request)
        session.flush()
        letter = write.confirm(request, counter.organization.name, secret)
        post(session, request, KIND, letter, mail_domain, is_secret=True, now=now)
    elif _waiting(session, request) is None:
        _wait(session, counter.setting, request, now)


def newcomer_behind(session: Session, token_hash: str, slug: str | None = None, *, now: datetime) -> Newcomer:
    """Whose email a link confirms.

    Args:
        slug: of the one customer at whose address it was opened.

    Raises:
        NotFound: unknown, another customer's, used or expired.
    """
    request = _unconfirmed(session, token_hash, slug, now)
    organization = session.get_one(Organization, request.organization_id)
    return Newcomer(request.id, request.email, organization.name, request.password_hash, False)


def confirm_email(
    session: Session, token_hash: str, write: JoinLetters, mail_domain: str, slug: str | None = None, *, now: datetime
) -> JoinState:
    """Let a request go on, whose password was shown with its link: to an Admin, or straight in where that is set.

    Returns:
        WAITING or APPROVED.

    Raises:
        NotFound: as `newcomer_behind`, and when registration was switched off since.
    """
    request = _unconfirmed(session, token_hash, slug, now)
    query = select(SelfRegistration).where(SelfRegistration.tenant_id == request.tenant_id, SelfRegistration.is_on)
    setting = session.exec(query).first()
    if setting is None or _member(session, request.tenant_id, request.email):
        raise NotFound(_DEAD_LINK)
    request.token_hash, request.confirmed_at = None, now
    organization = session.get_one(Organization, request.organization_id)
    if not organization.is_active:
        request.organization_id = setting.organization_id
        organization = session.get_one(Organization, setting.organization_id)
    if not setting.needs_approval:
        user = make_person(session, request, organization, setting.role, now=now)
        request.state, request.decided_at, request.password_hash = JoinState.APPROVED, now, ""
        session.add(request)
        _tell_admins(session, setting, request, EventKind.JOIN_DONE, now)
        letter = write.approved(user, organization.name)
        post(session, user, KIND, letter, mail_domain, is_secret=False, now=now)
        return JoinState.APPROVED
    before = _waiting(session, request)
    if before is None:
        _wait(session, setting, request, now)
        letter = write.waiting(request, organization.name)
        post(session, request, KIND, letter, mail_domain, is_secret=False, now=now)
        return JoinState.WAITING
    before.password_hash, before.name, before.phone = request.password_hash, request.name, request.phone
    before.confirmed_at = before.confirmed_at or now
    session.add(before)
    session.delete(request)
    return JoinState.WAITING


def waiting_with_email(session: Session, email: str, slug: str | None = None) -> list[Newcomer]:
    """Open requests with this email; only for the sign-in, which says so to whoever knows the password.

    Args:
        slug: of the one customer at whose address they sign in.
    """
    query = (
        select(JoinRequest, Organization.name)
        .join(Organization, Organization.id == JoinRequest.organization_id)
        .where(
            JoinRequest.email == email.strip().casefold(),
            JoinRequest.state.in_([JoinState.UNCONFIRMED, JoinState.WAITING]),
            *of_customer(JoinRequest.tenant_id, slug),
        )
        .order_by(JoinRequest.state.desc(), JoinRequest.id.desc())
        .limit(MAILS_PER_DAY)
    )
    return [
        Newcomer(one.id, one.email, name, one.password_hash, one.state == JoinState.WAITING)
        for one, name in session.exec(query)
    ]


def _request(
    setting: SelfRegistration, draft: JoinDraft, password_hash: str, language: str, now: datetime
) -> JoinRequest:
    return JoinRequest(
        tenant_id=setting.tenant_id,
        organization_id=UUID(draft.organization_id),
        email=draft.email,
        name=draft.name,
        phone=draft.phone or None,
        password_hash=password_hash,
        language=language,
        state=JoinState.UNCONFIRMED,
        created_at=now,
    )


def _wait(session: Session, setting: SelfRegistration, request: JoinRequest, now: datetime) -> None:
    request.state = JoinState.WAITING
    session.add(request)
    session.flush()
    _tell_admins(session, setting, request, EventKind.JOIN_ASKED, now)


def _tell_admins(
    session: Session, setting: SelfRegistration, request: JoinRequest, kind: EventKind, now: datetime
) -> None:
    """Nobody of the customer acts yet: it is written on behalf of the Admin who opened the registration."""
    actor = on_behalf_of(setting.set_by_id, setting.tenant_id, request.organization_id)
    organization = session.get_one(Organization, request.organization_id)
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.is_active,
            Membership.is_active,
            Membership.role.in_(GRANTS[Permission.USERS_MANAGE]),
            Membership.organization_id.in_([organization.id, setting.organization_id]),
        )
    )
    about = {"request_id": str(request.id), "name": request.name, "organization": organization.name}
    told = frozenset(session.exec(query))
    where = frozenset({setting.organization_id})
    record_about(
        session, actor, kind, organization.id, now=now, payload=about, told=told, shown_in=where, by_clock=True
    )


def _unconfirmed(session: Session, token_hash: str, slug: str | None, now: datetime) -> JoinRequest:
    query = select(JoinRequest).where(
        JoinRequest.token_hash == token_hash,
        JoinRequest.state == JoinState.UNCONFIRMED,
        JoinRequest.created_at > now - LINK_LIVES,
        *of_customer(JoinRequest.tenant_id, slug),
    )
    request = session.exec(query.execution_options(populate_existing=True).with_for_update()).first()
    if request is None:
        raise NotFound(_DEAD_LINK)
    return request


def _waiting(session: Session, like: JoinRequest) -> JoinRequest | None:
    """The request of the same email that waits already."""
    same = (JoinRequest.tenant_id == like.tenant_id, JoinRequest.email == like.email)
    return session.exec(select(JoinRequest).where(*same, JoinRequest.state == JoinState.WAITING)).first()


def _member(session: Session, tenant_id: UUID, email: str) -> User | None:
    """Somebody of the customer with this email who has chosen a password before."""
    query = select(User).where(User.tenant_id == tenant_id, User.email == email, User.password_hash.is_not(None))
    return session.exec(query).first()


def _mails_since(session: Session, tenant_id: UUID, email: str, since: datetime) -> int:
    sent = (OutboxMail.tenant_id == tenant_id, OutboxMail.address == email, OutboxMail.kind == KIND)
    query = select(sa.func.count()).select_from(OutboxMail).where(*sent, OutboxMail.created_at > since)
    return session.exec(query).one()


def _forget_old(session: Session, setting: SelfRegistration, now: datetime) -> None:
    """Drop links that were never opened, and what was rejected long ago."""
    unopened = sa.and_(JoinRequest.state == JoinState.UNCONFIRMED, JoinRequest.created_at < now - LINK_LIVES)
    rejected = sa.and_(JoinRequest.state == JoinState.REJECTED, JoinRequest.decided_at < now - KEPT)
    old = sa.and_(JoinRequest.tenant_id == setting.tenant_id, sa.or_(unopened, rejected))
    session.connection().execute(sa.delete(JoinRequest).where(old))
