"""What people change of themselves: name, password, and where they are signed in (product.md section 4)."""

from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import Organization, User, UserSession

from .account_links import WriteNotice, end_links
from .accounts import close_session, end_sessions, say_changed
from .errors import Conflict, Invalid, InvalidDraft, NotFound
from .event_kinds import EventKind
from .events import note
from .mails.outbox import post
from .permissions import Actor
from .text import BadInput, checked_line, parse_phone


def change_profile(session: Session, actor: Actor, *, name: str, phone: str, time_zone: str, now: datetime) -> None:
    """Change what the actor says of themselves; an empty phone takes it away. Their open pages are told.

    Raises:
        InvalidDraft: what cannot be used, by field.
    """
    values: dict[str, str | None] = {}
    errors: list[Invalid] = []
    for field, read in (("name", lambda: checked_line(name, 200)), ("phone", lambda: _phone(phone))):
        try:
            values[field] = read()
        except BadInput as error:
            errors.append(Invalid(error.template, field=field, **error.params))
    if time_zone not in available_timezones():
        errors.append(Invalid("Choose one from the list.", field="time_zone"))
    if errors:
        raise InvalidDraft(errors)
    user = session.get_one(User, actor.user_id)
    user.name, user.phone, user.time_zone = str(values["name"]), values["phone"], time_zone
    session.add(user)
    session.flush()
    say_changed(session, user)


def change_password(
    session: Session,
    actor: Actor,
    before: str,
    password_hash: str,
    session_hash: str,
    write: WriteNotice,
    mail_domain: str,
    *,
    now: datetime,
) -> None:
    """Keep the actor's new password: their other sessions and all links to a password end, and a mail tells them.

    Args:
        before: the hash of the password that was just verified.
        session_hash: the session that goes on.

    Raises:
        Conflict: the password was changed by somebody else meanwhile.
    """
    mine = (User.id == actor.user_id, User.password_hash == before)
    changed = sa.update(User).where(*mine).values(password_hash=password_hash)
    if session.connection().execute(changed).rowcount != 1:
        raise Conflict("The password was changed meanwhile. Sign in again.")
    user = session.get_one(User, actor.user_id)
    end_links(session, user, now=now)
    letter = write(user, session.get_one(Organization, user.organization_id))
    post(session, user, "account.password_changed", letter, mail_domain, is_secret=False, now=now)
    note(session, actor, EventKind.PASSWORD_CHANGED, now=now, payload={})
    end_sessions(session, user, but=session_hash, now=now)


def end_own_session(session: Session, actor: Actor, session_id: UUID, *, now: datetime) -> None:
    """End one of the actor's own sessions, such as that of a phone that was lost; harmless when repeated.

    Raises:
        NotFound: absent, or somebody else's.
    """
    found = session.get(UserSession, session_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFound()
    close_session(session, found.token_hash, now=now)
    note(session, actor, EventKind.SESSION_ENDED, now=now, payload={})
    say_changed(session, session.get_one(User, actor.user_id))


def end_all_own_sessions(session: Session, actor: Actor, *, now: datetime) -> None:
    """Sign the actor out everywhere, here too."""
    note(session, actor, EventKind.SIGNED_OUT_EVERYWHERE, now=now, payload={})
    end_sessions(session, session.get_one(User, actor.user_id), now=now)


def _phone(phone: str) -> str | None:
    return parse_phone(phone) if phone.strip() else None
