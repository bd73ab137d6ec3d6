"""The columns of the lists that can be taken out; leads and contacts with every column that can be brought in again."""

from collections.abc import Callable
from typing import Any

from leadx_app.adapters.sheets import Cell, Column, Reader
from leadx_app.audit_words import AREA_NAMES, changes, sentence
from leadx_app.models import ActivityKind, HandoverState, Priority, SubStage
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.agenda_rows import AgendaRow

OUTCOMES = {SubStage.OPEN: "Open", SubStage.WON: "Won", SubStage.CLOSED: "Closed", SubStage.PARKED: "Parked"}
HANDSHAKES = {HandoverState.NONE: "", HandoverState.WAITING: "Waiting", HandoverState.ACCEPTED: "Complete"}
KINDS = {
    ActivityKind.CALL: "Call",
    ActivityKind.MEETING: "Meeting",
    ActivityKind.EMAIL: "Email",
    ActivityKind.VISIT: "Visit",
    ActivityKind.DEMO: "Demo",
    ActivityKind.OTHER: "Other",
}
PRIORITIES = {Priority.HIGH: "High", Priority.NORMAL: "Normal", Priority.LOW: "Low"}


def _of(name: str) -> Callable[[Any, Reader], Cell]:
    def cell(row: Any, reader: Reader) -> Cell:
        value: Cell = getattr(row, name)
        return value

    return cell


def _word(name: str, words: dict[Any, str]) -> Callable[[Any, Reader], Cell]:
    return lambda row, reader: reader.say(words[getattr(row, name)])


def _kind(row: AgendaRow, reader: Reader) -> Cell:
    return reader.say("Task" if row.what == What.TASK else KINDS[ActivityKind(row.kind)])


def _when(row: AgendaRow, reader: Reader) -> Cell:
    return row.at if row.has_time else row.day


TITLE = Column("Lead title", _of("title"), 36)
COMPANY = Column("Company name", _of("company"), 28)
MONEY = (
    Column("Lead value", _of("value")),
    Column("Currency", _of("currency"), 10),
    Column("Value in base currency", _of("base_value")),
    Column("Base currency", _of("base_currency"), 10),
)
PLACE = (Column("Stage", _of("stage")), Column("Status", _word("sub_stage", OUTCOMES), 12))
PEOPLE = (
    Column("Handshake", _word("handover_state", HANDSHAKES), 12),
    Column("Owner", _of("owner"), 22),
    Column("Created by", _of("creator"), 22),
    Column("Organization", _of("organization"), 22),
    Column("Created", _of("created_at")),
    Column("Latest change", _of("updated_at")),
)

LEADS = (
    TITLE,
    COMPANY,
    Column("Contact person", _of("person"), 24),
    Column("Email", _of("email"), 28),
    Column("Phone", _of("phone")),
    *MONEY,
    *PLACE,
    Column("Reason", _of("lost_reason")),
    Column("Expected closing date", _of("expected_closing_on")),
    Column("Category", _of("category")),
    Column("Source", _of("source")),
    Column("Tags", lambda row, reader: ", ".join(row.tags), 24),
    Column("Description", _of("description"), 48),
    *PEOPLE,
)
COMMUNITY = (TITLE, COMPANY, *MONEY, *PLACE, *PEOPLE)
ACTIVITIES = (
    Column("Kind", _kind, 12),
    Column("Title", _of("title"), 36),
    Column("When", _when),
    Column("Done", _of("done_at")),
    Column("Person", _of("person"), 22),
    Column("Given by", _of("giver"), 22),
    Column("Priority", lambda row, reader: reader.say(PRIORITIES[row.priority]) if row.what == What.TASK else "", 12),
    Column("Minutes", _of("duration_minutes"), 10),
    Column("Lead title", _of("lead"), 36),
    Column("Company name", _of("company"), 28),
    Column("Contact person", _of("contact"), 24),
    Column("Text", _of("text"), 48),
)
COMPANIES = (
    Column("Name", _of("name"), 32),
    Column("Organization number", _of("organization_number")),
    Column("Industry", _of("industry"), 24),
    Column("Address", _of("address"), 32),
    Column("Postcode", _of("postcode"), 10),
    Column("City", _of("city")),
    Column("Country", _of("country"), 10),
    Column("Phone", _of("phone")),
    Column("Email", _of("email"), 28),
    Column("Website", _of("website"), 28),
    Column("Organization", _of("organization"), 22),
)
PERSONS = (
    Column("Name", _of("name"), 28),
    Column("Title", _of("title"), 22),
    Column("Company", _of("company"), 28),
    Column("Phone", _of("phone")),
    Column("Email", _of("email"), 28),
    Column("Organization", _of("organization"), 22),
)
REWARDS = (
    Column("Name", _of("name"), 28),
    Column("Leads generated", _of("leads")),
    Column("Leads won", _of("won")),
    Column("Points", _of("points")),
)
AUDIT = (
    Column("When", _of("occurred_at")),
    Column("Kind", _word("area", AREA_NAMES), 18),
    Column("What happened", lambda row, reader: sentence(row, reader.language), 60),
    Column("Changes", lambda row, reader: "; ".join(changes(row, reader.language)), 48),
    Column("By", _of("actor"), 24),
    Column("About", _of("name"), 24),
    Column("Organization", _of("organization"), 22),
    Column("Network address", _of("address"), 18),
)
