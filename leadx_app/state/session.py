"""The session that a tab belongs to, as the frame around every page shows it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.state import BaseState

from leadx_app import i18n
from leadx_app.addresses import LANDING
from leadx_app.audit_words import ROLE_WORDS
from leadx_app.domain import accounts
from leadx_app.domain.days import today_in
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.subscriptions import ends_soon
from leadx_app.format import look_for
from leadx_app.models import DateFormat, utc_now
from leadx_app.queries.session import SessionFrame, session_frame, who_am_i
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import act, credential, handler, read
from leadx_app.state.toasts import toast

NEW_ROLE = "You are {role} at {organization} now. The page shows what you may see and do."
NORWEGIAN = re.compile(r"^\s*(nb|nn|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An organization that the person belongs to."""

    id: str = ""
    name: str = ""
    is_here: bool = False


class SessionState(rx.State):
    """Who is signed in. The gate fills it before every event, from the database, never from the browser."""

    is_signed_in: bool = False
    language: str = "en"
    name: str = ""
    initials: str = ""
    photo: str = ""
    email: str = ""
    role: str = ""
    organization: str = ""
    logo: str = ""
    subscription: str = ""
    place: str = ""
    places: list[Place] = []
    time_zone: str = "Europe/Oslo"
    theme: str = "system"
    is_bell_muted: bool = False
    may: dict[str, bool] = {permission.name.lower(): False for permission in Permission}
    demo: bool = False
    user_key: str = ""

    _date_format: DateFormat = DateFormat.WORDS
    _session_hash: str = ""
    _actor: Actor | None = None
    _is_greeted: bool = False

    @handler
    async def enter(self) -> None:
        """On loading a page for signed-in people; the gate sends everybody else to the sign-in page."""

    @handler(public=True)
    async def welcome(self) -> Any:
        """On loading the sign-in page: whoever is signed in already goes on."""
        if self.is_signed_in:
            return rx.redirect(LANDING, replace=True)
        return None

    @handler
    async def work_in(self, organization_id: UUID) -> None:
        """Go on in another organization of one's own; every tab of this browser follows."""
        session_hash = credential(self).session_hash or ""
        await act(self, accounts.work_in, session_hash, organization_id)
        await refresh_session(self)

    def _become_nobody(self, accept_language: str) -> None:
        """Show a visitor's frame."""
        self._is_greeted = True
        self.demo = get_runtime().settings.demo
        self.language = "nb" if NORWEGIAN.match(accept_language) else "en"

    def _become(self, actor: Actor, frame: SessionFrame) -> None:
        """Show the actor's frame."""
        self._actor = actor
        self.is_signed_in = True
        self.language, self.name, self.role, self.time_zone = (
            actor.language,
            actor.name,
            actor.role.value,
            actor.time_zone,
        )
        self._date_format = actor.date_format
        self.email, self.theme, self.organization = frame.email, frame.theme, frame.organization
        self.is_bell_muted = frame.is_bell_muted
        self.place = str(actor.organization_id)
        self.places = [Place(str(one.id), one.name, one.id == actor.organization_id) for one in frame.places]
        self.logo, self.subscription = photo_of(frame.logo_id), subscription_words(frame.subscribed_until, actor)
        self.initials, self.photo = initials(actor.name), photo_of(frame.photo_id)
        self.may = {permission.name.lower(): actor.may(permission) for permission in Permission}
        self.demo = False
        self.user_key = get_runtime().opaque("drafts", str(actor.user_id))


async def refresh_session(state: BaseState) -> None:
    """Show what the user just changed of themselves (name, language, theme) in the frame.

    Of another organization the page shows nothing yet: the browser loads it again, as everybody there sees it.
    """
    session = await state.get_state(SessionState)
    if session._actor is None:
        return
    actor, frame = await read(session, who_am_i), await read(session, session_frame)
    await show_as(state._get_root_state(), session, actor, frame)


async def show_as(root: BaseState, session: SessionState, actor: Actor, frame: SessionFrame) -> None:
    """Show the frame of whom the person is now; what they may not see any more is wiped, and a new role is said."""
    before = session._actor
    if before is not None and _lost_sight(before, actor):
        await forget_rows(root, session)
    session._become(actor, frame)
    if before is not None and before.organization_id == actor.organization_id and before.role != actor.role:
        text = i18n.say(actor.language, NEW_ROLE, role=ROLE_WORDS[actor.role.value], organization=frame.organization)
        await toast(root, "info", text)


def _lost_sight(before: Actor, now: Actor) -> bool:
    """Whether the person may no longer see what they saw: another role or place, or an organization less."""
    here = (now.role, now.organization_id)
    return (before.role, before.organization_id) != here or not before.child_ids <= now.child_ids


async def forget_rows(root: BaseState, session: SessionState) -> None:
    """Wipe what the tab was shown under other rights; a later reload would send it to the browser again."""
    is_hydrated, session_hash = root.is_hydrated, session._session_hash
    await forget_everything(root)
    root.is_hydrated, session._session_hash = is_hydrated, session_hash


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """The first letters of the first and the last word: "Kari Anne Berg" → "KB"."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()


def photo_of(file_id: UUID | None) -> str:
    """Where a photo or a logo is found as a small picture; "" for none."""
    return f"/files/{file_id}/thumbnail" if file_id else ""


def subscription_words(until: date | None, actor: Actor) -> str:
    """What an Admin's pages say of a subscription whose last day comes near, or is over; "" for all others."""
    look = look_for(actor, utc_now())
    today = today_in(actor.time_zone, look.now)
    if until is None or not ends_soon(until, today):
        return ""
    if until < today:
        return look.say("The subscription ended on {day}. Everything works as before.", day=look.date(until))
    return look.say("The last day of the subscription is {day}.", day=look.date(until))


async def forget_everything(root: BaseState) -> None:
    """Put every state of the tab back to its defaults, also those that a Redis manager has not loaded yet."""
    for state_class in _all_states(type(root)):
        await root.get_state(state_class)
    root.reset()


def _all_states(root: type[BaseState]) -> list[type[BaseState]]:
    below = [state for child in root.get_substates() for state in _all_states(child)]
    return [*root.get_substates(), *below]
