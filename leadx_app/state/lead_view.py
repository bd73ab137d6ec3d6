"""View Lead: one lead as the reader sees it, in a popup over a page or on its own address, and what they do to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field
from sqlmodel import Session

from leadx_app.domain import bell, notes
from leadx_app.domain.errors import EditConflict, Invalid, NotFound
from leadx_app.domain.events import Message
from leadx_app.domain.leads import close, handover, qualify
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.queries.lead_detail import LeadDetail, lead_detail
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.form_changes import version_of
from leadx_app.state.lead_choices import load_choices
from leadx_app.state.lead_edit import (
    ConflictShown,
    EditFields,
    changed_fields,
    conflict_shown,
    edit_fields,
    edit_lead,
    settled,
)
from leadx_app.state.lead_register import begin_look_up, with_company
from leadx_app.state.lead_shown import (
    EntryShown,
    FileShown,
    LeadShown,
    StepShown,
    file_shown,
    journey_shown,
    lead_shown,
    timeline_shown,
)
from leadx_app.state.lead_transfer import load_places, load_viewers
from leadx_app.state.live import watch
from leadx_app.state.look import look_of
from leadx_app.state.plan_form import PlanFormState

PAGE = "/leads/"
Question = Literal["", "return", "close", "assign", "reopen", "won", "send", "send_across", "viewers"]
Title = Annotated[str, Field(max_length=2000)]


class LeadViewState(rx.State):
    """The lead that is looked at. `status` is "", "shown" or "missing"; `planned_id` a stage moved to but not saved."""

    is_open: bool = False
    opened: int = 0
    status: str = ""
    address: str = ""
    lead: LeadShown = LeadShown()
    journey: list[StepShown] = []
    files: list[FileShown] = []
    timeline: list[EntryShown] = []
    shows: str = "all"
    fresh: list[str] = []
    planned_id: str = ""
    may_next: bool = False
    may_prev: bool = False
    question: str = ""
    is_editing: bool = False
    form: EditFields = EditFields()
    was_kept: bool = False
    disturbed_by: str = ""
    conflict: list[ConflictShown] = []
    conflict_by: str = ""
    problems: dict[str, str] = {}
    answer_token: int = 0
    clear_token: int = 0
    note_token: int = 0
    drop_token: int = 0
    _detail: LeadDetail | None = None
    _lead_id: UUID | None = None
    _wanted: dict[str, Any] = {}
    _conflict: EditConflict | None = None
    _in_form: bool = False

    # Coming and going.

    @handler
    async def open_lead(self, lead_id: UUID) -> Any:
        """Show the lead in the popup; on the page of a lead go to the other one's page."""
        if self.router.url.path.startswith(PAGE):
            return rx.redirect(f"{PAGE}{lead_id}")
        self.is_open = True
        self.opened += 1
        await self._turn_to(lead_id)
        return None

    @handler
    async def close_lead(self) -> None:
        """Close the popup with what lies over it; what is being typed stays kept in the browser."""
        self.is_open = False
        self._put_away()
        (await self.get_state(PlanFormState))._leave()

    @handler
    async def load_page(self) -> None:
        """Show the lead of the address, as a page."""
        self.is_open = False
        try:
            lead_id = UUID(self.router.url.path.removeprefix(PAGE).strip("/"))
        except ValueError:
            self._put_away()
            self.status = "missing"
            return
        await self._turn_to(lead_id)

    # The journey.

    @handler
    async def next_stage(self) -> None:
        """Move on to the next stage; nothing is saved yet."""
        await self._plan(1)

    @handler
    async def prev_stage(self) -> None:
        """Take back a move that is not saved yet."""
        await self._plan(-1)

    @handler
    async def drop_move(self) -> None:
        """Stay at the stage that is saved."""
        self.planned_id = ""
        await self._plan(0)

    @handler
    async def save_move(self) -> None:
        """Save the stage that was moved to; a second click finds nothing left to save."""
        if self.planned_id:
            await self._do(qualify.move_stage, UUID(self.planned_id))

    # Acts that need no words.

    @handler
    async def hand_over(self) -> None:
        """Hand the lead over to sales."""
        await self._do(handover.hand_over)

    @handler
    async def accept(self) -> None:
        """Accept the handover."""
        await self._do(handover.accept_handover)

    @handler
    async def win(self) -> None:
        """Win the lead."""
        self.question = ""
        await self._do(close.close_won)

    @handler
    async def ring_bell(self) -> None:
        """Let everybody in the organization hear it."""
        await self._do(bell.ring_bell)

    @handler
    async def park(self) -> None:
        """Set the lead aside."""
        await self._do(close.park)

    @handler
    async def resume(self) -> None:
        """Take the lead up again."""
        await self._do(close.resume)

    # Acts that ask something first.

    @handler
    async def ask(self, question: Question) -> None:
        """A question was opened or closed by the browser."""
        self.question = question
        self.problems = {}
        if question in ("send", "send_across"):
            await load_places(self, question)
        elif question == "viewers":
            await load_viewers(self, self._here())
        elif question:
            await load_choices(self)

    @handler
    async def return_lead(self, form: Form) -> None:
        """Give the lead back to its creator with a reason."""
        await self._answer(handover.return_to_creator, str(form.get("reason") or ""))

    @handler
    async def reopen(self, form: Form) -> None:
        """Take Won or Closed back with a reason."""
        await self._answer(close.reopen, str(form.get("reason") or ""))

    @handler
    async def assign(self, form: Form) -> None:
        """Give the lead to somebody of the sales team."""
        await self._answer(chosen_in(handover.assign, "owner_id"), form)

    @handler
    async def close_lost(self, form: Form) -> None:
        """Close the lead without a sale."""
        await self._answer(chosen_in(close.close_lost, "lost_reason_id"), form)

    # Editing.

    @handler
    async def start_editing(self) -> None:
        """Turn the fields into a form."""
        if self._detail is None or not self._detail.may_edit or self.is_editing:
            return
        await begin_look_up(self)
        await load_choices(self, category_id=self._detail.category_id, source_id=self._detail.source_id)
        self.form = edit_fields(self._detail)
        self.is_editing = True
        self.problems = {}

    @handler
    async def restored(self) -> None:
        """The browser put back what was typed before."""
        self.was_kept = True

    @handler
    async def stop_editing(self) -> None:
        """Throw away what was typed."""
        self._stop_editing()

    @handler
    async def save(self, form: Form) -> None:
        """Save what was changed, together with the stage that was moved to."""
        self.answer_token += 1
        data = changed_fields(await with_company(self, form))
        if self.planned_id:
            data["stage_id"] = self.planned_id
        await self._save(version_of(form), data)

    @handler
    async def save_title(self, title: Title, version: int) -> None:
        """Save the title that was written in place on top of a version."""
        await self._save(version, {"title": title}, in_form=False)

    @handler
    async def settle(self, form: Form) -> None:
        """Save the edit again after choosing per field between the own value and theirs."""
        if self._conflict is None:
            return
        conflict, data = self._conflict, settled(self._wanted, self._conflict, form)
        self._forget_conflict()
        await self._save(conflict.version, data, in_form=self._in_form)

    @handler
    async def leave_conflict(self) -> None:
        """Go back to the form; nothing was saved and nothing is lost."""
        self._forget_conflict()

    # Notes.

    @handler
    async def show_only(self, shows: Literal["all", "note", "event"]) -> None:
        """Filter the timeline."""
        self.shows = shows

    @handler
    async def write_note(self, form: Form) -> None:
        """Add a note."""
        self.answer_token += 1
        outcome = await attempt(self, _write_note, self._here(), str(form.get("text") or ""))
        self.problems = {f"note_{name}": text for name, text in outcome.problems.items()}
        if outcome.ok:
            self.note_token += 1
            await self._read_again()

    # Behind the handlers.

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody did something to the lead: show it without touching what is being typed."""
        if self._lead_id is None:
            return
        before, detail = self._detail, self.lead
        await self._read_again(known=frozenset(entry.id for entry in self.timeline))
        if before is None or self._detail is None:
            return
        self.fresh = [name for name in GLOWS if getattr(detail, name) != getattr(self.lead, name)]
        if self.is_editing and self._detail.version != before.version and self._detail.history:
            self.disturbed_by = self._detail.history[0].actor

    async def _turn_to(self, lead_id: UUID) -> None:
        self._put_away()
        self._lead_id, self.address = lead_id, str(lead_id)
        await watch(self, lead_id=lead_id)
        await self._read_again()

    def _put_away(self) -> None:
        """Forget the lead that was shown."""
        self._stop_editing(forget=False)
        self._lead_id, self._detail = None, None
        self.status, self.lead, self.planned_id, self.question, self.shows = "", LeadShown(), "", "", "all"
        self.journey, self.files, self.timeline, self.fresh = [], [], [], []

    def _here(self) -> UUID:
        if self._lead_id is None:
            raise NotFound()
        return self._lead_id

    async def _read_again(self, known: frozenset[str] | None = None) -> None:
        """Read the lead with the reader's rights; absent and not theirs look alike."""
        try:
            detail = await read(self, lead_detail, self._here())
        except NotFound:
            self._put_away()
            self.status = "missing"
            return
        self._detail = detail
        look = await look_of(self)
        self.lead = lead_shown(detail, look)
        self.files = [file_shown(row, look) for row in detail.files]
        self.timeline = timeline_shown(detail, look, known)
        self.fresh, self.status = [], "shown"
        await self._plan(0)

    async def _plan(self, steps: int) -> None:
        """Plan a move by so many stages; never before the stage that is saved."""
        if self._detail is None:
            return
        stages, saved = self._detail.journey, self._detail.stage_position
        planned = next((stage.position for stage in stages if str(stage.stage_id) == self.planned_id), saved)
        at = max(saved, min(planned + steps, len(stages) - 1)) if self._detail.may_qualify else saved
        self.planned_id = str(stages[at].stage_id) if at > saved else ""
        self.may_next = self._detail.may_qualify and at < len(stages) - 1
        self.may_prev = at > saved
        self.journey = journey_shown(stages, await look_of(self), self.planned_id)

    async def _do(self, command: Callable[..., Any], *arguments: Any) -> None:
        """Run a command on the lead and show what stands then, also when it was refused."""
        try:
            await act(self, command, self._here(), *arguments)
        finally:
            self.planned_id = ""
            await self._read_again()

    async def _answer(self, command: Callable[..., Any], *arguments: Any) -> None:
        """Run a command that a question asked for; what is wrong with the answer is said beside it."""
        self.answer_token += 1
        try:
            outcome = await attempt(self, command, self._here(), *arguments)
        except BaseException:
            self.question = ""
            await self._read_again()
            raise
        self.problems = outcome.problems
        if outcome.ok:
            self.question = ""
            self.clear_token += 1
            await self._read_again()

    async def _save(self, version: int, data: dict[str, Any], *, in_form: bool = True) -> None:
        """Save an edit, or show what is wrong with it or who else changed the same."""
        outcome = await attempt(self, edit_lead, self._here(), version, data)
        self.problems = outcome.problems
        if outcome.conflict is not None:
            await self._show_conflict(outcome.conflict, data, in_form)
        elif outcome.ok:
            if in_form:
                self._stop_editing()
            self.planned_id = "" if "stage_id" in data else self.planned_id
            await self._read_again()

    async def _show_conflict(self, conflict: EditConflict, data: dict[str, Any], in_form: bool) -> None:
        detail = self._detail
        kept = {"category_id": detail.category_id, "source_id": detail.source_id} if detail else {}
        choices = await load_choices(self, **kept)
        self._conflict, self._wanted, self._in_form = conflict, data, in_form
        self.conflict = conflict_shown(conflict, data, choices, await look_of(self))
        self.conflict_by = conflict.by
        await self._read_again()

    def _forget_conflict(self) -> None:
        self._conflict, self._wanted, self.conflict, self.conflict_by = None, {}, [], ""

    def _stop_editing(self, *, forget: bool = True) -> None:
        """Leave the form; the browser forgets what it kept of it, or keeps it for the next time."""
        self.drop_token += forget
        self.is_editing, self.was_kept, self.disturbed_by, self.problems = False, False, "", {}
        self._forget_conflict()


GLOWS = (
    "title",
    "description",
    "company",
    "person",
    "value",
    "closing",
    "category",
    "source",
    "tags",
    "owner",
    "stage",
)
"""The fields that glow when somebody else changed them."""


def chosen_in(command: Callable[..., Any], field: str) -> Callable[..., Any]:
    """The command with an id that was chosen in a form."""

    def chosen(session: Session, actor: Actor, lead_id: UUID, form: Form, *, now: datetime) -> Any:
        try:
            value = UUID(str(form.get(field) or ""))
        except ValueError:
            raise Invalid("Choose one from the list.", field=field) from None
        return command(session, actor, lead_id, value, now=now)

    return chosen


def _write_note(session: Session, actor: Actor, lead_id: UUID, text: str, *, now: datetime) -> UUID:
    draft = parse_draft(notes.NoteDraft, {"text": text})
    return notes.write_note(session, actor, lead_id, draft, now=now)
