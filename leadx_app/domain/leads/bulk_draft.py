"""Many leads at once: what is asked for and what came of it (product.md section 5)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from leadx_app.domain.permissions import Permission
from leadx_app.domain.text import line, optional

from . import tagging
from .draft import MAX_TAGS

MOST_LEADS = 1_000
UNDO_WITHIN = timedelta(hours=24)


class BulkAct(StrEnum):
    """What can be done to many leads at once."""

    ASSIGN = "assign"
    TAG = "tag"
    PARK = "park"
    CLOSE = "close"


NEEDS: dict[BulkAct, Permission] = {
    BulkAct.ASSIGN: Permission.LEAD_QUALIFY,
    BulkAct.TAG: Permission.LEAD_CREATE,
    BulkAct.PARK: Permission.LEAD_QUALIFY,
    BulkAct.CLOSE: Permission.LEAD_QUALIFY,
}


class Why(StrEnum):
    """Why a lead is left out, in the order in which people are told."""

    GONE = "gone"
    CHANGED = "changed"
    WON = "won"
    CLOSED = "closed"
    PARKED = "parked"
    NOT_YOURS = "not_yours"
    LOCKED = "locked"
    THEIRS = "theirs"
    TAGGED = "tagged"
    FULL = "full"
    HANDSHAKE = "handshake"
    NOBODYS = "nobodys"
    FINAL = "final"
    REFUSED = "refused"


REASONS: dict[Why, str] = {
    Why.GONE: "not found, or not yours to see",
    Why.CHANGED: "changed by somebody in the meantime",
    Why.WON: "won already",
    Why.CLOSED: "closed already",
    Why.PARKED: "parked",
    Why.NOT_YOURS: "owned by somebody else",
    Why.LOCKED: "locked for you",
    Why.THEIRS: "with this person already",
    Why.TAGGED: "tagged like this already",
    Why.FULL: "full: a lead has at most 20 tags",
    Why.HANDSHAKE: "a handshake stays done",
    Why.NOBODYS: "nobody owned it before",
    Why.FINAL: "closed: only a Manager reopens, within 24 hours",
    Why.REFUSED: "not allowed",
}


class BulkLead(BaseModel):
    """One of the leads; with `version`, only if it is still as it was when its row was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID
    version: int | None = None


class BulkDraft(BaseModel):
    """What to do to which leads. Only what belongs to the act is needed: the new owner, the tags, the reason."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    act: BulkAct
    leads: tuple[BulkLead, ...] = Field(max_length=MOST_LEADS)
    owner_id: optional(UUID) = None
    tags: tuple[line(tagging.TAG_LENGTH), ...] = Field(default=(), max_length=MAX_TAGS)
    lost_reason_id: optional(UUID) = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many leads are left out for one reason."""

    why: Why
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What the act would do now: the versions of the leads that would change, and how many would not, by why."""

    versions: dict[UUID, int]
    skipped: list[Skipped]


@dataclass(frozen=True, slots=True)
class BulkDone:
    """What came of it; `bulk_id` is what `undo` takes back, None when nothing was changed."""

    bulk_id: UUID | None
    changed: int
    skipped: list[Skipped]
