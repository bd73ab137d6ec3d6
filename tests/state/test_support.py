"""Support on open pages: what one does, the other sees; strangers see nothing."""

from typing import Any

from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.settings import set_file_limits
from leadx_app.domain.support.articles import write_article
from leadx_app.domain.support.draft import ArticleDraft
from leadx_app.models import new_id
from leadx_app.state.articles import ArticlesState, ArticleState
from leadx_app.state.support import SupportHoursState, SupportState
from leadx_app.state.ticket_form import TicketFormState
from leadx_app.state.ticket_view import TicketViewState
from tests.support.house import House
from tests.support.rx_client import Tab, run

CANARY = "canary-0202"
FORM = {"kind": "incident", "severity": "s1", "subject": f"{CANARY} board", "text": "Since today", "page": "/pulse"}


def _subjects(tab: Tab) -> list[str]:
    return [row["subject"] for row in tab.value(SupportState, "rows") or []]


def _said(tab: Tab) -> list[str]:
    return [entry["text"] for entry in tab.value(TicketViewState, "entries") or []]


async def _raised(tab: Tab, **fields: Any) -> str:
    """Raise a ticket from the form; returns its address."""
    await tab.call(TicketFormState.load)
    await tab.call(TicketFormState.save, form=FORM | {"draft_id": str(new_id())} | fields)
    await tab.until(lambda: tab.redirects())
    return tab.redirects()[-1]


def test_a_ticket_is_raised_worked_and_answered_on_open_pages(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with (
            house.tab(cast.lite, path="/support/new") as form,
            house.tab(cast.admin, path="/support") as desk,
            house.tab(cast.manager, path="/support") as colleague,
        ):
            for tab in (desk, colleague):
                await tab.call(SupportState.load)
                await tab.until(lambda tab=tab: tab.value(SupportState, "is_loaded"))
            address = await _raised(form)
            await desk.until(lambda: f"{CANARY} board" in _subjects(desk))
            async with house.tab(cast.lite, path=address) as reporter, house.tab(cast.admin, path=address) as helper:
                for tab in (reporter, helper):
                    await tab.call(TicketViewState.load)
                    await tab.until(lambda tab=tab: _said(tab) == ["Since today"])
                ticket = helper.value(TicketViewState, "ticket")
                assert (ticket["page"], ticket["severity_name"]) == ("/pulse", "S1 Critical")
                await helper.call(TicketViewState.reply, form={"text": "Which browser?", "draft_id": str(new_id())})
                await reporter.until(lambda: _said(reporter) == ["Since today", "Which browser?"])
                assert reporter.value(TicketViewState, "ticket")["status"] == "acknowledged"
                await helper.call(TicketViewState.judge_severity, severity="s4")
                await reporter.until(lambda: reporter.value(TicketViewState, "ticket")["severity"] == "s4")
                await helper.call(TicketViewState.move, to="in_progress")
                await reporter.until(lambda: reporter.value(TicketViewState, "ticket")["status"] == "in_progress")
                assert [one["status"] for one in helper.value(TicketViewState, "moves")] == ["resolved", "waiting"]
                await reporter.call(TicketViewState.move, to="resolved")
                await reporter.until(lambda: reporter.saw("You may not do this."))
            await colleague.settle()
            assert not colleague.saw(CANARY)

    run(go())


def test_what_is_wrong_is_said_by_the_field_and_articles_are_offered(house: House) -> None:
    cast = house.cast
    article = {"language": "en", "title": "An empty board", "html": "<p>Load the page again.</p>"}
    admin = cast.credential(cast.admin)
    house.database.act(admin, write_article, parse_draft(ArticleDraft, article))
    house.database.act(admin, set_file_limits, cast.admin.organization_id, 3, None, most_megabytes=25)

    async def go() -> None:
        async with house.tab(cast.basic, path="/support/new?page=/community") as tab:
            await tab.call(TicketFormState.load)
            await tab.until(lambda: tab.value(TicketFormState, "page") == "/community")
            await tab.until(lambda: tab.value(TicketFormState, "file_limit_mb") == 3)
            await tab.call(TicketFormState.type_subject, words="My boards are empty")
            await tab.until(lambda: tab.value(TicketFormState, "suggestions"))
            assert tab.value(TicketFormState, "suggestions")[0]["title"] == "An empty board"
            await tab.call(TicketFormState.save, form={**FORM, "subject": " ", "severity": "s9"})
            await tab.until(lambda: tab.value(TicketFormState, "problems"))
            assert set(tab.value(TicketFormState, "problems")) == {"subject", "severity"}
            assert not tab.redirects()

    run(go())


def test_a_stranger_sees_nothing_at_the_address_of_a_ticket(house: House) -> None:
    cast = house.cast

    async def go() -> None:
        async with house.tab(cast.basic, path="/support/new") as form:
            address = await _raised(form)
        for who in (cast.other_basic, cast.manager, cast.stranger_admin):
            async with house.tab(who, path=address) as tab:
                await tab.call(TicketViewState.load)
                await tab.until(lambda tab=tab: tab.value(TicketViewState, "status") == "missing")
                await tab.call(TicketViewState.move, to="acknowledged")
                await tab.call(TicketViewState.reply, form={"text": "x"})
                await tab.until(lambda tab=tab: tab.saw("We could not find that."))
                assert not tab.saw(CANARY)

    run(go())


def test_an_admin_writes_an_article_that_a_reader_finds_live(house: House) -> None:
    cast = house.cast
    form = {"language": "en", "title": "Ring the bell", "html": "<p>Only once.</p>"}

    async def go() -> None:
        async with (
            house.tab(cast.child_basic, path="/support/articles") as reader,
            house.tab(cast.admin, path="/support/articles/new") as admin,
            house.tab(cast.manager, path="/support/articles/new") as manager,
        ):
            await reader.call(ArticlesState.load)
            await reader.call(ArticlesState.search, words="bell only")
            await reader.until(lambda: reader.value(ArticlesState, "is_loaded"))
            await admin.call(ArticleState.load)
            await admin.until(lambda: admin.value(ArticleState, "editing") == "new")
            await admin.call(ArticleState.save, form=form | {"draft_id": str(new_id())})
            await reader.until(
                lambda: [row["title"] for row in reader.value(ArticlesState, "rows")] == ["Ring the bell"]
            )
            await manager.call(ArticleState.load)
            await manager.until(lambda: manager.value(ArticleState, "status") == "missing")
            await manager.call(ArticleState.save, form=form)
            await manager.until(lambda: manager.saw("We could not find that."))

    run(go())


def test_support_hours_are_changed_by_the_parents_admin_alone(house: House) -> None:
    cast = house.cast
    form = {"opens": "09:00", "closes": "17:00", "country": "NO", **{f"weekday_{day}": day < 5 for day in range(7)}}

    async def go() -> None:
        async with house.tab(cast.admin, path="/support") as admin, house.tab(cast.basic, path="/support") as basic:
            for tab in (admin, basic):
                await tab.call(SupportHoursState.load)
                await tab.until(lambda tab=tab: "08:00–16:00" in (tab.value(SupportHoursState, "words") or ""))
            await basic.call(SupportHoursState.save, form=form)
            await basic.until(lambda: basic.saw("You may not do this."))
            await admin.call(SupportHoursState.ask)
            await admin.until(lambda: admin.value(SupportHoursState, "is_open"))
            await admin.call(SupportHoursState.save, form=form | {"closes": "8"})
            await admin.until(lambda: admin.value(SupportHoursState, "problems").get("closes"))
            await admin.call(SupportHoursState.save, form=form)
            await admin.until(lambda: "Mon–Fri, 09:00–17:00" in admin.value(SupportHoursState, "words"))

    run(go())
