"""The search in the header: what it found, as groups of places to go."""

from dataclasses import dataclass

import reflex as rx

from leadx_app.queries.palette import Everything, FoundContact, FoundPerson, everything
from leadx_app.state.address_words import searched
from leadx_app.state.doors import handler, read
from leadx_app.state.parameters import Search
from leadx_app.state.session import SessionState


@dataclass(frozen=True)
class Place:
    """Something that was found: what it is called, what is said beside it, and where it opens.

    `seek` is the element of that page which it is.
    """

    group: str
    key: str
    label: str
    hint: str
    href: str
    icon: str
    color: str = ""
    seek: str = ""


class PaletteState(rx.State):
    """What the words found; `asked` are the words that it belongs to."""

    asked: str = ""
    places: list[Place] = []

    @handler
    async def ask(self, text: Search) -> None:
        """Look for the words."""
        found = await read(self, everything, searched(text.strip()))
        session = await self.get_state(SessionState)
        self.places = _places(found, session._actor.user_id if session._actor else None)
        self.asked = text


def _places(found: Everything, own_id: object) -> list[Place]:
    leads = [
        Place(
            "leads",
            f"lead-{one.id}",
            one.title,
            " · ".join(part for part in (one.company, one.person) if part),
            f"/leads/{one.id}",
            "",
            one.stage_color,
        )
        for one in found.leads
    ]
    news = [
        Place("news", f"news-{one.id}", one.title, "", "/news", "newspaper", seek=f'[data-news="{one.id}"]')
        for one in found.news
    ]
    return [
        *leads,
        *(_contact(one) for one in found.contacts),
        *news,
        *(_person(one, is_own=one.id == own_id) for one in found.people),
    ]


def _contact(one: FoundContact) -> Place:
    kind, icon = ("company", "building-2") if one.is_company else ("person", "contact")
    href = f"/contacts?kind={kind}&contact={one.id}"
    return Place("contacts", f"contact-{one.id}", one.name, one.about, href, icon)


def _person(one: FoundPerson, *, is_own: bool) -> Place:
    """Oneself is the profile, a colleague their pipeline for who may look at it, else their address."""
    href = f"mailto:{one.email}"
    if is_own:
        href = "/profile"
    elif one.organization_id:
        href = f"/pipeline?organization={one.organization_id}&person={one.id}"
    return Place("people", f"person-{one.id}", one.name, one.email, href, "user")
