"""The bell and its list through the socket: whose they are, what reading does in other tabs, who is refused."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session, select

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.permissions import Actor
from leadx_app.domain.settings import set_answer_by
from leadx_app.models import Notification, NotificationPreference, Organization
from leadx_app.state.admin import AdminState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.mentions import MentionState
from leadx_app.state.notifications import BellState, NotificationsState, WishesState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft
from tests.support.house import House
from tests.support.probes import ProbeState
from tests.support.rx_client import Tab, run

PAGE = "/notifications"


def hand_over(house: House, title: str, who: Actor | None = None) -> str:
    """A lead that somebody hands over to sales."""
    credential = house.cast.credential(who or house.cast.basic)
    return str(house.database.act(credential, capture, a_draft(title=title, hand_over=True)).lead_id)


async def hand_over_live(house: House, title: str) -> None:
    """The same in a tab, so that open pages hear of it."""
    async with house.tab(house.cast.basic) as tab:
        await tab.call(ProbeState.capture, title=title, hand_over=True)
        await tab.until(lambda: tab.value(ProbeState, "text"))


async def ringing(tab: Tab) -> int:
    """Load the bell as every page does; returns how many are unread."""
    await tab.call(BellState.load)
    await tab.settle()
    return _unread(tab)


def _unread(tab: Tab) -> int:
    return int(tab.value(BellState, "unread") or 0)


def lines(tab: Tab) -> dict[str, dict[str, Any]]:
    """The lines of the page by their sentence."""
    return {line["sentence"]: line for line in tab.value(NotificationsState, "rows") or []}


def test_a_handover_counts_at_the_managers_bell_and_at_nobody_elses(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        others = (cast.professional, cast.admin, cast.child_manager, cast.stranger_manager)
        async with house.tab(cast.manager) as manager:
            tabs = [house.tab(actor) for actor in others]
            for tab in tabs:
                await tab.__aenter__()
            before = [await ringing(tab) for tab in (manager, *tabs)]
            await hand_over_live(house, "canary of the bell")
            await manager.until(lambda: _unread(manager) == before[0] + 1)
            for tab, count in zip(tabs, before[1:], strict=True):
                await tab.settle()
                assert _unread(tab) == count
                assert not tab.saw("canary of the bell")
                await tab.close()

    run(go())


def test_reading_in_one_tab_clears_the_other(house: House) -> None:
    cast = house.cast
    hand_over(house, "To be read")

    async def go() -> None:
        async with house.tab(cast.manager, path=PAGE) as one, house.tab(cast.manager, path="/pipeline") as other:
            before = await ringing(one)
            assert await ringing(other) == before
            await one.call(NotificationsState.load)
            await one.until(lambda: lines(one))
            line = lines(one)["Bjørn Basic handed over “To be read”"]
            assert line["is_unread"]
            assert line["href"] == f"/leads/{line['lead_id']}"
            await one.call(BellState.open_notice, notification_id=line["id"])
            for tab in (one, other):
                await tab.until(lambda tab=tab: _unread(tab) == before - 1)
            await one.until(lambda: not lines(one)[line["sentence"]]["is_unread"])

    run(go())


def test_all_are_read_and_undone(house: House) -> None:
    cast = house.cast
    hand_over(house, "One of all")

    async def go() -> None:
        async with house.tab(cast.manager) as tab, house.tab(cast.manager) as other:
            before = await ringing(tab)
            await ringing(other)
            await tab.call(BellState.read_all)
            for each in (tab, other):
                await each.until(lambda each=each: _unread(each) == 0)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            toast = tab.value(ToastState, "toasts")[-1]
            assert (toast["text"], toast["action_label"]) == ("All marked as read.", "Undo")
            await tab.call(ToastState.take_action, toast_id=toast["id"])
            for each in (tab, other):
                await each.until(lambda each=each: _unread(each) == before)

    run(go())


def test_a_forged_id_is_as_one_that_never_was(house: House) -> None:
    hand_over(house, "Not theirs")
    theirs = house.database.system(_a_notification, house.cast.manager, writes=False)

    async def go() -> None:
        for actor in (house.cast.stranger_manager, house.cast.professional):
            async with house.tab(actor) as tab:
                said = []
                for notification_id in (theirs, str(uuid4())):
                    await tab.call(BellState.open_notice, notification_id=notification_id)
                    await tab.settle()
                    said.append([toast["text"] for toast in tab.value(ToastState, "toasts") or []])
                assert said[0] == said[1] != []

    run(go())


def _a_notification(session: Session, actor: Actor, *, now) -> str:
    query = select(Notification.id).where(Notification.user_id == actor.user_id, Notification.read_at.is_(None))
    return str(session.exec(query).first())


def test_the_panel_shows_the_latest_and_follows_while_it_is_open(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.manager) as tab:
            await ringing(tab)
            await tab.call(BellState.show, is_open=True)
            await tab.until(lambda: tab.value(BellState, "is_loaded"))
            await hand_over_live(house, "While it is open")
            sentence = "Bjørn Basic handed over “While it is open”"
            await tab.until(lambda: tab.value(BellState, "latest")[0]["sentence"] == sentence)
            assert len(tab.value(BellState, "latest")) <= 8

    run(go())


def test_ticks_are_kept(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.lite, path="/profile") as tab:
            await tab.call(WishesState.load)
            await tab.until(lambda: tab.value(WishesState, "wishes"))
            assert tab.value(WishesState, "wishes")["returned_email"] is True
            await tab.call(WishesState.wish, notice="returned", channel="email", is_wanted=False)
            await tab.until(lambda: tab.value(WishesState, "wishes")["returned_email"] is False)
            await tab.call(WishesState.wish, notice="returned", channel="email", is_wanted=True)
            await tab.until(lambda: tab.value(WishesState, "wishes")["returned_email"] is True)

    run(go())
    kept = house.database.system(lambda session, *, now: session.exec(select(NotificationPreference)).all())
    assert [one for one in kept if one.user_id == house.cast.lite.user_id] == []


def test_the_admin_sets_the_answer_by_time_and_wrong_words_are_said_at_the_field(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.admin, path="/admin") as tab:
            await tab.call(AdminState.load)
            await tab.until(lambda: tab.value(AdminState, "is_loaded"))
            own = tab.value(AdminState, "answer_bys")[0]
            for hours, said in (
                ("soon", "Write a whole number of hours, or nothing."),
                ("0", "Write a number of hours from 1 to 720."),
            ):
                form = {"organization_id": own["id"], "hours": hours, "escalation_id": ""}
                await tab.call(AdminState.save_answer_by, form=form)
                await tab.until(lambda said=said: (tab.value(AdminState, "problems") or {}).get("hours") == said)
            form = {"organization_id": own["id"], "hours": "12", "escalation_id": str(cast.manager.user_id)}
            await tab.call(AdminState.save_answer_by, form=form)
            await tab.until(lambda: tab.value(AdminState, "answer_bys")[0]["hours"] == "12")

    run(go())
    house.database.act(cast.credential(cast.admin), set_answer_by, cast.admin.organization_id, None, None)


def test_nobody_but_the_admin_sets_or_reads_it(house: House) -> None:
    cast = house.cast
    nordlys = str(cast.admin.organization_id)

    async def go() -> None:
        for actor in (cast.manager, cast.basic, cast.stranger_admin):
            async with house.tab(actor, path="/admin") as tab:
                for organization_id in (nordlys, str(uuid4()), "x"):
                    form = {"organization_id": organization_id, "hours": "1", "escalation_id": ""}
                    await tab.call(AdminState.save_answer_by, form=form)
                await tab.call(AdminState.load)
                await tab.settle()
                names = [line["organization"] for line in tab.value(AdminState, "answer_bys") or []]
                assert names == (["Fjord"] if actor == cast.stranger_admin else [])

    run(go())
    hours = house.database.system(
        lambda session, *, now: session.get_one(Organization, cast.admin.organization_id).answer_within_hours
    )
    assert hours is None


def test_a_lead_that_waits_shows_when_it_is_due_to_finder_and_manager(house: House) -> None:
    cast = house.cast
    house.database.act(cast.credential(cast.admin), set_answer_by, cast.admin.organization_id, 24, None)
    lead_id = hand_over(house, "Counting down")

    async def go() -> None:
        for actor in (cast.basic, cast.manager, cast.admin):
            async with house.tab(actor) as tab:
                await tab.call(LeadViewState.open_lead, lead_id=lead_id)
                await tab.until(lambda tab=tab: (tab.value(LeadViewState, "lead") or {}).get("answer_due"))

    run(go())
    house.database.act(cast.credential(cast.admin), set_answer_by, cast.admin.organization_id, None, None)


def test_who_can_be_mentioned_is_told_to_those_who_see_the_lead(house: House) -> None:
    cast = house.cast
    lead_id = hand_over(house, "To be spoken of")

    async def go() -> None:
        async with house.tab(cast.basic) as tab:
            await tab.call(MentionState.ask, lead_id=lead_id)
            await tab.until(lambda: tab.value(MentionState, "people"))
            names = {person["label"] for person in tab.value(MentionState, "people")}
            assert names == {"Mona Manager", "Magnus Manager"}
        for actor in (cast.other_basic, cast.stranger_manager, cast.child_manager):
            async with house.tab(actor) as tab:
                await tab.call(MentionState.ask, lead_id=lead_id)
                await tab.settle()
                assert not tab.value(MentionState, "people")
                assert not tab.saw("Mona Manager")

    run(go())
