"""Erasing a person or a contact person: what stays, what has to be typed, and the act."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

from leadx_app.domain import erasure
from leadx_app.domain.errors import NotFound
from leadx_app.queries.erasure import ErasureView, contact_erasure, person_erasure
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of, say_done
from leadx_app.state.users import UsersState


@dataclass(frozen=True)
class ErasureLine:
    """Who may be erased; `warning` is "" when there is nothing to warn of."""

    id: str = ""
    name: str = ""
    typed: str = ""
    warning: str = ""
    is_contact: bool = False


class ErasureState(rx.State):
    """The person who may be erased, while the dialog is open."""

    is_open: bool = False
    who: ErasureLine = ErasureLine()
    stays: list[str] = []
    problem: str = ""

    @handler
    async def open_person(self, user_id: UUID) -> None:
        """Ask about somebody of User Management."""
        await self._open(await read(self, person_erasure, user_id), is_contact=False)

    @handler
    async def open_contact(self, person_id: UUID) -> None:
        """Ask about a contact person."""
        await self._open(await read(self, contact_erasure, person_id), is_contact=True)

    @handler
    async def close(self) -> None:
        """Leave them as they are."""
        self.is_open, self.problem = False, ""

    @handler
    async def erase(self, form: Form) -> None:
        """Erase who is shown, when their email was typed."""
        if not self.is_open or not self.who.id:
            raise NotFound()
        command = erasure.erase_contact if self.who.is_contact else erasure.erase_person
        done = await attempt(self, command, UUID(self.who.id), str(form.get("email") or "")[:400])
        self.problem = done.problems.get("email", "")
        if done.ok:
            await self._put_away()
            self.is_open, self.who, self.stays = False, ErasureLine(), []
            await say_done(self, "Erased. What was done stays, without the name.")

    async def _open(self, view: ErasureView, *, is_contact: bool) -> None:
        look = await look_of(self)
        self.who = ErasureLine(str(view.id), view.name, view.typed, warning=_warning(view, look), is_contact=is_contact)
        self.stays = stays(view, look)
        self.is_open, self.problem = True, ""

    async def _put_away(self) -> None:
        """Close what showed the person; the lists follow by themselves."""
        if self.who.is_contact:
            await (await self.get_state(ContactViewState))._refresh_live(())
        else:
            users = await self.get_state(UsersState)
            users.is_open = False
            await users._read(len(users.rows))


def stays(view: ErasureView, look: Look) -> list[str]:
    """What is kept under "Erased person", each with how many."""
    found = (
        ("Leads, with their stages, values and figures: {count}", view.leads),
        ("Notes and comments, without the name in them: {count}", view.notes),
        ("Tasks and activities: {count}", view.plans),
        ("News: {count}", view.news),
    )
    return [look.say(text, count=look.number(count)) for text, count in found if count]


def _warning(view: ErasureView, look: Look) -> str:
    warnings = []
    if view.open_leads:
        text = "Open leads: {count}. Assign them to somebody first, or they stay with the erased person."
        warnings.append(look.say(text, count=look.number(view.open_leads)))
    if view.is_shared:
        warnings.append(look.say("Somebody else has the same name: texts that only say the name are left as they are."))
    return " ".join(warnings)
