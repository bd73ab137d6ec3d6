"""Put tags on a lead and take them off; both are harmless when repeated and disturb nobody who edits other fields."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain import tags
from leadx_app.domain.errors import Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.find import find_lead
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import BadInput, checked_line
from leadx_app.models import Lead

from . import rules
from .changes import change, is_new
from .draft import MAX_TAGS

TAG_LENGTH = 40


def tag(session: Session, actor: Actor, lead_id: UUID, names: Iterable[str], *, now: datetime) -> None:
    """Add tags to a lead that the actor may edit; a new word becomes a tag of the tenant.

    Raises:
        Invalid: on `tags`, for a word that is empty or too long, and for more than `MAX_TAGS` on the lead.
    """
    lead = find_lead(session, actor, lead_id)
    words = clean(names)
    put_on(session, actor, lead, tags.names_of(session, lead.id), tags.ids_of(session, actor, words), now=now)


def untag(session: Session, actor: Actor, lead_id: UUID, names: Iterable[str], *, now: datetime) -> None:
    """Take tags off a lead that the actor may edit."""
    lead = find_lead(session, actor, lead_id)
    take_off(session, actor, lead, tags.names_of(session, lead.id), clean(names), now=now)


def clean(names: Iterable[str]) -> tuple[str, ...]:
    """Words as tags are kept, each once; Invalid on `tags` for what is none."""
    try:
        return tuple(dict.fromkeys(checked_line(name, TAG_LENGTH) for name in names))
    except BadInput as error:
        raise Invalid(error.template, field="tags", **error.params) from None


def put_on(
    session: Session, actor: Actor, lead: Lead, had: Collection[str], wanted: Mapping[str, UUID], *, now: datetime
) -> None:
    """`tag` for a lead that the actor sees.

    Args:
        had: the names of its tags now.
        wanted: name → id of the tags to add.
    """
    _check(session, actor, lead)
    added = {name: tag_id for name, tag_id in wanted.items() if name not in had}
    if not added:
        return
    if len(had) + len(added) > MAX_TAGS:
        raise Invalid("Use at most {max}.", field="tags", max=MAX_TAGS)
    change(session, lead, now=now)
    tags.link(session, lead, added.values())
    _record(session, actor, lead, had, {*had, *added}, now)


def take_off(
    session: Session, actor: Actor, lead: Lead, had: Collection[str], unwanted: Collection[str], *, now: datetime
) -> None:
    """`untag` for a lead that the actor sees; `had` are the names of its tags now."""
    _check(session, actor, lead)
    removed = set(had) & set(unwanted)
    if not removed:
        return
    change(session, lead, now=now)
    tags.unlink(session, lead, removed)
    _record(session, actor, lead, had, set(had) - removed, now)


def _check(session: Session, actor: Actor, lead: Lead) -> None:
    if not rules.may_edit(actor, lead, is_new=is_new(session, lead)):
        raise NotPermitted("This lead is locked for you.")


def _record(
    session: Session, actor: Actor, lead: Lead, before: Collection[str], after: Collection[str], now: datetime
) -> None:
    diff = [{"field": "tags", "from": sorted(before), "to": sorted(after)}]
    record(session, actor, EventKind.LEAD_UPDATED, lead, now=now, payload={"changes": diff})
