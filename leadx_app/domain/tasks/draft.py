"""What people write about a task: the input of a new one and of changes to one."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from leadx_app.domain.days import Day, Hour
from leadx_app.domain.text import line, optional, paragraph
from leadx_app.models import Priority, Reminder

from .repeat import Repeat

Weekday = Annotated[int, Field(ge=0, le=6)]


class _Fields(BaseModel):
    """The fields of a task. `repeat` with `weekdays` (Monday is 0) says when it comes again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: optional(paragraph(5000)) = None
    due_on: optional(Day) = None
    due_time: optional(Hour) = None
    reminder: optional(Reminder) = None
    priority: Priority = Priority.NORMAL
    assignee_id: optional(UUID) = None
    repeat: optional(Repeat) = None
    weekdays: tuple[Weekday, ...] = Field(default=(), max_length=7)


class TaskDraft(_Fields):
    """A new task: due today and one's own unless said otherwise; `draft_id` makes it once."""

    title: line(200)
    lead_id: optional(UUID) = None
    draft_id: optional(UUID) = None


class TaskEdit(_Fields):
    """Changes to a task; only the fields that were set count. `version` is the one that was read."""

    version: int
    title: line(200) = ""
