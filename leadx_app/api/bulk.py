"""Many leads at once over REST: look, do, take back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.api import examples
from leadx_app.api.door import Door, Who
from leadx_app.domain.leads import bulk, bulk_undo
from leadx_app.domain.leads.bulk_draft import REASONS, BulkDone, BulkDraft, Skipped, Why
from leadx_app.domain.permissions import Actor
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/leads/bulk", tags=["leads"], route_class=Door)


class BulkRequest(BulkDraft):
    """What to do to which leads; with `preview` nothing is done."""

    preview: bool = False


@dataclass(frozen=True, slots=True)
class SkippedLeads:
    """How many leads are left out for one reason; `reason` is in your language."""

    why: Why
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """What came of it, or would: `versions` only of a preview, `bulk_id` only of what can be taken back."""

    changed: int
    skipped: list[SkippedLeads]
    bulk_id: UUID | None = None
    versions: dict[UUID, int] | None = None


@router.post("")
async def change_many(who: Who, draft: Annotated[BulkRequest, Body(openapi_examples=examples.BULK)]) -> BulkAnswer:
    """Assign, tag, park or close up to 1,000 leads in one transaction, each by the rules of its own act.

    With `preview` you learn how many would change. Send the `versions` of a preview along, and leads that somebody
    changed since are left out.
    """
    database = get_runtime().database
    if draft.preview:
        preview: BulkAnswer = await database.read_async(who, _preview, draft)
        return preview
    done: BulkAnswer = await database.act_async(who, _change, draft)
    return done


@router.post("/{bulk_id}/undo")
async def undo_many(who: Who, bulk_id: UUID) -> BulkAnswer:
    """Take back what you did, within 24 hours, where nobody touched the leads since and the rules allow it."""
    done: BulkAnswer = await get_runtime().database.act_async(who, _undo, bulk_id)
    return done


def _preview(session: Session, actor: Actor, draft: BulkRequest) -> BulkAnswer:
    shown = bulk.preview(session, actor, draft)
    return BulkAnswer(len(shown.versions), _skipped(actor, shown.skipped), versions=shown.versions)


def _change(session: Session, actor: Actor, draft: BulkRequest, *, now: datetime) -> BulkAnswer:
    return _answer(actor, bulk.change_many(session, actor, draft, now=now))


def _undo(session: Session, actor: Actor, bulk_id: UUID, *, now: datetime) -> BulkAnswer:
    return _answer(actor, bulk_undo.undo(session, actor, bulk_id, now=now))


def _answer(actor: Actor, done: BulkDone) -> BulkAnswer:
    return BulkAnswer(done.changed, _skipped(actor, done.skipped), bulk_id=done.bulk_id)


def _skipped(actor: Actor, rows: list[Skipped]) -> list[SkippedLeads]:
    return [SkippedLeads(row.why, i18n.say(actor.language, REASONS[row.why]), row.count) for row in rows]
