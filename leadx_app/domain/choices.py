"""Categories, sources, lost reasons and tags, as the tenant's Admin sets them (product.md section 5).

What is used no more stays on the leads that have it. Merging gives the leads of one to another, and the one is gone.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from leadx_app.models import Category, LeadTag, LostReason, Source, Tag, new_id

from .errors import Conflict, Invalid
from .list_settings import (
    find_listed,
    hold_lists,
    note_setting,
    require_free_name,
    require_room,
    send_leads,
    shift,
)
from .permissions import Actor
from .scope import offers
from .text import line

MOST_TAGS = 2_000


class ListKind(StrEnum):
    """The lists beside the journey."""

    CATEGORIES = "categories"
    SOURCES = "sources"
    LOST_REASONS = "lost_reasons"
    TAGS = "tags"


TABLES: dict[ListKind, Any] = {
    ListKind.CATEGORIES: Category,
    ListKind.SOURCES: Source,
    ListKind.LOST_REASONS: LostReason,
    ListKind.TAGS: Tag,
}


class ChoiceDraft(BaseModel):
    """A name on a list; tags are shorter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: line(60)


class TagDraft(ChoiceDraft):
    """A tag's name."""

    name: line(40)


DRAFTS: dict[ListKind, type[ChoiceDraft]] = dict.fromkeys(ListKind, ChoiceDraft) | {ListKind.TAGS: TagDraft}


def add_choice(session: Session, actor: Actor, kind: ListKind, draft: ChoiceDraft, *, now: datetime) -> UUID:
    """Put a name at the end of a list.

    Raises:
        Invalid: on `name`.
        Conflict: the list is full.
    """
    parent, table = hold_lists(session, actor), TABLES[kind]
    place = require_room(session, actor, table, **({"most": MOST_TAGS} if table is Tag else {}))
    require_free_name(session, actor, table, draft.name)
    there = {} if table is Tag else {"position": place}
    row = table(id=new_id(), tenant_id=parent.tenant_id, organization_id=parent.id, name=draft.name, **there)
    session.add(row)
    session.flush()
    note_setting(session, actor, kind, {"act": "added", "to": draft.name}, now=now)
    return row.id


def rename_choice(
    session: Session, actor: Actor, kind: ListKind, row_id: UUID, draft: ChoiceDraft, *, now: datetime
) -> None:
    """Give it another name, which all leads that have it show; the history keeps what was said.

    Raises:
        NotFound: absent.
        Invalid: on `name`.
    """
    hold_lists(session, actor)
    row = find_listed(session, actor, TABLES[kind], row_id)
    require_free_name(session, actor, TABLES[kind], draft.name, row.id)
    if row.name == draft.name:
        return
    before, row.name = row.name, draft.name
    session.add(row)
    session.flush()
    note_setting(session, actor, kind, {"act": "renamed", "from": before, "to": draft.name}, now=now)


def shift_choice(session: Session, actor: Actor, kind: ListKind, row_id: UUID, down: bool, *, now: datetime) -> None:
    """Let it change places with its neighbour; harmless at the end of the list. Tags stand by name.

    Raises:
        NotFound: absent, or a tag.
    """
    hold_lists(session, actor)
    table = TABLES[kind]
    row = find_listed(session, actor, table, row_id)
    if table is Tag:
        raise Conflict("Tags stand by their names.")
    if shift(session, actor, table, row, down):
        note_setting(session, actor, kind, {"act": "ordered", "to": row.name}, now=now)


def retire_choice(
    session: Session, actor: Actor, kind: ListKind, row_id: UUID, is_retired: bool, *, now: datetime
) -> None:
    """Offer it no more, or again; leads that have it keep it. Harmless when repeated.

    Raises:
        NotFound: absent.
        Conflict: it is the last reason for closing a lead.
    """
    hold_lists(session, actor)
    row = find_listed(session, actor, TABLES[kind], row_id, ends=is_retired)
    if (row.retired_at is not None) == is_retired:
        return
    if is_retired:
        _require_another(session, actor, kind, row)
    row.retired_at = now if is_retired else None
    session.add(row)
    session.flush()
    note_setting(session, actor, kind, {"act": "retired" if is_retired else "used again", "from": row.name}, now=now)


def merge_choice(session: Session, actor: Actor, kind: ListKind, row_id: UUID, into_id: UUID, *, now: datetime) -> bool:
    """Give everything that has one of a list another one of it, and take the one away.

    Returns:
        Whether it is done; False when the leads are many and a job is on its way.

    Raises:
        NotFound: absent.
        Invalid: on `into_id`.
        Conflict: its leads are being moved already.
    """
    hold_lists(session, actor)
    table = TABLES[kind]
    row = find_listed(session, actor, table, row_id, ends=True)
    into = _offered(session, actor, table, into_id, row.id)
    if isinstance(row, Tag):
        _give_tags(session, row, into)
        is_done = True
    else:
        is_done = send_leads(session, actor, row, into, now=now, ends=True)
    payload = {"act": "merged", "from": row.name, "to": into.name}
    if is_done:
        drop_choice(session, row)
    note_setting(session, actor, kind, payload, now=now)
    return is_done


def drop_choice(session: Session, row: Any) -> None:
    """Remove what nothing has any more. Who may is the calling command's rule."""
    session.delete(row)
    session.flush()


def _give_tags(session: Session, row: Tag, into: Tag) -> None:
    """Leads that have both keep one."""
    both = sa.select(LeadTag.lead_id).where(LeadTag.tag_id == into.id)
    session.connection().execute(sa.delete(LeadTag).where(LeadTag.tag_id == row.id, LeadTag.lead_id.in_(both)))
    session.connection().execute(sa.update(LeadTag).where(LeadTag.tag_id == row.id).values(tag_id=into.id))


def _offered(session: Session, actor: Actor, table: Any, row_id: UUID, but: UUID) -> Any:
    query = sa.select(table).where(offers(actor, table), table.id == row_id, table.id != but)
    row = session.execute(query).scalars().first()
    if row is None:
        raise Invalid("Choose one from the list.", field="into_id")
    return row


def _require_another(session: Session, actor: Actor, kind: ListKind, row: Any) -> None:
    if kind != ListKind.LOST_REASONS:
        return
    others = sa.select(LostReason.id).where(offers(actor, LostReason), LostReason.id != row.id).limit(1)
    if session.execute(others).first() is None:
        raise Conflict("Keep one reason at least: whoever closes a lead is asked for it.")
