"""A person's views of a list: their own, those that colleagues share, and how the list stands without any."""

from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.lists import ListKind, columns_of, kind_of
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_view
from leadx_app.domain.views import may_change, may_remove
from leadx_app.models import Density, ListName, ListPreference, SavedView, User

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view, and what the actor may do to it.

    Attributes:
        query: the part of the list's address behind the question mark.
        columns: as they stand in the list.
        owner: the name of who made it.
    """

    id: UUID
    name: str
    query: str
    columns: tuple[str, ...]
    density: Density
    is_shared: bool
    owner: str
    is_mine: bool
    may_change: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class ListViews:
    """The views of a list by name, own ones first, and how the person shows it without one.

    `default_id` is the view that it opens with: one of `views`, else None.
    """

    views: list[ViewRow] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    density: Density = Density.COMFORTABLE
    default_id: UUID | None = None
    may_share: bool = False


def list_views(session: Session, actor: Actor, name: ListName) -> ListViews:
    """The actor's views of a list, at most 200; one statement.

    Raises:
        NotPermitted: a list that the actor does not read.
    """
    kind = kind_of(actor, name)
    mine = sa.and_(
        ListPreference.user_id == actor.user_id,
        ListPreference.organization_id == actor.organization_id,
        ListPreference.list_name == name,
    )
    shown = sa.and_(sees_view(actor), SavedView.list_name == name, SavedView.deleted_at.is_(None))
    one = sa.select(sa.literal(1).label("one")).subquery()
    query = (
        sa.select(
            SavedView.id,
            SavedView.name,
            SavedView.query,
            SavedView.columns,
            SavedView.density,
            SavedView.is_shared,
            SavedView.owner_id,
            User.name.label("owner"),
            ListPreference.columns.label("own_columns"),
            ListPreference.density.label("own_density"),
            ListPreference.default_view_id,
        )
        .select_from(one)
        .outerjoin(ListPreference, mine)
        .outerjoin(SavedView, shown)
        .outerjoin(User, User.id == SavedView.owner_id)
        .order_by(sa.case((SavedView.owner_id == actor.user_id, 0), else_=1), SavedView.name, SavedView.id)
        .limit(MOST_SHOWN)
    )
    found = session.execute(query).all()
    views = [_row(actor, kind, row) for row in found if row.id is not None]
    default_id = found[0].default_view_id
    return ListViews(
        views=views,
        columns=columns_of(kind, found[0].own_columns or ""),
        density=found[0].own_density or Density.COMFORTABLE,
        default_id=default_id if any(view.id == default_id for view in views) else None,
        may_share=actor.may(Permission.VIEW_SHARE),
    )


def _row(actor: Actor, kind: ListKind, row: sa.Row) -> ViewRow:
    return ViewRow(
        id=row.id,
        name=row.name,
        query=row.query,
        columns=columns_of(kind, row.columns),
        density=row.density,
        is_shared=row.is_shared,
        owner=row.owner,
        is_mine=row.owner_id == actor.user_id,
        may_change=may_change(actor, row.owner_id),
        may_remove=may_remove(actor, row.owner_id),
    )
