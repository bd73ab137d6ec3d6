"""Many leads of the pipeline at once: which are selected, what an act would change, doing it and taking it back."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import InvalidDraft
from leadx_app.domain.leads.bulk import change_many, preview
from leadx_app.domain.leads.bulk_draft import MOST_LEADS, REASONS, BulkAct, BulkDone, BulkDraft, Skipped
from leadx_app.domain.leads.bulk_undo import undo as undo_many
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Permission
from leadx_app.queries.bulk import matching_ids
from leadx_app.state import live
from leadx_app.state.doors import act, attempt, field_problems, handler, read
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import load_choices
from leadx_app.state.lead_edit import listed
from leadx_app.state.look import look_of
from leadx_app.state.parameters import LeadId, Search, name_of
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import toast

Picked = Annotated[list[LeadId], Field(max_length=MOST_LEADS)]
ActName = name_of(BulkAct)
FIELD = {BulkAct.ASSIGN: "owner_id", BulkAct.TAG: "tags", BulkAct.CLOSE: "lost_reason_id"}


@dataclass(frozen=True, slots=True)
class Said:
    """What an act says of one lead and of many: before, on its button, and afterwards."""

    will: tuple[str, str]
    button: tuple[str, str]
    done: tuple[str, str]


SAID: dict[BulkAct, Said] = {
    BulkAct.ASSIGN: Said(
        ("{count} lead will get a new owner.", "{count} leads will get a new owner."),
        ("Assign {count} lead", "Assign {count} leads"),
        ("{count} lead assigned.", "{count} leads assigned."),
    ),
    BulkAct.TAG: Said(
        ("{count} lead will be tagged.", "{count} leads will be tagged."),
        ("Tag {count} lead", "Tag {count} leads"),
        ("{count} lead tagged.", "{count} leads tagged."),
    ),
    BulkAct.PARK: Said(
        (
            "{count} lead will be parked. It counts in no figure until you resume it.",
            "{count} leads will be parked. They count in no figure until you resume them.",
        ),
        ("Park {count} lead", "Park {count} leads"),
        ("{count} lead parked.", "{count} leads parked."),
    ),
    BulkAct.CLOSE: Said(
        (
            "{count} lead will be closed. Closed is final: a Manager can reopen it within 24 hours.",
            "{count} leads will be closed. Closed is final: a Manager can reopen them within 24 hours.",
        ),
        ("Close {count} lead", "Close {count} leads"),
        ("{count} lead closed.", "{count} leads closed."),
    ),
}
NOTHING = "Nothing to change here."
SKIPPED = "{count} skipped: {reason}."
STAYS = "{count} left as they are: {reason}."


class BulkState(rx.State):
    """The selection, and the question that is open: `act` is "" when none is."""

    count: int = 0
    selected_words: str = ""
    is_all: bool = False
    act: str = ""
    asked: int = 0
    will_words: str = ""
    skipped_words: list[str] = []
    confirm_words: str = ""
    may_confirm: bool = False
    problem: str = ""

    _ids: list[UUID] = []
    _versions: dict[UUID, int] = {}
    _choice: str = ""

    @handler
    async def pick(self, ids: Picked) -> None:
        """These leads are selected now."""
        await self._select([UUID(one) for one in ids])

    @handler
    async def pick_all(self) -> None:
        """All leads that the filters let through are selected, up to the most that can be changed at once."""
        at = (await self.get_state(PipelineState)).at
        await self._select(await read(self, matching_ids, at.filters(await look_of(self))), is_all=True)

    @handler
    async def clear(self) -> None:
        """Nothing is selected any more."""
        await self._select([])

    @handler
    async def ask(self, act_name: ActName) -> None:
        """Open the question of an act: what to choose, and what would change."""
        self.act, self._choice, self.problem = act_name, "", ""
        self.asked += 1
        self._versions = {}
        if act_name != BulkAct.PARK:
            await load_choices(self)
        await self._look(await look_of(self))

    @handler
    async def choose(self, value: Search) -> None:
        """The new owner, the reason, or the tags: see again what would change."""
        self._choice = value
        if self.act:
            await self._look(await look_of(self))

    @handler
    async def leave(self) -> None:
        """Close the question; nothing happens."""
        self.act = ""

    @handler
    async def do(self) -> None:
        """Do it to the leads as they were shown; the list is read again, and all of it can be taken back."""
        if not self.act or not self._versions:
            return
        kind = BulkAct(self.act)
        outcome = await attempt(self, change_many, self._draft(self._versions))
        if not outcome.ok or outcome.result is None:
            self.problem = next(iter(outcome.problems.values()), "")
            return
        self.act = ""
        await self._select([])
        await self._say_done(kind, outcome.result)
        await live.refresh(await self.get_state(PipelineState))

    @handler
    async def undo(self, bulk_id: LeadId) -> None:
        """Take back what was done to many leads, and say what could not be taken back."""
        done = await act(self, undo_many, UUID(bulk_id))
        look = await look_of(self)
        back = look.count("{count} lead taken back.", "{count} leads taken back.", done.changed)
        await toast(self, "done", _sentence(back if done.changed else "", done.skipped, STAYS, look))
        await live.refresh(await self.get_state(PipelineState))

    async def _select(self, ids: list[UUID], *, is_all: bool = False) -> None:
        look = await look_of(self)
        self._ids, self.count, self.is_all = ids, len(ids), is_all and bool(ids)
        self.selected_words = look.say("{count} selected", count=look.number(len(ids)))

    async def _look(self, look: Look) -> None:
        """Show what the act would do with what is chosen so far."""
        try:
            draft = self._draft(dict.fromkeys(self._ids))
        except InvalidDraft as refusal:
            self.problem = next(iter((await field_problems(self, refusal)).values()))
            self.may_confirm = False
            return
        shown = await read(self, preview, draft)
        self.problem, self._versions = "", shown.versions
        said, changing = SAID[draft.act], len(shown.versions)
        self.will_words = look.count(*said.will, changing) if changing else look.say(NOTHING)
        self.confirm_words = look.count(*said.button, changing)
        self.skipped_words = _skipped(shown.skipped, SKIPPED, look)
        self.may_confirm = changing > 0 and (draft.act not in FIELD or bool(self._choice.strip()))

    def _draft(self, versions: Any) -> BulkDraft:
        kind = BulkAct(self.act)
        leads = [{"id": lead_id, "version": version} for lead_id, version in versions.items()]
        chosen = listed(self._choice) if kind == BulkAct.TAG else self._choice
        choice = {FIELD[kind]: chosen} if kind in FIELD else {}
        return parse_draft(BulkDraft, {"act": kind, "leads": leads, **choice})

    async def _say_done(self, kind: BulkAct, done: BulkDone) -> None:
        look = await look_of(self)
        may = (await self.get_state(SessionState)).may
        final = kind == BulkAct.CLOSE and not may[Permission.LEAD_REOPEN.name.lower()]
        offers = done.bulk_id is not None and not final
        text = _sentence(look.count(*SAID[kind].done, done.changed), done.skipped, SKIPPED, look)
        undo = BulkState.undo(str(done.bulk_id)) if offers else None
        await toast(self, "done", text, action_label=look.say("Undo") if offers else "", action=undo)


def _skipped(rows: list[Skipped], template: str, look: Look) -> list[str]:
    return [look.say(template, count=look.number(row.count), reason=look.say(REASONS[row.why])) for row in rows]


def _sentence(first: str, rows: list[Skipped], template: str, look: Look) -> str:
    return " ".join(filter(None, [first, *_skipped(rows, template, look)]))
