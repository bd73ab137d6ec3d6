"""The search in the header: what it found, as groups of places to go."""

from dataclasses import dataclass
from urllib.parse import urlencode

import reflex as rx

from leadx_app.queries.palette import SHOWN, Everything, FoundContact, FoundPerson, everything
from leadx_app.state.address_words import searched
from leadx_app.state.doors import handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of
from leadx_app.state.parameters import Search
from leadx_app.state.session import SessionState


@dataclass(frozen=True)
class Place:
    """Something that was found: what it is called, what is said beside it, and where it opens."""

    group: str
    key: str
    label: str
    hint: str
    href: str
    icon: str
    color: str = ""


class PaletteState(rx.State):
    """What the words found; `asked` are the words that it belongs to."""

    asked: str = ""
    places: list[Place] = []

    @handler
    async def ask(self, text: Search) -> None:
        """Look for the words."""
        found = await read(self, everything, searched(text.strip()))
        session = await self.get_state(SessionState)
        look = await look_of(self)
        places = _places(found, session._actor.user_id if session._actor else None)
        self.places = _with_all(places, found, text.strip(), session.may, look)
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
    news = [Place("news", f"news-{one.id}", one.title, "", f"/news?item={one.id}", "newspaper") for one in found.news]
    return [
        *leads,
        *(_contact(one) for one in found.contacts),
        *news,
        *(_person(one, is_own=one.id == own_id) for one in found.people),
    ]


def _with_all(places: list[Place], found: Everything, text: str, may: dict[str, bool], look: Look) -> list[Place]:
    """Behind as many leads or contacts as are shown the way to the list of all that hold the words."""
    said = urlencode({"search": text})
    further = []
    if len(found.leads) == SHOWN:
        page = f"/community?{said}" if may.get("community_read") else f"/pipeline?status=all&{said}"
        further.append(("leads", look.say("All leads with “{text}”", text=text), page))
    kinds = [one.is_company for one in found.contacts]
    for is_company, kind, words in (
        (True, "company", "All companies with “{text}”"),
        (False, "person", "All persons with “{text}”"),
    ):
        if kinds.count(is_company) == SHOWN:
            further.append(("contacts", look.say(words, text=text), f"/contacts?kind={kind}&{said}"))
    return [*places, *(Place(group, f"all-{href}", label, "", href, "search") for group, label, href in further)]


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
