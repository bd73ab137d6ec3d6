"""Make one contact of two, and part them again."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.find import find_own_contact
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Company, ContactMerge, Lead, Person, SalesActivity

from .draft import Merge
from .write import Contact, change, fields_of, overwrite, record, remember, retext

MOVED_SINCE = "A lead or person of {name} was changed since. Change it by hand instead."
CHANGED_SINCE = "One of the two was changed since you looked. Look again before you make them one."


def merge_companies(session: Session, actor: Actor, kept_id: UUID, merge: Merge, *, now: datetime) -> UUID:
    """Make one company of two: fields by choice, all leads and persons to the kept one; returns the merge's id.

    Raises:
        Conflict: one of them changed since the chooser looked.
    """
    return _merge(session, actor, Company, kept_id, merge, now)


def merge_persons(session: Session, actor: Actor, kept_id: UUID, merge: Merge, *, now: datetime) -> UUID:
    """`merge_companies` for persons; their leads go to the kept one."""
    return _merge(session, actor, Person, kept_id, merge, now)


def undo_merge(session: Session, actor: Actor, merge_id: UUID, *, now: datetime) -> UUID:
    """Part two contacts again: fields, leads and persons as they were; returns the id of the one that came back.

    Harmless when it was undone before.

    Raises:
        Conflict: the kept contact, or one of the leads or persons that it got, was changed in a way that would be lost.
    """
    actor.require(Permission.CONTACTS_WRITE)
    merge = _find_merge(session, actor, merge_id)
    if merge.undone_at is not None:
        return merge.merged_id
    # Whoever is second waits here, and reads the contacts only when it is theirs to part them.
    mine = sa.update(ContactMerge).where(ContactMerge.id == merge.id, ContactMerge.undone_at.is_(None))
    if session.connection().execute(mine.values(undone_at=now)).rowcount != 1:
        return merge.merged_id
    table = Company if merge.is_company else Person
    kept, merged = session.get_one(table, merge.kept_id), session.get_one(table, merge.merged_id)
    if kept.version != merge.kept_version or kept.merged_into_id is not None:
        raise Conflict("{name} was changed since. Change it by hand instead.", name=kept.name)
    _move_back(session, table, merge)
    overwrite(session, merged, merged_into_id=None, version=merged.version + 1, updated_at=now)
    change(session, actor, kept, _read(merge.before), now=now)
    if kept.version == merge.kept_version:
        overwrite(session, kept, version=kept.version + 1, updated_at=now)
    for contact, other in ((kept, merged), (merged, kept)):
        retext(session, contact)
        remember(session, actor, contact, EventKind.CONTACT_PARTED, now=now, other=other.name, merge_id=merge.id)
    record(session, actor, kept, EventKind.CONTACT_PARTED, now=now)
    return merged.id


def _merge(session: Session, actor: Actor, table: type[Contact], kept_id: UUID, merge: Merge, now: datetime) -> UUID:
    actor.require(Permission.CONTACTS_WRITE)
    kept = find_own_contact(session, actor, table, kept_id)
    merged = find_own_contact(session, actor, table, merge.merged_id)
    if kept.id == merged.id:
        raise Invalid("Choose another contact than this one.", field="merged_id")
    if (kept.version, merged.version) != (merge.kept_version, merge.merged_version):
        raise Conflict(CHANGED_SINCE)
    before = fields_of(kept)
    change(session, actor, kept, _chosen(before, fields_of(merged), merge), now=now)
    overwrite(session, kept, version=kept.version + 1, updated_at=now, updated_by_id=actor.user_id)
    overwrite(session, merged, version=merged.version + 1, updated_at=now, merged_into_id=kept.id)
    made = ContactMerge(
        tenant_id=kept.tenant_id,
        organization_id=kept.organization_id,
        is_company=table is Company,
        kept_id=kept.id,
        merged_id=merged.id,
        kept_version=kept.version,
        before={name: str(value) if isinstance(value, UUID) else value for name, value in before.items()},
        moved=_move(session, table, merged.id, kept.id),
        merged_by_id=actor.user_id,
        merged_at=now,
    )
    session.add(made)
    session.flush()
    retext(session, kept)
    remember(session, actor, kept, EventKind.CONTACT_MERGED, now=now, other=merged.name, merge_id=made.id)
    record(session, actor, kept, EventKind.CONTACT_MERGED, now=now)
    return made.id


def _chosen(kept: dict[str, Any], merged: dict[str, Any], merge: Merge) -> dict[str, Any]:
    """The fields after the merge."""
    if unknown := merge.fields.keys() - kept.keys():
        raise Invalid("This field is not known.", field=min(unknown))
    usual = {name: "merged" if value is None else "kept" for name, value in kept.items()}
    whose = usual | merge.fields
    return {name: merged[name] if whose[name] == "merged" else kept[name] for name in kept}


MOVES = {
    Company: ((Lead, "company_id"), (Person, "company_id"), (SalesActivity, "company_id")),
    Person: ((Lead, "person_id"), (SalesActivity, "person_id")),
}
"""What hangs on a contact, by the column that names it."""


def _move(session: Session, table: type[Contact], from_id: UUID, to_id: UUID) -> dict[str, list[str]]:
    """Hang everything on the other contact; returns the ids of what was moved."""
    moved = {}
    for hanging, column in MOVES[table]:
        points = getattr(hanging, column)
        query = select(hanging.id).where(points == from_id).order_by(hanging.id)
        moved[hanging.__tablename__] = [str(one) for one in session.exec(query)]
        session.connection().execute(sa.update(hanging).where(points == from_id).values(_hung(hanging, column, to_id)))
    session.expire_all()
    return moved


def _move_back(session: Session, table: type[Contact], merge: ContactMerge) -> None:
    for hanging, column in MOVES[table]:
        ids = [UUID(one) for one in merge.moved.get(hanging.__tablename__, [])]
        for place in range(0, len(ids), 500):
            some = ids[place : place + 500]
            still = sa.and_(hanging.id.in_(some), getattr(hanging, column) == merge.kept_id)
            move = sa.update(hanging).where(still).values(_hung(hanging, column, merge.merged_id))
            if session.connection().execute(move).rowcount != len(some):
                raise Conflict(MOVED_SINCE, name=merge.before["name"])
    session.expire_all()


def _hung(hanging: type[Any], column: str, contact_id: UUID) -> dict[str, Any]:
    """A lead is a version further, so that who edits it meanwhile reads it again."""
    return {column: contact_id} | ({"version": Lead.version + 1} if hanging is Lead else {})


def _read(before: dict[str, Any]) -> dict[str, Any]:
    """The fields as they were kept in the merge."""
    company_id = before.get("company_id")
    return before | ({"company_id": UUID(company_id)} if company_id else {})


def _find_merge(session: Session, actor: Actor, merge_id: UUID) -> ContactMerge:
    here = (ContactMerge.tenant_id == actor.tenant_id, ContactMerge.organization_id == actor.organization_id)
    merge = session.exec(select(ContactMerge).where(ContactMerge.id == merge_id, *here)).first()
    if merge is None:
        raise NotFound()
    return merge
