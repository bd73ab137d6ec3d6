"""Erasure of a person on request: what names them goes, what they did stays under "Erased person".

Leads, handshakes, points and figures are facts of the organization and stay; who the person was is not among them.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from leadx_app.models import (
    ContactChange,
    ContactMerge,
    File,
    ImportTrace,
    JoinRequest,
    Organization,
    OutboxPush,
    Person,
    PushSubscription,
    SavedView,
    TenantArchive,
    User,
)

from . import people
from .accounts import end_sessions
from .contacts.keys import keys_of_person
from .contacts.write import retext
from .errors import Conflict, Invalid
from .event_kinds import EventKind
from .events import record_about
from .find import find_own_contact, find_whole_person
from .permissions import Actor, Permission
from .sweep import Sweep, sweep
from .text import fold

ERASED = {"en": "Erased person", "nb": "Slettet person"}
"""The name that stays, in the language of the organization: it is data, not a label of the screen."""
_THEIRS = frozenset(
    {
        "escalations",
        "list_preferences",
        "notification_preferences",
        "notifications",
        "outbox_mails",
        "passkeys",
        "sign_in_links",
        "user_sessions",
    }
)
"""Tables of rows that are nothing but a person's, besides those that hold a secret of theirs."""
_SECRET = re.compile(r"hash|secret|endpoint|credential")


def erase_person(session: Session, actor: Actor, user_id: UUID, typed: str, *, now: datetime) -> None:
    """Take a person out of the installation; it cannot be undone. They are signed out at once.

    Args:
        typed: their email, typed by the Admin so that nobody else is erased.

    Raises:
        NotFound: not one of the people whom the Admin manages.
        Invalid: on `email`, when it is not theirs.
        Conflict: the Admin themselves, the last Admin, or somebody who was erased before.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_whole_person(session, actor, user_id)
    if is_erased(user.email):
        raise Conflict("This person was erased already.")
    _check_typed(typed, user.email)
    if user.id == actor.user_id:
        raise Conflict("Another Admin must erase you.")
    people.set_active(session, actor, user_id, False, now=now)
    end_sessions(session, user, now=now)
    name = _erased_name(session, user.organization_id)
    what = _what(session, user.tenant_id, user.name, [user.email, *_phones(user.phone)], {user.id}, name)
    _remove_rows(session, user, now)
    mark = user.id.hex[-12:]
    user.name, user.email, user.phone, user.password_hash = name, f"{mark}{people.NOBODYS_ADDRESS}", None, None
    user.photo_id = None
    session.add(user)
    sweep(session, user.tenant_id, what)
    payload = {"user_id": str(user_id), "name": name}
    user = session.get_one(User, user_id)
    record_about(session, actor, EventKind.USER_ERASED, user.organization_id, now=now, payload=payload, shown_in=None)


def erase_contact(session: Session, actor: Actor, person_id: UUID, typed: str, *, now: datetime) -> None:
    """Take a contact person out: name, title, email, phone, their history, and where they are mentioned.

    Args:
        typed: their email, or their name when they have none.

    Raises:
        NotFound: no contact person of the actor's organization.
        Invalid: on `email`, when it is not theirs.
        Conflict: erased before.
    """
    actor.require(Permission.USERS_MANAGE)
    person = find_own_contact(session, actor, Person, person_id)
    name = _erased_name(session, person.organization_id)
    if person.name == name:
        raise Conflict("This person was erased already.")
    _check_typed(typed, person.email or person.name)
    merged = _merged_into(session, person)
    for one in [*merged, person]:
        said = [one.email or "", *_phones(one.phone)]
        what = _what(session, one.tenant_id, one.name, said, {one.id for one in [*merged, person]}, name)
        _empty_contact(session, one, name)
        sweep(session, one.tenant_id, what)
    person = session.get_one(Person, person_id)
    retext(session, person)
    payload = {"id": str(person_id), "name": name}
    organization_id = person.organization_id
    record_about(session, actor, EventKind.CONTACT_ERASED, organization_id, now=now, payload=payload, shown_in=None)


def is_erased(email: str) -> bool:
    """Whether this is what is left of somebody who was erased."""
    return email.endswith(people.NOBODYS_ADDRESS)


def _check_typed(typed: str, wanted: str) -> None:
    if fold(typed) != fold(wanted):
        raise Invalid("This is not what stands above. Nothing was erased.", field="email")


def _erased_name(session: Session, organization_id: UUID) -> str:
    language = session.get_one(Organization, organization_id).default_language
    return ERASED.get(language, ERASED["en"])


def _what(session: Session, tenant_id: UUID, name: str, said: list[str], ids: set[UUID], instead: str) -> Sweep:
    """A name of several words that nobody else has is theirs wherever it stands; another only beside their id."""
    everywhere = frozenset(text for text in said if text)
    is_theirs = " " in name and not _others_have(session, tenant_id, name, ids)
    names = frozenset({name})
    mark = min(ids).hex[-12:]
    if is_theirs:
        return Sweep(everywhere | names, frozenset(), frozenset(ids), instead, mark)
    return Sweep(everywhere, names, frozenset(ids), instead, mark)


def _others_have(session: Session, tenant_id: UUID, name: str, ids: set[UUID]) -> bool:
    user = select(User.id).where(User.tenant_id == tenant_id, User.name == name, User.id.not_in(ids))
    contact = select(Person.id).where(Person.tenant_id == tenant_id, Person.name == name, Person.id.not_in(ids))
    return any(session.exec(query.limit(1)).first() is not None for query in (user, contact))


def _phones(phone: str | None) -> list[str]:
    """A phone number as it is kept, and as people in Norway write theirs."""
    if not phone:
        return []
    if not phone.startswith("+47") or len(phone) != 11:
        return [phone]
    eight = phone[3:]
    pairs = " ".join(eight[at : at + 2] for at in range(0, 8, 2))
    return [phone, eight, pairs, f"{eight[:3]} {eight[3:5]} {eight[5:]}"]


def tables_of_a_person() -> list[sa.Table]:
    """The tables whose rows go with a person, each before those that it refers to."""
    return [table for table in reversed(SQLModel.metadata.sorted_tables) if _goes(table)]


def _goes(table: sa.Table) -> bool:
    holds_secret = any(_SECRET.search(column.name) for column in table.columns)
    return "user_id" in table.columns and (holds_secret or table.name in _THEIRS)


def _remove_rows(session: Session, user: User, now: datetime) -> None:
    connection = session.connection()
    devices = sa.select(PushSubscription.id).where(PushSubscription.user_id == user.id)
    connection.execute(sa.delete(OutboxPush).where(OutboxPush.subscription_id.in_(devices)))
    for table in tables_of_a_person():
        connection.execute(sa.delete(table).where(table.c.user_id == user.id))
    asked = (JoinRequest.tenant_id == user.tenant_id, JoinRequest.email == user.email)
    connection.execute(sa.delete(JoinRequest).where(*asked))
    private = (SavedView.owner_id == user.id, SavedView.is_shared.is_(False))
    connection.execute(sa.delete(SavedView).where(*private))
    photos = (File.person_id == user.id, File.deleted_at.is_(None))
    connection.execute(sa.update(File).where(*photos).values(deleted_at=now))
    connection.execute(sa.update(TenantArchive).where(TenantArchive.user_id == user.id).values(expires_at=now))


def _merged_into(session: Session, person: Person) -> list[Person]:
    """The contacts that became part of this one, and of those."""
    found: list[Person] = []
    looked = [person.id]
    while looked:
        rows = session.exec(select(Person).where(Person.merged_into_id.in_(looked)).order_by(Person.id)).all()
        found += rows
        looked = [row.id for row in rows]
    return found


def _empty_contact(session: Session, person: Person, name: str) -> None:
    """Take the fields out, and the history that would bring them back."""
    fields: dict[str, Any] = {"name": name, "title": None, "email": None, "phone": None}
    for column, value in {**fields, **keys_of_person({**fields, "company_id": person.company_id})}.items():
        setattr(person, column, value)
    person.version, person.changed_in = person.version + 1, {}
    session.add(person)
    session.flush()
    connection = session.connection()
    mine = ContactChange.contact_id == person.id
    connection.execute(sa.update(ContactChange).where(mine).values(changes=[], other="", merge_id=None))
    connection.execute(
        sa.delete(ContactMerge).where(sa.or_(ContactMerge.kept_id == person.id, ContactMerge.merged_id == person.id))
    )
    connection.execute(sa.delete(ImportTrace).where(ImportTrace.object_id == person.id))
