"""Sending a lead to another organization, and who can see a lead: what the questions of View Lead show."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from leadx_app.queries.transfers import SeeingReason, Viewers, lead_viewers, receivers
from leadx_app.state.doors import read
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice, as_choices
from leadx_app.state.look import look_of

REASONS: dict[SeeingReason, str] = {
    SeeingReason.OWNER: "Owner",
    SeeingReason.CREATOR: "Created the lead",
    SeeingReason.SENDER: "Sent the lead, until it is answered",
}
ROLES = {
    "manager": "Managers of {organization}",
    "admin": "Admins of {organization}",
}


@dataclass(frozen=True, slots=True)
class ViewersShown:
    """People who see the lead for one reason; `people` are their names, or how many they are."""

    reason: str = ""
    people: list[str] = field(default_factory=list)


class LeadTransferState(rx.State):
    """Where the lead can be sent, and who can see it; read when it is asked."""

    places: list[Choice] = []
    viewers: list[ViewersShown] = []


async def load_places(state: rx.State, way: str) -> None:
    """Read the organizations that the lead can be sent to."""
    found = await read(state, receivers)
    shown = await state.get_state(LeadTransferState)
    shown.places = as_choices(found.across if way == "send_across" else found.over)


async def load_viewers(state: rx.State, lead_id: UUID) -> None:
    """Read who can see the lead."""
    shown = await state.get_state(LeadTransferState)
    look = await look_of(state)
    shown.viewers = [_shown(group, look) for group in await read(state, lead_viewers, lead_id)]


def _shown(group: Viewers, look: Look) -> ViewersShown:
    reason = REASONS.get(group.reason)
    if reason is None:
        return ViewersShown(look.say(ROLES[group.role or ""], organization=group.organization), _people(group, look))
    return ViewersShown(look.say(reason), _people(group, look))


def _people(group: Viewers, look: Look) -> list[str]:
    if group.names:
        return list(group.names)
    return [look.say("1 person") if group.count == 1 else look.say("{count} people", count=group.count)]
