"""A lead that went from a child to its parent: its creator looks on and changes nothing, whom it left sees no more."""

import asyncio
from uuid import UUID

import pytest
from sqlmodel import Session

from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.leads.transfer import send
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.models import Lead, utc_now
from tests.cast import an_accepted_lead
from tests.isolation.aims import aim_at
from tests.isolation.rest import OPERATIONS, Client
from tests.isolation.world import World

TITLE, NOTE = "Sent on its way", "Written at the parent"


@pytest.fixture(scope="module")
def sent(world: World) -> str:
    """The id of the lead; the service's finder made it, its leader sent it, the parent's leader took it and writes."""
    here, there = world.people["service"], world.people["nordlys"]

    def work(session: Session) -> UUID:
        now = utc_now()
        lead = an_accepted_lead(session, here["finder"], here["leader"], now=now, title=TITLE)
        send(session, here["leader"], lead.id, world.home("nordlys"), now=now)
        accept_handover(session, there["leader"], lead.id, now=now)
        changes = LeadEdit(version=session.get_one(Lead, lead.id).version, description=NOTE)
        edit(session, there["leader"], lead.id, changes, now=now)
        write_note(session, there["leader"], lead.id, NoteDraft(text=NOTE), now=now)
        return lead.id

    return str(world.inside(work))


def test_its_creator_its_owner_and_the_parents_leaders_open_it_and_nobody_else(world: World, sent: str) -> None:
    async def go() -> dict[tuple[str, str], int]:
        client = Client(world)
        return {
            (place, name): (await client.get(actor, f"/api/v1/leads/{sent}")).status_code
            for place, name, actor in world.everybody()
        }

    opened = {who for who, status in asyncio.run(go()).items() if status == 200}
    leaders = {("nordlys", name) for name in ("manager", "admin", "leader", "clerk")}
    assert opened == {("service", "finder")} | leaders


def test_its_creator_reads_it_and_no_operation_lets_them_change_it(world: World, sent: str) -> None:
    finder = world.people["service"]["finder"]

    before = world.dump("nordlys")

    async def go() -> list[str]:
        client = Client(world)
        assert NOTE in (await client.get(finder, f"/api/v1/leads/{sent}")).text
        done = []
        for method, path in OPERATIONS:
            if "{lead_id}" in path and method != "GET":
                answer = await client.ask(finder, method, path, aim_at(world, "service"), {"lead_id": sent})
                done += [f"{method} {path}"] if answer.status_code < 400 else []
        return done

    assert asyncio.run(go()) == []
    after = world.dump("nordlys")
    assert [table for table in after if after[table] != before[table]] == []
