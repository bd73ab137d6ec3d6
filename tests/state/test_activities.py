"""Activities through the socket: live, for whom, and what its handlers refuse."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app.domain.days import today_in
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.tasks.draft import TaskDraft
from leadx_app.domain.tasks.plan import create
from leadx_app.domain.views import ViewDraft, choose_default, save_view
from leadx_app.models import ListName, Task, utc_now
from leadx_app.state.activities import ActivitiesState
from leadx_app.state.lead_agenda import LeadAgendaState
from leadx_app.state.lists import ListState
from leadx_app.state.plan_acts import PlanActsState
from leadx_app.state.plan_form import PlanFormState
from leadx_app.state.toasts import ToastState
from tests.cast import a_lead
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file, for what others plan would be in the way."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("plans"), url) as house:
        yield house


def a_task(house: House, actor: Any, title: str, **fields: Any) -> str:
    draft = parse_draft(TaskDraft, {"title": title, **fields})
    return str(house.database.act(house.cast.credential(actor), create, draft))


def titles(tab: Tab, state: Any = ActivitiesState) -> list[str]:
    return [row["title"] for row in tab.value(state, "rows") or []]


async def at_the_page(tab: Tab) -> None:
    await tab.call(ActivitiesState.load)
    await tab.until(lambda: tab.value(ActivitiesState, "is_loaded"))


def test_what_somebody_is_given_appears_on_their_open_page_and_on_no_other(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with (
            house.tab(cast.manager, path="/activities") as giver,
            house.tab(cast.professional, path="/activities") as doer,
            house.tab(cast.other_professional, path="/activities") as colleague,
            house.tab(cast.stranger_manager, path="/activities") as stranger,
        ):
            for tab in (giver, doer, colleague, stranger):
                await at_the_page(tab)
            await giver.call(PlanFormState.open_new, what="task")
            form = {"title": "canary task", "assignee_id": str(cast.professional.user_id)}
            await giver.call(PlanFormState.save, form=form)
            await doer.until(lambda: "canary task" in titles(doer))
            for tab in (colleague, stranger):
                await tab.settle()
                assert not tab.saw("canary task")

    run(go())


def test_a_line_is_read_and_planned_and_done_and_taken_back(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.professional, path="/activities?tab=upcoming") as tab:
            await at_the_page(tab)
            await tab.call(ActivitiesState.read_line, text="Call Kari tomorrow 10:00 !high")
            await tab.until(lambda: len(tab.value(ActivitiesState, "understood") or []) == 3)
            await tab.call(ActivitiesState.add_line, form={"line": "Call Kari tomorrow 10:00 !high"})
            await tab.until(lambda: "Call Kari" in titles(tab))
            # What was typed last may be asked about after it was taken.
            await tab.call(ActivitiesState.read_line, text="Call Kari tomorrow 10:00 !high")
            await tab.settle()
            assert tab.value(ActivitiesState, "understood") == []
            task = next(row["id"] for row in tab.value(ActivitiesState, "rows") if row["title"] == "Call Kari")
            await tab.call(PlanActsState.complete, task_id=task)
            await tab.until(lambda: "Call Kari" not in titles(tab))
            await tab.call(PlanActsState.reopen, task_id=task)
            await tab.until(lambda: "Call Kari" in titles(tab))
            await tab.call(ActivitiesState.add_line, form={"line": " "})
            await tab.until(lambda: tab.value(ActivitiesState, "quick_problem"))

    run(go())


def test_the_page_of_another_day_is_read_again(house: House) -> None:
    me = house.cast.other_professional

    async def go() -> None:
        async with house.tab(me, path="/activities") as tab:
            await at_the_page(tab)
            assert tab.value(ActivitiesState, "today") == today_in(me.time_zone, utc_now()).isoformat()
            a_task(house, me, "Unheard of")
            await tab.call(ActivitiesState.turn_over)
            await tab.until(lambda: "Unheard of" in titles(tab))

    run(go())


def test_an_activity_is_with_a_contact_that_was_picked(house: House) -> None:
    me = house.cast.professional
    lead = house.database.system(lambda session, *, now: a_lead(session, me, company_name="Solheim AS", now=now))

    async def go() -> None:
        async with house.tab(me, path="/activities?tab=done") as tab:
            await at_the_page(tab)
            await tab.call(PlanFormState.open_new, what="activity")
            await tab.call(PlanFormState.suggest_companies, text="solh")
            await tab.until(lambda: tab.value(PlanFormState, "companies"))
            assert tab.value(PlanFormState, "companies")[0]["value"] == str(lead.company_id)
            form = {"title": "Met them", "kind": "meeting", "company_name": "Solheim AS"}
            await tab.call(PlanFormState.save, form=form)
            await tab.until(lambda: "company_name" in (tab.value(PlanFormState, "problems") or {}))
            await tab.call(PlanFormState.save, form=form | {"company_name_id": str(lead.company_id)})
            await tab.until(lambda: "Met them" in titles(tab))
            row = next(row for row in tab.value(ActivitiesState, "rows") if row["title"] == "Met them")
            assert (row["contact"], row["contact_id"]) == ("Solheim AS", str(lead.company_id))
            plan = row["id"]
            await tab.call(PlanFormState.open_plan, plan_id=plan)
            await tab.until(lambda: (tab.value(PlanFormState, "form") or {}).get("company") == "Solheim AS")

    run(go())


def test_who_saves_second_is_told_what_stands_there_and_saves_over_it(house: House) -> None:
    me = house.cast.professional
    task = a_task(house, me, "Send the offer")

    async def go() -> None:
        async with (
            house.tab(me, path="/activities") as first,
            house.tab(me, path="/activities") as second,
        ):
            for tab in (first, second):
                await at_the_page(tab)
                await tab.call(PlanFormState.open_plan, plan_id=task)
                await tab.until(lambda tab=tab: (tab.value(PlanFormState, "form") or {}).get("id") == task)
            await first.call(PlanFormState.save, form={"title": "Send the better offer", "version": "1"})
            await first.until(lambda: "Send the better offer" in titles(first))
            mine = {"title": "Send the best offer", "version": "1"}
            await second.call(PlanFormState.save, form=mine)
            await second.until(lambda: "Send the better offer" in (second.value(PlanFormState, "overtaken") or ""))
            version = second.value(PlanFormState, "form")["version"]
            await second.call(PlanFormState.save, form=mine | {"version": version})
            await second.until(lambda: "Send the best offer" in titles(second))
            assert second.value(PlanFormState, "form")["id"] == ""

    run(go())


def test_an_activity_is_begun_with_a_contact_and_says_who_works_elsewhere(house: House) -> None:
    me = house.cast.professional

    def make(session: Any, *, now: Any) -> tuple[str, str, str]:
        here = a_lead(session, me, company_name="Bakken AS", person_name="Kari Bakken", now=now)
        there = a_lead(session, me, company_name="Dalen AS", now=now)
        return str(here.company_id), str(here.person_id), str(there.company_id)

    company, person, other = house.database.system(make)

    async def go() -> None:
        async with house.tab(me, path="/activities?tab=done") as tab:
            await at_the_page(tab)
            contact = {"company_id": company, "company": "Bakken AS", "person_id": person, "person": "Kari Bakken"}
            await tab.call(PlanFormState.open_with, **contact)
            await tab.until(lambda: (tab.value(PlanFormState, "form") or {}).get("person_id") == person)
            form = {"title": "Talked", "kind": "call", "company_name": "Dalen AS", "company_name_id": other}
            form |= {"person_name": "Kari Bakken", "person_name_id": person}
            await tab.call(PlanFormState.save, form=form)
            await tab.until(lambda: "person_name" in (tab.value(PlanFormState, "problems") or {}))
            await tab.call(PlanFormState.save, form=form | {"company_name": "Bakken AS", "company_name_id": company})
            await tab.until(lambda: "Talked" in titles(tab))

    run(go())


@pytest.mark.parametrize("who", ["basic", "lite", "admin", "other_professional", "stranger_manager", "child_manager"])
def test_nobody_else_sees_or_changes_a_plan(house: House, who: str) -> None:
    cast = house.cast
    task = a_task(house, cast.professional, f"secret of {who}")

    async def go() -> None:
        async with house.tab(getattr(cast, who), path=f"/activities?person={cast.professional.user_id}") as tab:
            await tab.call(ActivitiesState.load)
            for target in ("edit", "tomorrow", "later", "remind_hour", "remove", "2026-01-01"):
                await tab.call(PlanActsState.pick, plan_id=task, target=target)
            for act in (PlanActsState.complete, PlanActsState.reopen):
                await tab.call(act, task_id=task)
            await tab.call(PlanActsState.restore, plan_id=task)
            await tab.settle()
            assert not tab.saw(f"secret of {who}")

    run(go())

    def unchanged(session: Any, **_: Any) -> tuple[Any, ...]:
        row = session.get_one(Task, UUID(task))
        return row.version, row.done_at, row.deleted_at, row.remind_at

    assert house.database.system(unchanged, writes=False) == (1, None, None, None)


def test_a_forged_payload_is_refused(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.professional, path="/activities") as tab:
            await at_the_page(tab)
            await tab.call(PlanActsState.pick, plan_id="x", target="remove")
            await tab.call(PlanActsState.pick, plan_id="0" * 8, target="1; DROP")
            await tab.call(ActivitiesState.show_tab, tab={"today": 1})
            await tab.call(PlanFormState.save, form={"title": "no form is open", "kind": "gossip"})
            await tab.settle()
            assert "no form is open" not in titles(tab)

    run(go())


def test_plans_of_a_lead_are_shown_live(house: House) -> None:
    cast = house.cast
    lead = str(house.database.system(lambda session, now: a_lead(session, cast.professional, now=now).id))

    async def go() -> None:
        async with (
            house.tab(cast.professional, path="/pipeline") as owner,
            house.tab(cast.manager, path="/pipeline") as manager,
        ):
            for tab in (owner, manager):
                await tab.call(LeadAgendaState.show, lead_id=lead)
                await tab.until(lambda tab=tab: tab.value(LeadAgendaState, "is_loaded"))
            await owner.call(LeadAgendaState.log, form={"kind": "visit", "title": "On the roof"})
            await manager.until(lambda: "On the roof" in titles(manager, LeadAgendaState))
            await manager.call(LeadAgendaState.add_task, form={"line": "Not mine to plan"})
            await manager.until(lambda: manager.value(ToastState, "toasts"))
            assert titles(manager, LeadAgendaState) == ["On the roof"]

    run(go())


def test_tab_kind_and_whose_are_kept_in_a_view_that_is_opened_first(house: House):
    me = house.cast.stranger_manager
    credential = house.cast.credential(me)
    draft = ViewDraft(list="activities", name="Calls ahead", query="tab=upcoming&kind=call&person=x")
    view_id = house.database.act(credential, save_view, draft)
    house.database.act(credential, choose_default, ListName.ACTIVITIES, view_id)

    async def inside() -> None:
        async with house.tab(me, path="/activities") as tab:
            await at_the_page(tab)

            def at() -> tuple[str, str, str]:
                shown = tab.value(ActivitiesState, "at")
                return shown["tab"], shown["kind"], tab.value(ActivitiesState, "query")

            assert at() == ("upcoming", "call", f"saved={view_id}")
            await tab.call(ActivitiesState.show_tab, tab="done")
            await tab.until(lambda: tab.value(ListState, "is_changed"))
            assert at() == ("done", "call", f"changed={view_id}&tab=done&kind=call")
            assert tab.value(ActivitiesState, "is_filtered")
            await tab.call(ListState.clear)
            await tab.until(lambda: at() == ("done", "", "saved=usual&tab=done"))
            assert not tab.value(ActivitiesState, "is_filtered")
            assert [line["key"] for line in tab.value(ListState, "filters")] == ["kind", "whose", "priority", "due"]
            await tab.call(ListState.choose, key="priority", value="high")
            await tab.call(ListState.bound, key="due", side="high", value="+7d")
            wanted = "saved=usual&tab=done&priority=high&due_to=%2B7d"
            await tab.until(lambda: tab.value(ActivitiesState, "query") == wanted)
            export = tab.value(ActivitiesState, "export")
            assert "priority=high" in export
            assert "due_to=20" in export
            await tab.call(ActivitiesState.show_view, view="week")
            await tab.until(lambda: "display" in tab.value(ListState, "hidden"))
            assert [line["key"] for line in tab.value(ListState, "filters")] == ["kind", "whose", "priority"]
            assert "due_to" not in tab.value(ActivitiesState, "export")

    run(inside())
