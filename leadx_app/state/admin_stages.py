"""The Admin's page of stages: the journey in its order, what each stage says, and where its leads go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain import stages
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.stages import StageDraft
from leadx_app.queries.list_settings import StageSet, stages_set
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import LeadId

KINDS = frozenset({EventKind.SETTINGS_CHANGED, EventKind.JOB_CHANGED})
FIELDS = ("name", "color", "win_probability_percent", "quiet_after_days")
FIRST_COLOR = next(iter(stages.COLORS))
NEW_PERCENT, NEW_DAYS = 50, 14


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in its line; `up` and `down` name the buttons, "" where it cannot go."""

    id: str = ""
    name: str = ""
    color: str = ""
    facts: str = ""
    leads: str = ""
    up: str = ""
    down: str = ""
    change: str = ""
    remove: str = ""
    is_emptied: bool = False


@dataclass(frozen=True, slots=True)
class StageForm:
    """The stage in the form, "" for a new one; `leads` says how many stand there, "" for none."""

    id: str = ""
    name: str = ""
    color: str = FIRST_COLOR
    percent: str = str(NEW_PERCENT)
    days: str = str(NEW_DAYS)
    leads: str = ""


class AdminStagesState(rx.State):
    """What the page shows, and the stage that is open in one of its dialogs."""

    lines: list[StageShown] = []
    may_change: bool = False
    is_loaded: bool = False
    is_changing: bool = False
    is_removing: bool = False
    form: StageForm = StageForm()
    form_key: int = 0
    others: list[Choice] = []
    problems: dict[str, str] = {}
    _stages: list[StageSet] = []

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self._open(StageForm())
        self.is_changing, self.is_removing = False, False
        await self._read()

    @handler
    async def begin_add(self) -> None:
        """A form for a new stage."""
        self._open(StageForm())
        self.is_changing = True

    @handler
    async def begin_change(self, stage_id: LeadId) -> None:
        """A form with what a stage says."""
        await self._open_stage(stage_id)
        self.is_changing = True

    @handler
    async def begin_remove(self, stage_id: LeadId) -> None:
        """Ask where the leads of a stage go before it is removed."""
        await self._open_stage(stage_id)
        self.is_removing = True

    @handler
    async def close(self) -> None:
        """Leave the dialog; nothing is changed."""
        self.is_changing, self.is_removing = False, False

    @handler
    async def save(self, form: Form) -> None:
        """Save the stage of the form, new or changed."""
        saved = await attempt(self, _save, self.form.id, form)
        self.problems = saved.problems
        if saved.ok:
            self.is_changing = False
            await say_done(self, "Saved." if saved.result else "Saved. Its leads are on their way.")
            await live.refresh(self)

    @handler
    async def remove(self, form: Form) -> None:
        """Remove the stage; its leads go where the form says."""
        removed = await attempt(self, _remove, self.form.id, form)
        self.problems = removed.problems
        if removed.ok:
            self.is_removing = False
            done, going = "The stage is removed.", "The stage goes when its leads have been moved."
            await say_done(self, done if removed.result else going)
            await live.refresh(self)

    @handler
    async def shift(self, stage_id: LeadId, down: bool) -> None:
        """Let a stage change places with the next one."""
        await act(self, stages.shift_stage, UUID(stage_id), down)
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        found, look = await read(self, stages_set), await look_of(self)
        self._stages, self.may_change, self.is_loaded = found.stages, found.may_change, True
        last = len(found.stages) - 1
        self.lines = [stage_shown(one, place, last, look) for place, one in enumerate(found.stages)]

    async def _open_stage(self, stage_id: str) -> None:
        await self._read()
        stage = next((one for one in self._stages if str(one.id) == stage_id), None)
        if stage is None:
            raise NotFound()
        self.others = [Choice(str(one.id), one.name) for one in self._stages if one.id != stage.id]
        leads = leads_shown(stage.leads, await look_of(self)) if stage.leads else ""
        percent, days = str(stage.win_probability_percent), str(stage.quiet_after_days)
        self._open(StageForm(stage_id, stage.name, stage.color, percent, days, leads))

    def _open(self, form: StageForm) -> None:
        self.form, self.problems, self.form_key = form, {}, self.form_key + 1


def stage_shown(stage: StageSet, place: int, last: int, look: Look) -> StageShown:
    """A stage in the user's words; the first one stays first."""
    percent = look.say("{percent} won", percent=look.percent(stage.win_probability_percent, 0))
    days = look.count("quiet after {count} day", "quiet after {count} days", stage.quiet_after_days)
    return StageShown(
        id=str(stage.id),
        name=stage.name,
        color=stage.color,
        facts=f"{percent} · {days}",
        leads=leads_shown(stage.leads, look),
        up=look.say("Move {name} up", name=stage.name) if place > 1 else "",
        down=look.say("Move {name} down", name=stage.name) if 0 < place < last else "",
        change=look.say("Edit {name}", name=stage.name),
        remove=look.say("Remove {name}", name=stage.name) if place else "",
        is_emptied=stage.is_emptied,
    )


def leads_shown(leads: int, look: Look) -> str:
    """How many leads stand at a stage, in words."""
    return look.count("{count} lead", "{count} leads", leads) if leads else look.say("No leads")


def _save(session: Session, actor: Actor, stage_id: str, form: dict[str, Any], *, now: datetime) -> bool:
    """`add_stage` or `change_stage` with what was written in the form; returns whether all leads are there."""
    written = {name: str(form.get(name) or "").strip() for name in FIELDS}
    for name in ("win_probability_percent", "quiet_after_days"):
        if not (written[name].isascii() and written[name].isdigit() and len(written[name]) < 10):
            raise Invalid("Write a whole number.", field=name)
    to = {"leads_to": str(form.get("leads_to") or "")} if stage_id else {}
    draft = parse_draft(StageDraft, {**written, **to})
    if stage_id:
        return stages.change_stage(session, actor, UUID(stage_id), draft, now=now)
    stages.add_stage(session, actor, draft, now=now)
    return True


def _remove(session: Session, actor: Actor, stage_id: str, form: dict[str, Any], *, now: datetime) -> bool:
    """`remove_stage` with what was chosen in the form."""
    if not stage_id:
        raise NotFound()
    try:
        to_id = UUID(str(form["to_id"])) if form.get("to_id") else None
    except ValueError:
        raise Invalid("Choose one from the list.", field="to_id") from None
    return stages.remove_stage(session, actor, UUID(stage_id), to_id, now=now)
