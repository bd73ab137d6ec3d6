"""Rows, columns and figures as the screen shows them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from leadx_app.domain.metrics.kpis import Unit
from leadx_app.models import HandoverState, SubStage
from leadx_app.queries.board import BoardColumn
from leadx_app.queries.choices import StageOption
from leadx_app.queries.contacts import ContactRow
from leadx_app.queries.figures import KpiFigure
from leadx_app.queries.leads import LeadRow
from leadx_app.state.format import Look
from leadx_app.state.pipeline_lines import (
    Viewer,
    column_line,
    contact_line,
    kpi_line,
    lead_line,
    move_choices,
    spark_points,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENGLISH = Look("en", "Europe/Oslo", NOW)
NORWEGIAN = Look("nb", "Europe/Oslo", NOW)
JOURNEY = [StageOption(UUID(int=n), name, "#64748b", n) for n, name in enumerate(("New", "Lead", "Offer"))]
OWNER, CREATOR = UUID(int=91), UUID(int=92)
ROW = LeadRow(
    id=UUID(int=7),
    title="Solar roof",
    company="Berg AS",
    person="",
    value=Decimal("1500.00"),
    currency="NOK",
    base_value=Decimal("1500.00"),
    stage_id=JOURNEY[1].id,
    stage="Lead",
    stage_color="#64748b",
    stage_position=1,
    sub_stage=SubStage.OPEN,
    handover_state=HandoverState.NONE,
    owner_id=OWNER,
    owner="Kari Berg",
    creator_id=CREATOR,
    creator="Ola Dahl",
    category="Heat pumps",
    source="",
    closing_on=date(2026, 4, 1),
    created_at=NOW - timedelta(days=3),
    updated_at=NOW - timedelta(hours=2),
    handed_over_at=None,
    answer_due_at=None,
    age_days=3,
    is_quiet=False,
    is_returned=False,
    may_move=True,
    may_answer=False,
)
OWN = Viewer(ENGLISH, is_own=True, hands_over=False)


def test_chosen_columns_stand_in_the_order_of_the_list_with_their_names():
    viewer = replace(OWN, columns=("category", "source", "closing", "stage", "value"))
    cells = [(cell.name, cell.text.replace("\u00a0", " ")) for cell in lead_line(ROW, viewer, JOURNEY).cells]
    assert cells == [("Category", "Heat pumps"), ("Source", ""), ("Closing date", "1 Apr 2026")]
    assert lead_line(ROW, OWN, JOURNEY).cells == []


def test_an_own_open_lead_may_go_to_later_stages_and_outcomes():
    line = lead_line(ROW, OWN, JOURNEY)
    assert line.targets == [str(JOURNEY[2].id), "won", "closed", "parked"]
    assert line.target_keys.split() == line.targets
    assert (line.value, line.age, line.owner, line.initials) == ("NOK\u00a01,500", "3 d", "Kari Berg", "KB")
    assert line.dates == "Created 27\u00a0Feb\u00a02026, 10:00, changed 2 h ago"


def test_in_a_colleagues_pipeline_nothing_can_be_done():
    line = lead_line(replace(ROW, may_answer=True), replace(OWN, is_own=False), JOURNEY)
    assert (line.targets, line.target_keys, line.may_accept) == ([], "", False)


def test_a_lead_that_may_not_be_moved_has_no_targets():
    assert lead_line(replace(ROW, may_move=False), OWN, JOURNEY).targets == []


def test_a_waiting_handover_shows_who_handed_it_over_to_who_may_answer():
    waiting = replace(ROW, handover_state=HandoverState.WAITING, owner_id=None, owner="", may_move=False)
    assert lead_line(replace(waiting, may_answer=True), OWN, JOURNEY).owner == "Ola Dahl"
    assert lead_line(waiting, OWN, JOURNEY).owner == ""


def test_hands_are_shown_to_finders_always_and_to_sales_once_there_is_something_to_show():
    finder = replace(OWN, hands_over=True)
    for state, for_sales, for_finders in (
        (HandoverState.NONE, "", "none"),
        (HandoverState.WAITING, "waiting", "waiting"),
        (HandoverState.ACCEPTED, "accepted", "accepted"),
    ):
        row = replace(ROW, handover_state=state)
        assert (lead_line(row, OWN, JOURNEY).hands, lead_line(row, finder, JOURNEY).hands) == (for_sales, for_finders)


def test_outcome_quiet_and_fresh_are_said():
    row = replace(ROW, sub_stage=SubStage.PARKED, is_quiet=True, updated_at=NOW - timedelta(days=15))
    line = lead_line(row, replace(OWN, look=NORWEGIAN, changed=frozenset({ROW.id})), JOURNEY)
    assert (line.outcome, line.quiet, line.fresh) == ("parked", "Ingenting har skjedd på 15 dager", True)
    assert lead_line(ROW, OWN, JOURNEY).outcome == lead_line(ROW, OWN, JOURNEY).quiet == ""


def test_an_unknown_value_is_a_dash():
    assert lead_line(replace(ROW, value=None), OWN, JOURNEY).value == "–"


def test_a_column_says_how_many_cards_are_not_shown():
    column = BoardColumn(JOURNEY[0].id, "New", "#64748b", 0, 21, Decimal("1234567.89"), cards=[ROW] * 20)
    line = column_line(column, "NOK", OWN, JOURNEY)
    assert (line.count, line.total, line.more, len(line.cards)) == ("21", "NOK\u00a01,234,568", "1 more", 20)
    assert column_line(replace(column, count=20), "NOK", OWN, JOURNEY).more == ""


def test_the_menu_offers_every_stage_but_the_first_and_the_outcomes():
    assert [choice.label for choice in move_choices(JOURNEY, NORWEGIAN)] == [
        "Lead",
        "Offer",
        "Vunnet",
        "Lukket",
        "Parkert",
    ]


def test_a_contact_is_reached_by_links_that_carry_nothing_else():
    row = ContactRow(UUID(int=1), UUID(int=2), "Berg AS", "Kari", "ka?ri&cc=x@b.example", "+4722123456", 1, NOW)
    line = contact_line(row, ENGLISH)
    assert line.mail == "mailto:ka%3Fri%26cc%3Dx@b.example"
    assert (line.call, line.phone, line.leads) == ("tel:+4722123456", "+47\u00a022\u00a012\u00a034\u00a056", "1 lead")
    nobody = contact_line(replace(row, person_id=None, person="", email="", phone="", lead_count=2), ENGLISH)
    assert (nobody.mail, nobody.call, nobody.leads, nobody.initials) == ("", "", "2 leads", "BA")


def figure(slug: str, unit: Unit, value: object, recent: object, before: object) -> KpiFigure:
    return KpiFigure(slug, "Leads Total", "All leads except the parked ones.", unit, "NOK", value, recent, before)


def test_a_figure_says_how_it_changed():
    def change(unit: Unit, recent: object, before: object, look: Look = ENGLISH) -> tuple[str, str]:
        line = kpi_line(figure("leads_total", unit, 9, recent, before), look)
        return line.change, line.trend

    assert change(Unit.COUNT, 5, 2) == ("+3", "up")
    assert change(Unit.COUNT, 2, 5) == ("−3", "down")
    assert change(Unit.COUNT, 2, 2) == ("Same", "flat")
    assert change(Unit.PERCENT, 30.0, 26.9) == ("+3.1 points", "up")
    assert change(Unit.PERCENT, 26.9, 30.0, NORWEGIAN) == ("−3,1 poeng", "down")
    assert change(Unit.PERCENT, None, 30.0) == ("", "flat")
    assert change(Unit.MONEY, Decimal(150), Decimal(100)) == ("+50%", "up")
    assert change(Unit.MONEY, Decimal(0), Decimal(100), NORWEGIAN) == ("−100\u00a0%", "down")
    assert change(Unit.MONEY, Decimal(1_689_000), Decimal(0)) == ("+1.7m", "up")


def test_the_line_beside_a_figure_leaves_out_what_is_not_known():
    assert spark_points([None, 0.0, None, 10.0, 5.0]) == "27.5,26.0 82.5,2.0 110.0,14.0"
    assert spark_points([3.0] * 12).startswith("0.0,26.0 10.0,26.0")
    assert spark_points([None, None, 4.0]) == spark_points([]) == ""
    line = kpi_line(replace(figure("hit_rate", Unit.PERCENT, 9.0, 1.0, 2.0), trend=(2.0, 1.0)), NORWEGIAN)
    assert line.points == "0.0,2.0 110.0,26.0"
    assert line.formula.endswith("Linjen: tolv perioder på 30 dager.")


def test_a_figure_explains_itself_and_leads_to_what_is_behind_it():
    line = kpi_line(figure("leads_total", Unit.COUNT, 12_345, 5, 2), ENGLISH)
    assert line.figure == "12,345"
    assert line.formula == "All leads except the parked ones. Last 30 days: 5. The 30 days before: 2."
    assert (line.against, line.status, line.handshakes) == ("on the 30 days before", "counted", "")
    hands = kpi_line(figure("handshakes", Unit.COUNT, 1, 0, 0), ENGLISH)
    assert (hands.status, hands.handshakes, hands.against) == ("counted", "1", "as the 30 days before")
    unknown = kpi_line(figure("hit_rate", Unit.PERCENT, None, None, None), ENGLISH)
    assert (unknown.figure, unknown.change, unknown.against) == ("–", "", "")


@pytest.mark.parametrize(
    ("search", "found"), [("kari", "Kari Vik"), ("SOLAR vik", "Kari Vik"), ("berg", ""), ("solar", ""), ("", "")]
)
def test_a_lead_that_is_found_by_its_contact_person_says_so(search: str, found: str):
    row = replace(ROW, person="Kari Vik")
    assert lead_line(row, replace(OWN, search=search), JOURNEY).found == found
