"""Leads over REST: the same commands and queries as the pages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

from fastapi import APIRouter, Body, Header, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from leadx_app.api import examples
from leadx_app.api.door import Door, Who
from leadx_app.api.files import RAW_BODY, FileName, UploadedFile, take_in
from leadx_app.domain import bell
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.leads import capture, close, handover, qualify, tagging, transfer
from leadx_app.domain.leads.capture import Captured
from leadx_app.domain.leads.draft import MAX_TAGS, LeadDraft, LeadEdit
from leadx_app.domain.leads.tagging import TAG_LENGTH
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import BadInput, IsoDate, MoneyAmount, line, optional
from leadx_app.queries.lead_detail import FileRow, LeadDetail, NoteRow, lead_detail, lead_files, lead_notes
from leadx_app.queries.leads import MAX_PAGE_SIZE, PAGE_SIZE, LeadFilters, LeadPage, Sort, Status, lead_page
from leadx_app.queries.transfers import Viewers, lead_viewers
from leadx_app.runtime import get_runtime

LONGEST_KEY = 200

router = APIRouter(prefix="/api/v1/leads", tags=["leads"], route_class=Door)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise BadInput("This value cannot be used.") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class LeadQuery(BaseModel):
    """Which leads, in which order, from where on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pipeline: Literal["mine"] | UUID | None = Field(
        None, description="`mine`, or the id of a colleague: leads that they created or own. All visible leads without."
    )
    organization_id: UUID | None = Field(None, description="Only this organization's leads.")
    with_waiting: bool = Field(False, description="With `pipeline=mine`: also handovers that wait for your answer.")
    status: Status = Field(Status.ONGOING, description="Sub-stage; `ongoing` are the open ones.")
    stage_id: UUID | None = None
    owner_id: UUID | None = None
    creator_id: UUID | None = None
    category_id: UUID | None = None
    search: str = Field(
        "", max_length=200, description="Words of title, company or person, or parts of them, in any case."
    )
    source_id: UUID | None = None
    tag_id: UUID | None = Field(None, description="Only leads that carry this tag.")
    value_min: optional(MoneyAmount) = Field(None, description="In base currency.")
    value_max: optional(MoneyAmount) = Field(None, description="In base currency.")
    created_from: Moment | None = Field(None, description="With time zone, such as 2026-11-01T00:00:00Z.")
    created_to: Moment | None = None
    closing_from: optional(IsoDate) = Field(None, description="Expected closing date, this day or later.")
    closing_to: optional(IsoDate) = None
    sort: Sort = Sort.UPDATED
    with_handshake: bool = Field(False, description="Only leads whose handshake is complete.")
    cursor: str | None = Field(None, max_length=4000, description="`next_cursor` of the page before, same `sort`.")
    before: str | None = Field(None, max_length=4000, description="`previous_cursor` of the page after, same `sort`.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)

    def filters(self, actor: Actor) -> LeadFilters:
        """The same as the queries know it; `mine` is the actor's."""
        person_id = actor.user_id if self.pipeline == "mine" else self.pipeline
        return LeadFilters(person_id=person_id, **self.model_dump(exclude={"pipeline"}))


class LeadChanges(LeadEdit):
    """The fields to change; what is left out stays. `version` may stand in `If-Match` instead."""

    version: int | None = None  # type: ignore[assignment]


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assignment(_Choice):
    """Who gets the lead: a sales person of its organization."""

    owner_id: UUID


class Destination(_Choice):
    """Where the lead goes: one of `/receivers`."""

    organization_id: UUID


class Tags(_Choice):
    """Words, at most 40 characters each."""

    tags: tuple[line(TAG_LENGTH), ...] = Field(min_length=1, max_length=MAX_TAGS)


class Reason(_Choice):
    """Why, in own words."""

    reason: str = Field(description="At most 500 characters.")


class NextStage(_Choice):
    """The stage to move to: a later one."""

    stage_id: UUID


class Loss(_Choice):
    """Why the lead was lost: one of the list in `/choices`."""

    lost_reason_id: UUID


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        description="Anything of your own that names this creation: sent again with the same body, the same lead.",
        examples=["order-4711"],
    ),
]
IfMatch = Annotated[str | None, Header(alias="If-Match", description="The `ETag` of what you read.", examples=['"3"'])]


@router.get("")
async def list_leads(who: Who, query: Annotated[LeadQuery, Query()]) -> LeadPage:
    """Leads that you see, a page at a time."""
    return await get_runtime().database.read_async(who, _page, query)


@router.post(
    "", status_code=201, responses={200: {"description": "Made before with the same key.", "model": LeadDetail}}
)
async def create_lead(
    response: Response,
    who: Who,
    draft: Annotated[LeadDraft, Body(openapi_examples=examples.NEW_LEAD)],
    idempotency_key: IdempotencyKey = None,
) -> LeadDetail:
    """Make a lead; with an `Idempotency-Key` (or `draft_id`) it is made once, however often this is sent."""
    made: Captured = await get_runtime().database.act_async(who, _capture, draft, idempotency_key)
    response.status_code = 201 if made.is_new else 200
    response.headers["Location"] = f"/api/v1/leads/{made.lead_id}"
    return await _detail(response, who, made.lead_id)


@router.get("/{lead_id}")
async def read_lead(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Everything about a lead; the `ETag` is its version."""
    return await _detail(response, who, lead_id)


@router.patch("/{lead_id}")
async def change_lead(
    response: Response,
    who: Who,
    lead_id: UUID,
    changes: Annotated[LeadChanges, Body(openapi_examples=examples.CHANGES)],
    if_match: IfMatch = None,
) -> LeadDetail:
    """Change fields on top of the version that you read.

    Others' changes to other fields are kept. Where the same field was changed, 409 says in `fields` what stands there
    now, and on which `version` to save.
    """
    edit = _on_version(changes, if_match)
    await get_runtime().database.act_async(who, qualify.edit, lead_id, edit)
    return await _detail(response, who, lead_id)


@router.post("/{lead_id}/hand-over")
async def hand_over(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Hand an own lead over to sales; it is locked for you from then on."""
    return await _act(response, who, handover.hand_over, lead_id)


@router.post("/{lead_id}/accept")
async def accept(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Complete the handshake and become the owner; 409 says who was first."""
    return await _act(response, who, handover.accept_handover, lead_id)


@router.post("/{lead_id}/assign", responses={204: {"description": "Done; the lead is out of your sight now."}})
async def assign(response: Response, who: Who, lead_id: UUID, to: Assignment) -> LeadDetail:
    """Give the lead to a sales person; a waiting handover is completed by it."""
    return await _act(response, who, handover.assign, lead_id, to.owner_id)


@router.post("/{lead_id}/return", responses={204: {"description": "Done; the lead is out of your sight now."}})
async def return_to_creator(response: Response, who: Who, lead_id: UUID, why: Reason) -> LeadDetail:
    """Give a handed-over lead back to its creator."""
    return await _act(response, who, handover.return_to_creator, lead_id, why.reason)


@router.post("/{lead_id}/send")
async def send(response: Response, who: Who, lead_id: UUID, to: Destination) -> LeadDetail:
    """Send an own open lead to another organization; its Managers accept, assign or return it."""
    return await _act(response, who, transfer.send, lead_id, to.organization_id)


@router.post("/{lead_id}/withdraw")
async def withdraw(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Take back a lead that you sent and that nobody has answered; 409 says who was first."""
    return await _act(response, who, transfer.withdraw, lead_id)


@router.get("/{lead_id}/viewers")
async def list_viewers(who: Who, lead_id: UUID) -> list[Viewers]:
    """Who can see the lead and why; `count` without `names` where the people are not yours to know."""
    return await get_runtime().database.read_async(who, lead_viewers, lead_id)


@router.post("/{lead_id}/stage")
async def move_stage(response: Response, who: Who, lead_id: UUID, to: NextStage) -> LeadDetail:
    """Move an own open lead to a later stage."""
    return await _act(response, who, qualify.move_stage, lead_id, to.stage_id)


@router.post("/{lead_id}/win")
async def win(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Win an own open lead."""
    return await _act(response, who, close.close_won, lead_id)


@router.post("/{lead_id}/close")
async def close_lost(response: Response, who: Who, lead_id: UUID, why: Loss) -> LeadDetail:
    """Close an own open lead without a sale."""
    return await _act(response, who, close.close_lost, lead_id, why.lost_reason_id)


@router.post("/{lead_id}/park")
async def park(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Set an own open lead aside."""
    return await _act(response, who, close.park, lead_id)


@router.post("/{lead_id}/resume")
async def resume(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Take a parked lead up again."""
    return await _act(response, who, close.resume, lead_id)


@router.post("/{lead_id}/reopen")
async def reopen(response: Response, who: Who, lead_id: UUID, why: Reason) -> LeadDetail:
    """Take Won or Closed back within 24 hours: Managers only."""
    return await _act(response, who, close.reopen, lead_id, why.reason)


@router.post("/{lead_id}/tag")
async def tag(response: Response, who: Who, lead_id: UUID, words: Tags) -> LeadDetail:
    """Put tags on the lead; those that it has already are harmless."""
    return await _act(response, who, tagging.tag, lead_id, words.tags)


@router.post("/{lead_id}/untag")
async def untag(response: Response, who: Who, lead_id: UUID, words: Tags) -> LeadDetail:
    """Take tags off the lead; those that it does not have are harmless."""
    return await _act(response, who, tagging.untag, lead_id, words.tags)


@router.post("/{lead_id}/bell")
async def ring_bell(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    """Ring the Bell for an own won lead: once; again changes nothing."""
    return await _act(response, who, bell.ring_bell, lead_id)


@router.get("/{lead_id}/notes")
async def list_notes(who: Who, lead_id: UUID) -> list[NoteRow]:
    """The notes, newest first."""
    return await get_runtime().database.read_async(who, lead_notes, lead_id)


@router.post("/{lead_id}/notes", status_code=201)
async def add_note(who: Who, lead_id: UUID, draft: NoteDraft) -> NoteRow:
    """Write a note: creator and owner only."""
    database = get_runtime().database
    note_id = await database.act_async(who, write_note, lead_id, draft)
    return next(note for note in await database.read_async(who, lead_notes, lead_id) if note.id == note_id)


@router.get("/{lead_id}/files")
async def list_files(who: Who, lead_id: UUID) -> list[FileRow]:
    """The files, oldest first; their bytes are at `/files/{file_id}`."""
    return await get_runtime().database.read_async(who, lead_files, lead_id)


@router.post("/{lead_id}/files", status_code=201, openapi_extra=RAW_BODY)
async def add_file(
    request: Request, response: Response, who: Who, lead_id: UUID, x_file_name: FileName = None
) -> UploadedFile:
    """Send a file for the lead."""
    return await take_in(request, response, who, x_file_name, lead_id)


def _page(session: Session, actor: Actor, query: LeadQuery, *, now: datetime) -> LeadPage:
    return lead_page(session, actor, query.filters(actor), now=now)


def _capture(session: Session, actor: Actor, draft: LeadDraft, key: str | None, *, now: datetime) -> Captured:
    if key is not None:
        draft = draft.model_copy(update={"draft_id": uuid5(actor.user_id, key)})
    return capture.capture(session, actor, draft, now=now)


def _on_version(changes: LeadChanges, if_match: str | None) -> LeadEdit:
    """The edit with the version from the header, the body, or both if they agree."""
    tag = re.fullmatch(r'"([0-9]{1,9})"', if_match.strip()) if if_match else None
    version = int(tag[1]) if tag else changes.version
    if version is None or (if_match and not tag) or changes.version not in (None, version):
        raise Invalid("Say in If-Match or in version which version you read.", field="version")
    values = dict(changes) | {"version": version}
    return LeadEdit.model_construct(changes.model_fields_set | {"version"}, **values)


async def _act(response: Response, who: Who, command: Callable[..., None], lead_id: UUID, *args: Any) -> Any:
    """Run the command and show what the lead is now, if the actor still sees it."""
    await get_runtime().database.act_async(who, command, lead_id, *args)
    try:
        return await _detail(response, who, lead_id)
    except NotFound:
        return Response(status_code=204)


async def _detail(response: Response, who: Who, lead_id: UUID) -> LeadDetail:
    lead: LeadDetail = await get_runtime().database.read_async(who, lead_detail, lead_id)
    response.headers["ETag"] = f'"{lead.version}"'
    return lead
