"""The clock on a handover: seen by finder and Manager, and once it has run out, flagged and told without a reload."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.models import Lead
from tests.support.journeys import a_title, make, open_bell, open_lead, row, shown_lead
from tests.support.server import Server

HOUR = timedelta(hours=1)
SECONDS_LEFT = 45  # Time for three pages to open and be looked at on a machine that has much else to do.
PATIENCE_MS = 90_000


@contextmanager
def database_of(server: Server) -> Iterator[Database]:
    """The server's own database, beside it."""
    database = Database(f"sqlite:///{server.data / 'leadx.sqlite3'}")
    yield database
    database.close()


def hand_over_earlier(session: Session, lead_id: str, *, now) -> None:
    """As if the lead had been handed over nearly an hour ago."""
    session.get_one(Lead, UUID(lead_id)).handed_over_at = now - HOUR + timedelta(seconds=SECONDS_LEFT)


def set_hours(page: Page, hours: str) -> None:
    """Set the answer-by time of Nordlys on the Admin page."""
    form = page.get_by_role("form", name="Nordlys", exact=True)
    form.get_by_label("Hours").fill(hours)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Messages")).to_contain_text("Saved.")


def test_it_counts_down_for_finder_and_manager_and_runs_out_before_their_eyes(
    own_server: Server, enter: Callable[..., Page]
):
    admin, basic = enter("admin", to="/admin"), enter("basic")
    set_hours(admin, "1")
    title = a_title("Answer me")
    lead = make(basic, title, hand_over=True)
    manager, phone = enter("manager"), enter("basic", phone=True)
    with database_of(own_server) as database:
        database.system(hand_over_earlier, lead)
    for page in (manager, phone, basic):
        page.reload()
    for page in (manager, basic, phone):
        expect(row(page, title).get_by_role("timer")).to_contain_text("left")
    open_lead(basic, title)
    expect(shown_lead(basic).get_by_role("timer")).to_be_visible()

    # Over: said in words on every open page, told to the Manager and to nobody twice.
    expect(row(manager, title).get_by_role("timer")).to_contain_text("Overdue since", timeout=PATIENCE_MS)
    expect(row(phone, title).get_by_role("timer")).to_contain_text("Overdue since")
    expect(shown_lead(basic).get_by_role("timer")).to_contain_text("Overdue since")
    history = shown_lead(basic).get_by_role("list", name="Notes and history")
    expect(history).to_contain_text("has waited too long", timeout=PATIENCE_MS)
    told = open_bell(manager).get_by_role("listitem").filter(has_text=title)
    expect(told.filter(has_text="has waited too long for an answer")).to_have_count(1)


def test_another_time_holds_at_once_for_what_waits(own_server: Server, enter: Callable[..., Page]):
    admin, basic, manager = enter("admin", to="/admin"), enter("basic"), enter("manager")
    title = a_title("Take your time")
    make(basic, title, hand_over=True)
    for page in (manager, basic):
        expect(row(page, title).get_by_role("timer")).to_contain_text("23 h")
    set_hours(admin, "72")
    for page in (manager, basic):
        expect(row(page, title).get_by_role("timer")).to_contain_text("2 d 23 h")
    set_hours(admin, "")
    for page in (manager, basic):
        expect(row(page, title)).to_be_visible()
        expect(row(page, title).get_by_role("timer")).to_have_count(0)
