"""A person's tabs: they follow the language and theme chosen elsewhere, and a new document opens without old popups."""

from leadx_app.domain.leads.capture import capture
from leadx_app.state.arrival import ArrivalState
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.live import LiveState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.profile import ProfileState
from leadx_app.state.session import SessionState
from tests.cast import a_draft
from tests.support.house import House
from tests.support.rx_client import Tab, run


def test_language_and_theme_reach_the_persons_other_tabs_and_nobody_elses(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with (
            house.tab(cast.child_manager, path="/pipeline") as far,
            house.tab(cast.child_manager, path="/profile") as near,
            house.tab(cast.child_professional, path="/pipeline") as other,
        ):
            for tab in (far, near, other):
                await tab.call(LiveState.follow)
            await far.call(PipelineState.load)
            await far.until(lambda: far.value(PipelineState, "is_loaded"))
            await near.call(ProfileState.choose_language, language="nb")
            await near.call(ProfileState.choose_theme, theme="dark")
            await far.until(lambda: far.value(SessionState, "language") == "nb")
            await far.until(lambda: far.value(SessionState, "theme") == "dark")
            await far.until(lambda: far.value(PipelineState, "kpis")[1]["label"] == "Leads totalt")
            await other.settle()
            assert (other.value(SessionState, "language"), other.value(SessionState, "theme")) == ("en", "system")
            await near.call(ProfileState.choose_language, language="en")
            await near.call(ProfileState.choose_theme, theme="system")
            await far.until(lambda: far.value(SessionState, "language") == "en")

    run(go())


async def with_popups(tab: Tab, lead_id: str) -> None:
    await tab.call(LeadViewState.open_lead, lead_id=lead_id)
    await tab.call(LeadFormState.opened)
    await tab.until(lambda: tab.value(LeadViewState, "is_open") and tab.value(LeadFormState, "is_open"))


def test_a_new_document_closes_what_was_open_and_a_reload_keeps_the_form(house: House) -> None:
    actor = house.cast.child_professional
    lead_id = str(house.database.act(house.cast.credential(actor), capture, a_draft(title="Open")).lead_id)

    async def go() -> None:
        async with house.tab(actor, path="/pipeline") as tab:
            await with_popups(tab, lead_id)
            await tab.call(ArrivalState.arrive, is_reload=True)
            await tab.until(lambda: tab.value(LeadViewState, "is_open") is False)
            assert tab.value(LeadFormState, "is_open")
            await with_popups(tab, lead_id)
            await tab.call(ArrivalState.arrive, is_reload=False)
            await tab.until(lambda: tab.value(LeadFormState, "is_open") is False)
            assert tab.value(LeadViewState, "is_open") is False

    run(go())
