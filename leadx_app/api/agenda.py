"""Tasks and sales activities over REST: the same commands and queries as the page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.responses import Response

from leadx_app.api.door import Door, Who
from leadx_app.api.leads import Moment
from leadx_app.domain import activities
from leadx_app.domain.activities import ActivityDraft, ActivityEdit
from leadx_app.domain.calendar_address import end_address, renew_address
from leadx_app.domain.days import Day
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks import finish, plan
from leadx_app.domain.tasks.draft import TaskDraft, TaskEdit
from leadx_app.domain.tasks.plan import Snooze
from leadx_app.models import ActivityKind, Priority
from leadx_app.queries.agenda import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    AgendaPage,
    agenda_between,
    agenda_page,
    agenda_row,
    lead_agenda,
)
from leadx_app.queries.agenda_filters import AgendaFilters, Tab, What, Whose
from leadx_app.queries.agenda_rows import AgendaRow
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1", tags=["activities"], route_class=Door)

MOST_DAYS = 62


class AgendaQuery(BaseModel):
    """Whose plans, which of them, from where on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tab: Tab = Field(Tab.TODAY, description="By your clock. An activity whose moment has come is done.")
    whose: Whose = Field(Whose.MINE, description="`given` are tasks that were given to others.")
    kind: ActivityKind | None = Field(None, description="Only activities of this kind.")
    lead_id: UUID | None = None
    priority: Priority | None = Field(None, description="Only tasks of this priority.")
    due_from: Day | None = Field(None, description="Only what is planned for this day or later, by your clock.")
    due_to: Day | None = Field(None, description="Only what is planned for this day or earlier, by your clock.")
    person_id: UUID | None = Field(None, description="A colleague: Managers only.")
    organization_id: UUID | None = None
    search: str = Field("", max_length=200, description="Words of title or text, or parts of them, in any case.")
    cursor: str | None = Field(None, max_length=400, description="`next_cursor` of the page before, same `tab`.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)

    def filters(self, kind: str) -> AgendaFilters:
        """The same as the queries know it."""
        return AgendaFilters(**self.model_dump(exclude={"limit", "kind"}), kind=kind)


class NewActivity(ActivityDraft):
    """A sales activity; without a moment it is now."""

    happens_at: Moment | None = Field(None, description="With time zone, such as 2026-11-01T09:00:00Z.")


class ActivityChanges(ActivityEdit):
    """The fields to change, on top of the version that you read."""

    happens_at: Moment | None = None


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewDay(_Choice):
    """The day to move to; the hour stays."""

    day: Day


class Assignee(_Choice):
    """Who gets the task: a sales person of your organization."""

    assignee_id: UUID


class Later(_Choice):
    """When to be reminded again."""

    until: Snooze


class CalendarLink(BaseModel):
    """The address for a calendar program; it is shown once."""

    address: str


@router.get("/activities")
async def list_activities(who: Who, query: Annotated[AgendaQuery, Query()]) -> AgendaPage:
    """Tasks and activities of a tab, a page at a time."""
    return await _page(who, query, query.kind.value if query.kind else "")


@router.get("/activities/between")
async def list_between(who: Who, first: date, last: date) -> list[AgendaRow]:
    """Your tasks and activities on some days, at most 62 of them."""
    return await get_runtime().database.read_async(who, _between, first, last)


@router.post("/activities", status_code=201)
async def log_activity(who: Who, draft: NewActivity) -> AgendaRow:
    """Keep a sales activity; with a `draft_id` it is kept once, however often this is sent."""
    return await _made(who, activities.log, draft)


@router.get("/activities/{activity_id}")
async def read_activity(who: Who, activity_id: UUID) -> AgendaRow:
    """One sales activity."""
    return await _row(who, activity_id, What.ACTIVITY)


@router.patch("/activities/{activity_id}")
async def change_activity(who: Who, activity_id: UUID, changes: ActivityChanges) -> AgendaRow:
    """Change your own sales activity."""
    return await _act(who, What.ACTIVITY, activity_id, activities.edit, changes)


@router.post("/activities/{activity_id}/move")
async def move_activity(who: Who, activity_id: UUID, to: NewDay) -> AgendaRow:
    """Move your own sales activity to another day, at the same hour."""
    return await _act(who, What.ACTIVITY, activity_id, activities.move, to.day)


@router.delete("/activities/{activity_id}", status_code=204)
async def remove_activity(who: Who, activity_id: UUID) -> Response:
    """Take your own sales activity away."""
    await get_runtime().database.act_async(who, activities.remove, activity_id)
    return Response(status_code=204)


@router.post("/activities/{activity_id}/restore")
async def restore_activity(who: Who, activity_id: UUID) -> AgendaRow:
    """Bring a removed sales activity back."""
    return await _act(who, What.ACTIVITY, activity_id, activities.restore)


@router.get("/tasks")
async def list_tasks(who: Who, query: Annotated[AgendaQuery, Query()]) -> AgendaPage:
    """Tasks of a tab, a page at a time."""
    return await _page(who, query, What.TASK.value)


@router.post("/tasks", status_code=201)
async def create_task(who: Who, draft: TaskDraft) -> AgendaRow:
    """Plan a task, due today and yours unless you say otherwise."""
    return await _made(who, plan.create, draft)


@router.get("/tasks/{task_id}")
async def read_task(who: Who, task_id: UUID) -> AgendaRow:
    """One task."""
    return await _row(who, task_id, What.TASK)


@router.patch("/tasks/{task_id}")
async def change_task(who: Who, task_id: UUID, changes: TaskEdit) -> AgendaRow:
    """Change a task that you do or gave."""
    return await _act(who, What.TASK, task_id, plan.edit, changes)


@router.post("/tasks/{task_id}/complete")
async def complete_task(who: Who, task_id: UUID) -> AgendaRow:
    """Do a task; one that repeats comes again, once."""
    return await _act(who, What.TASK, task_id, finish.complete)


@router.post("/tasks/{task_id}/reopen")
async def reopen_task(who: Who, task_id: UUID) -> AgendaRow:
    """Take the doing of a task back."""
    return await _act(who, What.TASK, task_id, finish.reopen)


@router.post("/tasks/{task_id}/move")
async def move_task(who: Who, task_id: UUID, to: NewDay) -> AgendaRow:
    """Move a task to another day, at the same hour."""
    return await _act(who, What.TASK, task_id, plan.move, to.day)


@router.post("/tasks/{task_id}/assign")
async def assign_task(who: Who, task_id: UUID, to: Assignee) -> Any:
    """Give a task to a colleague, who is told."""
    return await _act(who, What.TASK, task_id, plan.assign, to.assignee_id)


@router.post("/tasks/{task_id}/snooze")
async def snooze_task(who: Who, task_id: UUID, later: Later) -> AgendaRow:
    """Be reminded of a task again later."""
    return await _act(who, What.TASK, task_id, plan.snooze, later.until)


@router.delete("/tasks/{task_id}", status_code=204)
async def remove_task(who: Who, task_id: UUID) -> Response:
    """Take a task away; one that repeats does not come again."""
    await get_runtime().database.act_async(who, plan.remove, task_id)
    return Response(status_code=204)


@router.post("/tasks/{task_id}/restore")
async def restore_task(who: Who, task_id: UUID) -> AgendaRow:
    """Bring a removed task back."""
    return await _act(who, What.TASK, task_id, plan.restore)


@router.get("/leads/{lead_id}/agenda")
async def list_lead_agenda(who: Who, lead_id: UUID) -> list[AgendaRow]:
    """Open tasks and the activities of a lead that you see."""
    return await get_runtime().database.read_async(who, lead_agenda, lead_id)


@router.post("/calendar-address", status_code=201)
async def renew_calendar_address(who: Who) -> CalendarLink:
    """A new private address of your calendar; the one before leads nowhere from now on."""
    secret = await get_runtime().database.act_async(who, renew_address)
    return CalendarLink(address=f"{get_runtime().settings.address}/calendar/{secret}.ics")


@router.delete("/calendar-address", status_code=204)
async def end_calendar_address(who: Who) -> Response:
    """Let the address of your calendar lead nowhere from now on."""
    await get_runtime().database.act_async(who, end_address)
    return Response(status_code=204)


async def _page(who: Who, query: AgendaQuery, kind: str) -> AgendaPage:
    return await get_runtime().database.read_async(who, agenda_page, query.filters(kind), limit=query.limit)


def _between(session: Session, actor: Actor, first: date, last: date, *, now: datetime) -> list[AgendaRow]:
    if not 0 <= (last - first).days < MOST_DAYS or not 1900 <= first.year < 9998:
        raise Invalid("Ask for at most {days} days.", field="last", days=MOST_DAYS)
    return agenda_between(session, actor, AgendaFilters(), first, last, now=now)


async def _made(who: Who, command: Callable[..., UUID], draft: BaseModel) -> AgendaRow:
    made = await get_runtime().database.act_async(who, command, draft)
    return await _row(who, made, None)


async def _act(who: Who, what: What, row_id: UUID, command: Callable[..., Any], *args: Any) -> Any:
    """Run the command and show what stands now, if the actor still sees it."""
    await get_runtime().database.act_async(who, command, row_id, *args)
    try:
        return await _row(who, row_id, what)
    except NotFound:
        return Response(status_code=204)


async def _row(who: Who, row_id: UUID, what: What | None) -> AgendaRow:
    row: AgendaRow | None = await get_runtime().database.read_async(who, agenda_row, row_id)
    if row is None or (what and row.what != what):
        raise NotFound()
    return row
