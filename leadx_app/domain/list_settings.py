"""What the Admin's acts on the tenant's lists share: whose they are, their order, their names, and where leads go."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Category, LostReason, Organization, Source, Stage, Tag

from .errors import Conflict, Invalid, NotFound, NotPermitted
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .jobs import desk
from .leads.regroup import Listed, count_of, regroup
from .permissions import Actor, Permission
from .scope import offers, sees_choice
from .text import fold

AT_ONCE = 500
"""Leads that go elsewhere within the act itself; more go by a job."""
REGROUP = "leads.regroup"
MOST_IN_LIST = 100

Row = TypeVar("Row", Stage, Category, Source, LostReason, Tag)


def hold_lists(session: Session, actor: Actor) -> Organization:
    """The parent organization, whose lists the actor may change; other Admins wait until the end of the transaction.

    Raises:
        NotPermitted: not an Admin, or one of a child organization, which uses the lists of its parent.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    query = select(Organization).where(Organization.id == actor.organization_id).with_for_update(key_share=True)
    organization = session.exec(query).one()
    if organization.parent_id is not None:
        raise NotPermitted("These lists are the parent organization's. Its Admin changes them.")
    return organization


def find_listed(session: Session, actor: Actor, table: type[Row], row_id: UUID, *, ends: bool = False) -> Row:
    """A row of one of the lists, or NotFound for absent and another tenant's alike.

    Args:
        ends: it is to be offered no more, so that nobody gives it to a lead until the end of the transaction.
    """
    query = select(table).where(table.id == row_id, sees_choice(actor, table))
    query = query.with_for_update() if ends else query
    row = session.exec(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NotFound()
    return row


def require_room(session: Session, actor: Actor, table: type[Row], most: int = MOST_IN_LIST) -> int:
    """Raises Conflict when the list is full; returns the first place behind its last row."""
    count, last = session.execute(
        sa.select(sa.func.count(), sa.func.max(getattr(table, "position", sa.literal(0)))).where(
            sees_choice(actor, table)
        )
    ).one()
    if count >= most:
        raise Conflict("The list is full: {max} are the most.", max=most)
    return max(last or 0, -1) + 1


def require_free_name(session: Session, actor: Actor, table: type[Row], name: str, but: UUID | None = None) -> None:
    """Raises Invalid when another row of the list has the name, in whatever case."""
    query = sa.select(table.id, table.name, table.retired_at).where(sees_choice(actor, table))
    for one, known, retired_at in session.execute(query):
        if one == but or fold(known) != fold(name):
            continue
        if retired_at is not None:
            raise Invalid("This name is among those that are used no more.", field="name")
        raise Invalid("This name is on the list already.", field="name")


def shift(session: Session, actor: Actor, table: type[Row], row: Row, down: bool) -> bool:
    """Let a row and the one above or below it change places; returns whether there was one."""
    column: Any = table.position
    behind = column > row.position if down else column < row.position
    order = column.asc() if down else column.desc()
    beside = session.exec(select(table).where(offers(actor, table), behind).order_by(order, table.id).limit(1)).first()
    if beside is None:
        return False
    places = row.position, beside.position
    lowest = session.execute(sa.select(sa.func.min(column)).where(sees_choice(actor, table))).scalar_one()
    for one, place in ((row, min(lowest, 0) - 1), (beside, places[0]), (row, places[1])):
        put(session, one, place)
    return True


def put(session: Session, row: Any, position: int) -> None:
    """Write the place of a row at once, as no two may have the same."""
    row.position = position
    session.add(row)
    session.flush()


def note_setting(session: Session, actor: Actor, setting: str, payload: dict[str, Any], *, now: datetime) -> None:
    """Keep that the Admin changed a setting, and let the pages of everybody concerned read again."""
    facts = {"setting": setting, **payload}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, actor.organization_id, now=now, payload=facts)
    tell_tenant(session, actor)


def tell_tenant(session: Session, actor: Actor) -> None:
    """Let every page of the tenant read again that shows what a list offers."""
    announce(session, Message(actor.tenant_id, None, None, None, EventKind.SETTINGS_CHANGED, actor.user_id))


def send_leads(session: Session, actor: Actor, row: Listed, to: Listed, *, now: datetime, ends: bool = False) -> bool:
    """Give all leads of a row another one: at once where they are few, else by a job; returns whether they are there.

    Args:
        ends: whether the row goes when its leads are gone; the job sees to that too.
    """
    if count_of(session, row, AT_ONCE + 1) <= AT_ONCE:
        regroup(session, actor, row, to, AT_ONCE, now=now)
        return True
    payload = {"table": row.__tablename__, "to": str(to.id), "ends": ends}
    desk.ask(session, actor, REGROUP, about_id=row.id, payload=payload, now=now)
    return False
