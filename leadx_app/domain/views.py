"""Saved views: a list with its filters, order and columns under a name, private or shared (product.md section 5).

A view belongs to who made it, in the organization where they made it. Who may share shows it to their colleagues there;
they open it, its owner changes it, its owner or a Manager takes it away.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import Density, ListName, ListPreference, SavedView, new_id

from .errors import Invalid, NotFound, NotPermitted
from .lists import ListKind, kept_columns, kept_query, kind_of
from .permissions import Actor, Permission
from .scope import sees_view
from .text import line, optional

MOST_VIEWS = 50


class ViewDraft(BaseModel):
    """A new view: `query` is the part of the list's address behind the question mark, no columns are the usual ones.

    `draft_id` makes it once, however often it is sent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: ListName
    name: line(60)
    query: str = ""
    columns: tuple[str, ...] = ()
    density: Density = Density.COMFORTABLE
    is_shared: bool = False
    draft_id: optional(UUID) = None


class ViewEdit(BaseModel):
    """Changes to a view; only the fields that were set count."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: line(60) = ""
    is_shared: bool = False
    query: str = ""
    columns: tuple[str, ...] = ()
    density: Density = Density.COMFORTABLE


def save_view(session: Session, actor: Actor, draft: ViewDraft, *, now: datetime) -> UUID:
    """Keep a view; the same `draft_id` again gives the view that it made before.

    Raises:
        NotPermitted: a list that the actor does not read; sharing without the right to.
        Invalid: on `name`, for one view too many.
    """
    kind = kind_of(actor, draft.list)
    if draft.is_shared:
        actor.require(Permission.VIEW_SHARE)
    mine = (SavedView.owner_id == actor.user_id, SavedView.tenant_id == actor.tenant_id)
    made = session.exec(select(SavedView.id).where(*mine, SavedView.draft_id == draft.draft_id)).first()
    if draft.draft_id and made:
        return made
    here = (SavedView.organization_id == actor.organization_id, SavedView.list_name == draft.list)
    count = sa.select(sa.func.count()).select_from(SavedView).where(*mine, *here, SavedView.deleted_at.is_(None))
    if session.execute(count).scalar_one() >= MOST_VIEWS:
        raise Invalid("You have {max} views of this list already. Delete one first.", field="name", max=MOST_VIEWS)
    view = SavedView(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        owner_id=actor.user_id,
        list_name=draft.list,
        name=draft.name,
        query=kept_query(kind, draft.query),
        columns=_columns(kind, draft.columns),
        density=draft.density,
        is_shared=draft.is_shared,
        draft_id=draft.draft_id,
        created_at=now,
        updated_at=now,
    )
    session.add(view)
    session.flush()
    return view.id


def change_view(session: Session, actor: Actor, view_id: UUID, changes: ViewEdit, *, now: datetime) -> None:
    """Rename, share, keep for oneself, or show something else; the owner only.

    Raises:
        NotFound: absent, removed, or not shared with the actor.
        NotPermitted: somebody else's; sharing without the right to.
    """
    view = find_view(session, actor, view_id)
    kind = kind_of(actor, view.list_name)
    if not may_change(actor, view.owner_id):
        raise NotPermitted("Only its owner can change this view. Save it as a view of your own.")
    wanted: dict[str, Any] = {name: getattr(changes, name) for name in changes.model_fields_set}
    if wanted.get("name") == "":
        raise Invalid("Fill in this field.", field="name")
    if wanted.get("is_shared") and not view.is_shared:
        actor.require(Permission.VIEW_SHARE)
    if "query" in wanted:
        wanted["query"] = kept_query(kind, wanted["query"])
    if "columns" in wanted:
        wanted["columns"] = _columns(kind, wanted["columns"])
    for name, value in wanted.items():
        setattr(view, name, value)
    view.updated_at = now


def remove_view(session: Session, actor: Actor, view_id: UUID, *, now: datetime) -> None:
    """Take a view away; it can be restored.

    Raises:
        NotFound: absent, removed, or not shared with the actor.
        NotPermitted: somebody else's, without the right to remove what is shared.
    """
    view = find_view(session, actor, view_id)
    if not may_remove(actor, view.owner_id):
        raise NotPermitted()
    view.deleted_at = now


def restore_view(session: Session, actor: Actor, view_id: UUID, *, now: datetime) -> None:
    """Take a removal back; who may remove may restore, and harmless when it is there."""
    view = find_view(session, actor, view_id, removed=True)
    if not may_remove(actor, view.owner_id):
        raise NotPermitted()
    view.deleted_at = None


def choose_default(session: Session, actor: Actor, name: ListName, view_id: UUID | None, *, now: datetime) -> None:
    """Let the list open with this view for the actor, in this organization; None for the list as it is.

    Raises:
        NotFound: a view that the actor does not see, or of another list.
    """
    kind_of(actor, name)
    if view_id is not None and find_view(session, actor, view_id).list_name != name:
        raise NotFound()
    _preference(session, actor, name).default_view_id = view_id


def keep_display(
    session: Session, actor: Actor, name: ListName, columns: tuple[str, ...], density: Density, *, now: datetime
) -> None:
    """Remember how the actor shows a list when no view says otherwise."""
    kind = kind_of(actor, name)
    preference = _preference(session, actor, name)
    preference.columns = kept_columns(kind, columns)
    preference.density = density


def find_view(session: Session, actor: Actor, view_id: UUID, *, removed: bool = False) -> SavedView:
    """The view, or NotFound for absent, removed (unless `removed`), private to another, and of a list out of reach."""
    there = [] if removed else [SavedView.deleted_at.is_(None)]
    view = session.exec(select(SavedView).where(SavedView.id == view_id, sees_view(actor), *there)).first()
    if view is None or not reads(actor, view.list_name):
        raise NotFound()
    return view


def reads(actor: Actor, name: ListName) -> bool:
    """Whether the actor reads the list at all."""
    try:
        kind_of(actor, name)
    except (NotPermitted, Invalid):
        return False
    return True


def may_change(actor: Actor, owner_id: UUID) -> bool:
    """Whether the actor may rename, share and overwrite a view of this owner."""
    return owner_id == actor.user_id


def may_remove(actor: Actor, owner_id: UUID) -> bool:
    """Whether the actor may take away a view of this owner that they see."""
    return owner_id == actor.user_id or actor.may(Permission.VIEW_REMOVE_SHARED)


def _columns(kind: ListKind, columns: tuple[str, ...]) -> str:
    """Chosen columns as they are kept; none said are the usual ones."""
    return kept_columns(kind, columns) if columns else ""


def _preference(session: Session, actor: Actor, name: ListName) -> ListPreference:
    """The actor's own for this list, made when there is none; of two at once the database lets one try again."""
    mine = (ListPreference.user_id == actor.user_id, ListPreference.organization_id == actor.organization_id)
    found = session.exec(select(ListPreference).where(*mine, ListPreference.list_name == name)).first()
    if found is None:
        found = ListPreference(
            tenant_id=actor.tenant_id, organization_id=actor.organization_id, user_id=actor.user_id, list_name=name
        )
        session.add(found)
    return found
