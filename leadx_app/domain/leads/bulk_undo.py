"""Taking back what was done to many leads at once (product.md section 5)."""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from leadx_app import i18n
from leadx_app.domain import tags
from leadx_app.domain.digests import together
from leadx_app.domain.errors import Conflict, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.permissions import Actor
from leadx_app.models import Event, Lead

from . import close, handover, rules, tagging
from .bulk import asked_once, counted, did, find
from .bulk_draft import NEEDS, UNDO_WITHIN, BulkAct, BulkDone, BulkLead, Why


def undo(session: Session, actor: Actor, bulk_id: UUID, *, now: datetime) -> BulkDone:
    """Take back what the actor did to many leads, where nobody touched them since and the rules allow it.

    Leads go back to the actor who gave them away, lose the tags that were added, are resumed, or are reopened by who
    may reopen. Harmless when repeated: what was taken back has changed since.

    Raises:
        NotFound: absent, or somebody else's act.
        Conflict: more than 24 hours ago.
    """
    mine = (Event.tenant_id == actor.tenant_id, Event.organization_id == actor.organization_id)
    is_it = (Event.id == bulk_id, Event.kind == EventKind.LEADS_CHANGED, Event.actor_id == actor.user_id)
    event = session.exec(select(Event).where(*is_it, *mine)).first()
    if event is None or event.payload["act"] not in set(BulkAct):
        raise NotFound()
    if now - event.occurred_at > UNDO_WITHIN:
        raise Conflict("This can only be taken back within 24 hours.")
    act, rows = BulkAct(event.payload["act"]), event.payload["leads"]
    actor.require(NEEDS[act])
    here = Lead.organization_id == actor.organization_id
    asked = [BulkLead(id=UUID(row["id"]), version=row["version"]) for row in rows]
    leads = find(session, asked, here, to_change=True)
    had = tags.names_by_lead(session, leads) if act == BulkAct.TAG else {}
    stays: Counter[Why] = Counter()
    changed = 0
    with together(session, actor, now=now), asked_once(session, actor):
        for wanted, row in zip(asked, rows, strict=True):
            lead = leads.get(wanted.id)
            why = _why_it_stays(actor, act, lead, wanted, row, now)
            if lead is None or why:
                stays[why or Why.GONE] += 1
            elif did(partial(_take_back, session, actor, act, lead, row, had, now)):
                changed += 1
            else:
                stays[Why.REFUSED] += 1
    if changed:
        facts = {"act": "undo", "count": str(changed), "bulk_id": str(bulk_id)}
        record_about(session, actor, EventKind.LEADS_CHANGED, actor.organization_id, now=now, payload=facts)
    return BulkDone(None, changed, counted(stays))


def _take_back(
    session: Session,
    actor: Actor,
    act: BulkAct,
    lead: Lead,
    row: dict[str, Any],
    had: dict[UUID, list[str]],
    now: datetime,
) -> None:
    if act == BulkAct.ASSIGN:
        handover.take_back(session, actor, lead, now=now)
    elif act == BulkAct.TAG:
        tagging.take_off(session, actor, lead, had.get(lead.id, ()), row["tags"], now=now)
    elif act == BulkAct.PARK:
        close.take_up(session, actor, lead, now=now)
    else:
        reason = i18n.say(actor.language, "Closed together with others by mistake.")
        close.open_again(session, actor, lead, reason, now=now)


def _why_it_stays(
    actor: Actor, act: BulkAct, lead: Lead | None, wanted: BulkLead, row: dict[str, Any], now: datetime
) -> Why | None:
    if lead is None:
        return Why.GONE
    if "stays" in row:
        return Why(row["stays"])
    if lead.version != wanted.version:
        return Why.CHANGED
    return Why.FINAL if act == BulkAct.CLOSE and not rules.may_reopen(actor, lead, now) else None
