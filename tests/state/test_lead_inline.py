"""A row of the pipeline as a form, and the tags of the lead that is looked at, through the socket."""

from typing import Any
from uuid import UUID

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, new_id
from leadx_app.state.lead_inline import LeadInlineState
from leadx_app.state.lead_tags import LeadTagState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.house import House
from tests.support.rx_client import Tab, run


def make(house: House, actor: Actor, **fields: Any) -> str:
    return str(
        house.database.act(house.cast.credential(actor), capture, a_draft(**{"title": "Lamps", **fields})).lead_id
    )


def stored(house: House, lead_id: str) -> Lead:
    return house.database.system(lambda session, **_: session.get_one(Lead, UUID(lead_id)), writes=False)


def told(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


async def opens(tab: Tab, lead_id: str) -> None:
    await tab.call(LeadInlineState.open, lead_id=lead_id)
    await tab.until(lambda: tab.value(LeadInlineState, "lead_id") == lead_id)


def test_a_row_is_changed_in_its_place_and_a_conflict_loses_nothing(house: House):
    me = house.cast.professional
    lead_id = make(house, me, title="Before", value="100")
    form = {"title": "After", "value": "250,50", "expected_closing_on": "2027-03-31", "category_id": ""}

    async def work() -> None:
        async with house.tab(me, path="/pipeline") as tab:
            await tab.call(PipelineState.load)
            await opens(tab, lead_id)
            await tab.call(LeadInlineState.save, form={**form, "value": "a lot"})
            await tab.until(lambda: "value" in (tab.value(LeadInlineState, "problems") or {}))
            changes = LeadEdit(version=1, title="Theirs")
            house.database.act(house.cast.credential(me), edit, UUID(lead_id), changes)
            await tab.call(LeadInlineState.save, form=form)
            await tab.until(lambda: tab.value(LeadInlineState, "conflict"))
            assert tab.value(LeadInlineState, "conflict")[0]["theirs"] == "Theirs"
            assert stored(house, lead_id).title == "Theirs"
            await tab.call(LeadInlineState.save_mine)
            await tab.until(lambda: tab.value(LeadInlineState, "lead_id") == "")

    run(work())
    lead = stored(house, lead_id)
    assert (lead.title, str(lead.value), str(lead.expected_closing_on)) == ("After", "250.50", "2027-03-31")


def test_a_locked_row_does_not_open_and_a_strangers_is_not_there(house: House):
    cast = house.cast
    locked = make(house, cast.basic, hand_over=True)

    async def work(actor: Actor, lead_id: str) -> list[str]:
        async with house.tab(actor, path="/pipeline") as tab:
            await tab.call(LeadInlineState.open, lead_id=lead_id)
            await tab.until(lambda: told(tab))
            await tab.call(LeadInlineState.save, form={"title": "Mine now"})
            assert not tab.value(LeadInlineState, "lead_id")
            return told(tab)

    assert run(work(cast.basic, locked)) == ["This lead is locked for you."]
    foreign = [run(work(cast.stranger_manager, lead_id)) for lead_id in (locked, str(new_id()))]
    assert foreign[0] == foreign[1] == ["We could not find that."]
    assert stored(house, locked).title != "Mine now"


def test_tags_are_put_on_taken_off_and_back(house: House):
    me = house.cast.professional
    lead_id = make(house, me, tags=["Enova"])

    def tags(tab: Tab) -> list[str]:
        return [one["name"] for one in (tab.value(LeadViewState, "lead") or {}).get("tags", [])]

    async def work() -> None:
        async with house.tab(me, path="/pipeline") as tab:
            await tab.call(LeadViewState.open_lead, lead_id=lead_id)
            await tab.until(lambda: tags(tab) == ["Enova"])
            await tab.call(LeadTagState.add, form={"tag": "x" * 41})
            await tab.until(lambda: tab.value(LeadTagState, "problem"))
            await tab.call(LeadTagState.add, form={"tag": "vinter, sør"})
            await tab.until(lambda: tags(tab) == ["Enova", "sør", "vinter"])
            assert not tab.value(LeadTagState, "problem")
            await tab.call(LeadTagState.remove, name="Enova")
            await tab.until(lambda: tags(tab) == ["sør", "vinter"])
            undo = (tab.value(ToastState, "toasts") or [])[-1]
            await tab.call(ToastState.take_action, toast_id=undo["id"])
            await tab.until(lambda: tags(tab) == ["Enova", "sør", "vinter"])

    run(work())
