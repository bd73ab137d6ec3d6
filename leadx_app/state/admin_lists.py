"""The Admin's page of lists: categories, sources, lost reasons and tags."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain import choices
from leadx_app.domain.choices import DRAFTS, ListKind
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.queries.list_settings import ListedRow, lists_set
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import LeadId, name_of

KINDS = frozenset({EventKind.SETTINGS_CHANGED, EventKind.JOB_CHANGED})
Kind = name_of(ListKind)


@dataclass(frozen=True, slots=True)
class ListedShown:
    """A name in its line; the buttons' names are "" where there is nothing to press."""

    id: str = ""
    name: str = ""
    up: str = ""
    down: str = ""
    change: str = ""
    join: str = ""
    stop: str = ""
    is_retired: bool = False
    is_emptied: bool = False


class AdminListsState(rx.State):
    """The four lists, and the row that is open in one of the dialogs; `row_id` is "" for a new one."""

    categories: list[ListedShown] = []
    sources: list[ListedShown] = []
    lost_reasons: list[ListedShown] = []
    tags: list[ListedShown] = []
    may_change: bool = False
    is_loaded: bool = False
    kind: str = ListKind.CATEGORIES.value
    row_id: str = ""
    row_name: str = ""
    form_key: int = 0
    is_changing: bool = False
    is_merging: bool = False
    others: list[Choice] = []
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self._open(ListKind.CATEGORIES, ListedShown())
        self.is_changing, self.is_merging = False, False
        await self._read()

    @handler
    async def begin_add(self, kind: Kind) -> None:
        """A form for a new name on a list."""
        self._open(ListKind(kind), ListedShown())
        self.is_changing = True

    @handler
    async def begin_rename(self, kind: Kind, row_id: LeadId) -> None:
        """A form with the name."""
        self._open(ListKind(kind), self._line(kind, row_id))
        self.is_changing = True

    @handler
    async def begin_merge(self, kind: Kind, row_id: LeadId) -> None:
        """Ask which other one of the list takes its leads."""
        line = self._line(kind, row_id)
        rows: list[ListedShown] = getattr(self, kind)
        self.others = [Choice(one.id, one.name) for one in rows if one.id != row_id and not one.is_retired]
        self._open(ListKind(kind), line)
        self.is_merging = True

    @handler
    async def close(self) -> None:
        """Leave the dialog; nothing is changed."""
        self.is_changing, self.is_merging = False, False

    @handler
    async def save(self, form: Form) -> None:
        """Add the name, or rename the one that is open."""
        saved = await attempt(self, _save, ListKind(self.kind), self.row_id, form)
        self.problems = saved.problems
        if saved.ok:
            self.is_changing = False
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def merge(self, form: Form) -> None:
        """Give everything that has the open one the chosen one."""
        merged = await attempt(self, _merge, ListKind(self.kind), self.row_id, form)
        self.problems = merged.problems
        if merged.ok:
            self.is_merging = False
            done, going = "They are one now.", "They are one as soon as all leads have been moved."
            await say_done(self, done if merged.result else going)
            await live.refresh(self)

    @handler
    async def shift(self, kind: Kind, row_id: LeadId, down: bool) -> None:
        """Let one change places with its neighbour."""
        await act(self, choices.shift_choice, ListKind(kind), UUID(row_id), down)
        await live.refresh(self)

    @handler
    async def retire(self, kind: Kind, row_id: LeadId, is_retired: bool) -> None:
        """Offer one no more, or again."""
        await act(self, choices.retire_choice, ListKind(kind), UUID(row_id), is_retired)
        undo = AdminListsState.retire(kind, row_id, False) if is_retired else None
        await say_done(self, "Leads that have it keep it. New ones cannot have it." if is_retired else "Saved.", undo)
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        found, look = await read(self, lists_set), await look_of(self)
        self.may_change, self.is_loaded = found.may_change, True
        for kind, rows in found.lists.items():
            setattr(self, kind.value, listed_shown(kind, rows, look))

    def _line(self, kind: str, row_id: str) -> ListedShown:
        line = next((one for one in getattr(self, kind) if one.id == row_id), None)
        if line is None:
            raise NotFound()
        return line

    def _open(self, kind: ListKind, line: ListedShown) -> None:
        self.kind, self.row_id, self.row_name = kind.value, line.id, line.name
        self.problems, self.form_key = {}, self.form_key + 1


def listed_shown(kind: ListKind, rows: list[ListedRow], look: Look) -> list[ListedShown]:
    """The rows of a list in the user's words; tags stand by name, and what is used no more stands behind."""
    used = sum(not row.is_retired for row in rows)
    has_places = kind != ListKind.TAGS
    shown = []
    for place, row in enumerate(rows):
        said = {
            "up": "Move {name} up" if has_places and 0 < place < used else "",
            "down": "Move {name} down" if has_places and place < used - 1 else "",
            "change": "Rename {name}",
            "join": "Merge {name} into another one" if used > (0 if row.is_retired else 1) else "",
            "stop": "Use {name} again" if row.is_retired else "Stop using {name}",
        }
        words = {part: look.say(text, name=row.name) if text else "" for part, text in said.items()}
        shown.append(ListedShown(str(row.id), row.name, **words, is_retired=row.is_retired, is_emptied=row.is_emptied))
    return shown


def _save(session: Session, actor: Actor, kind: ListKind, row_id: str, form: dict[str, Any], *, now: datetime) -> None:
    """`add_choice` or `rename_choice` with what was written in the form."""
    draft = parse_draft(DRAFTS[kind], {"name": str(form.get("name") or "")})
    if row_id:
        choices.rename_choice(session, actor, kind, UUID(row_id), draft, now=now)
    else:
        choices.add_choice(session, actor, kind, draft, now=now)


def _merge(session: Session, actor: Actor, kind: ListKind, row_id: str, form: dict[str, Any], *, now: datetime) -> bool:
    """`merge_choice` with what was chosen in the form."""
    if not row_id:
        raise NotFound()
    try:
        into_id = UUID(str(form.get("into_id")))
    except ValueError:
        raise Invalid("Choose one from the list.", field="into_id") from None
    return choices.merge_choice(session, actor, kind, UUID(row_id), into_id, now=now)
