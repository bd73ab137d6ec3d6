"""The same act on many leads: what it would change, and doing it (product.md section 5).

Every lead is changed by its own command, with its own event and under its own rules; those that may not be changed are
left out and counted by why. All of it is one transaction.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import tags
from leadx_app.domain.digests import together
from leadx_app.domain.errors import Invalid, Refusal
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_choice, find_sales_user
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, sees_choice, sees_lead
from leadx_app.models import HandoverState, Lead, LostReason, Organization, Stage, SubStage, User

from . import close, handover, rules, tagging
from .bulk_draft import NEEDS, BulkAct, BulkDone, BulkDraft, BulkLead, Preview, Skipped, Why
from .changes import is_new
from .draft import MAX_TAGS

_ENDED = {SubStage.WON: Why.WON, SubStage.CLOSED: Why.CLOSED, SubStage.PARKED: Why.PARKED}


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the act needs besides the leads."""

    owner: User | None = None
    reason: LostReason | None = None
    tag_ids: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The leads that change, those that do not, and the tags that they have."""

    leads: list[Lead]
    skipped: list[Skipped]
    had: dict[UUID, list[str]]


def preview(session: Session, actor: Actor, draft: BulkDraft) -> Preview:
    """What `change_many` would do at this moment; a choice that is still missing leaves nobody out."""
    actor.require(NEEDS[draft.act])
    with asked_once(session, actor):
        found = _sort(session, actor, draft, find(session, draft.leads, sees_lead(actor)))
    return Preview({lead.id: lead.version for lead in found.leads}, found.skipped)


def change_many(session: Session, actor: Actor, draft: BulkDraft, *, now: datetime) -> BulkDone:
    """Do the act to every lead that may be changed, and say how many were left out and why.

    Raises:
        Invalid: nothing selected; a new owner, tags or a reason that are missing or cannot be used.
    """
    actor.require(NEEDS[draft.act])
    choice = _choose(session, actor, draft)
    with asked_once(session, actor):
        found = _sort(session, actor, draft, find(session, draft.leads, sees_lead(actor), to_change=True))
    written: list[dict[str, Any]] = []
    refused = Counter[Why]()
    with together(session, actor, now=now), asked_once(session, actor):
        for lead in found.leads:
            facts = _facts(draft, lead, found.had)
            if did(partial(_do, session, actor, draft.act, lead, choice, found.had, now)):
                written.append({"id": str(lead.id), "version": lead.version, **facts})
            else:
                refused[Why.REFUSED] += 1
    bulk_id = None
    if written:
        facts = {"act": draft.act.value, "count": str(len(written)), "leads": written}
        bulk_id = record_about(session, actor, EventKind.LEADS_CHANGED, actor.organization_id, now=now, payload=facts)
    return BulkDone(bulk_id, len(written), [*found.skipped, *counted(refused)])


def find(
    session: Session, wanted: Iterable[BulkLead], where: Condition, *, to_change: bool = False
) -> dict[UUID, Lead]:
    """The leads by id, read anew; `to_change` keeps others from changing them until the end (SQLite has one writer)."""
    ids = {one.id for one in wanted}
    query = select(Lead).where(Lead.id.in_(ids), where).order_by(Lead.id)
    query = query.with_for_update() if to_change else query
    found = session.exec(query.execution_options(populate_existing=True))
    return {lead.id: lead for lead in found}


@contextmanager
def asked_once(session: Session, actor: Actor) -> Iterator[None]:
    """Within, what each lead's command asks for is there already: the organization and the stages."""
    held: list[Any] = [session.get_one(Organization, actor.organization_id)]
    held += session.exec(select(Stage).where(sees_choice(actor, Stage)))
    yield
    held.clear()


def _sort(session: Session, actor: Actor, draft: BulkDraft, leads: dict[UUID, Lead]) -> _Sorted:
    """Which of the leads change and which do not, in the order in which they were selected."""
    had = tags.names_by_lead(session, leads) if draft.act == BulkAct.TAG else {}
    changing: dict[UUID, Lead] = {}
    skipped: dict[UUID, Why] = {}
    for wanted in draft.leads:
        lead = leads.get(wanted.id)
        why = _why_not(session, actor, draft, wanted, lead, had.get(wanted.id, ()))
        if why is None and lead is not None:
            changing[lead.id] = lead
        elif why is not None:
            skipped[wanted.id] = why
    return _Sorted(list(changing.values()), counted(Counter(skipped.values())), had)


def _why_not(
    session: Session, actor: Actor, draft: BulkDraft, wanted: BulkLead, lead: Lead | None, had: Collection[str]
) -> Why | None:
    if lead is None:
        return Why.GONE
    if wanted.version not in (None, lead.version):
        return Why.CHANGED
    if draft.act == BulkAct.TAG:
        return _why_not_tagged(session, actor, draft, lead, had)
    is_allowed = rules.may_assign if draft.act == BulkAct.ASSIGN else rules.may_qualify
    if not is_allowed(actor, lead):
        return _ENDED.get(lead.sub_stage, Why.NOT_YOURS)
    return Why.THEIRS if draft.act == BulkAct.ASSIGN and draft.owner_id == lead.owner_id is not None else None


def _why_not_tagged(session: Session, actor: Actor, draft: BulkDraft, lead: Lead, had: Collection[str]) -> Why | None:
    if not rules.may_edit(actor, lead, is_new=is_new(session, lead)):
        return _ENDED[lead.sub_stage] if lead.sub_stage in rules.FINAL else Why.LOCKED
    if draft.tags and set(draft.tags) <= set(had):
        return Why.TAGGED
    return Why.FULL if len({*draft.tags, *had}) > MAX_TAGS else None


def _choose(session: Session, actor: Actor, draft: BulkDraft) -> _Choice:
    if not draft.leads:
        raise Invalid("Select some leads first.", field="leads")
    if draft.act == BulkAct.ASSIGN:
        if draft.owner_id is None:
            raise Invalid("Choose a sales person of the team.", field="owner_id")
        return _Choice(owner=find_sales_user(session, actor, actor.organization_id, draft.owner_id))
    if draft.act == BulkAct.CLOSE:
        if draft.lost_reason_id is None:
            raise Invalid("Choose why the lead was closed.", field="lost_reason_id")
        return _Choice(reason=find_choice(session, actor, LostReason, draft.lost_reason_id, "lost_reason_id"))
    if draft.act == BulkAct.TAG:
        if not draft.tags:
            raise Invalid("Write at least one tag.", field="tags")
        return _Choice(tag_ids=tags.ids_of(session, actor, draft.tags))
    return _Choice()


def _do(
    session: Session,
    actor: Actor,
    act: BulkAct,
    lead: Lead,
    choice: _Choice,
    had: dict[UUID, list[str]],
    now: datetime,
) -> None:
    if act == BulkAct.ASSIGN and choice.owner:
        handover.give(session, actor, lead, choice.owner, now=now)
    elif act == BulkAct.CLOSE and choice.reason:
        close.lose(session, actor, lead, choice.reason, now=now)
    elif act == BulkAct.TAG:
        tagging.put_on(session, actor, lead, had.get(lead.id, ()), choice.tag_ids, now=now)
    else:
        close.set_aside(session, actor, lead, now=now)


def _facts(draft: BulkDraft, lead: Lead, had: dict[UUID, list[str]]) -> dict[str, Any]:
    """What taking it back needs to know of the lead as it is before the act."""
    if draft.act == BulkAct.TAG:
        return {"tags": [name for name in draft.tags if name not in had.get(lead.id, ())]}
    if draft.act != BulkAct.ASSIGN:
        return {}
    if lead.handover_state == HandoverState.WAITING:
        return {"stays": Why.HANDSHAKE.value}
    return {"stays": Why.NOBODYS.value} if lead.owner_id is None else {}


def did(command: Callable[[], None]) -> bool:
    """Whether a command that refuses before it writes was not refused."""
    try:
        command()
    except Refusal:
        return False
    return True


def counted(found: Counter[Why]) -> list[Skipped]:
    """In the order of the reasons."""
    return [Skipped(why, found[why]) for why in Why if found[why]]
