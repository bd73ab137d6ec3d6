"""The board: columns in the order of the journey, with counts and sums worked by hand."""

from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.queries.board import CARDS_PER_COLUMN, BoardColumn, board
from leadx_app.queries.leads import LeadFilters, Status
from tests.cast import NOW, a_closed_lead, a_lead, a_parked_lead, a_waiting_lead, a_won_lead, stages

HOUR = timedelta(hours=1)


def own_board(session: Session, actor: Actor, **filters: object) -> list[BoardColumn]:
    return board(session, actor, LeadFilters(person_id=actor.user_id, **filters), now=NOW)


def test_columns_count_and_sum_open_leads_in_base_currency(session, cast):
    new, _, opportunity, _ = stages(session, cast.professional)
    a_lead(session, cast.professional, value="100.50")
    a_lead(session, cast.professional, value="10", currency="EUR")  # 10 · 11.50 = 115.00
    a_lead(session, cast.professional)
    a_lead(session, cast.professional, value="7.25", stage_id=str(opportunity.id))
    for ended in (a_won_lead, a_closed_lead, a_parked_lead):
        ended(session, cast.professional, value="1000")
    columns = own_board(session, cast.professional)
    assert [column.stage for column in columns] == ["New", "Lead", "Opportunity", "Offer"]
    assert [(column.count, column.base_sum) for column in columns] == [
        (3, Decimal("215.50")),
        (0, Decimal(0)),
        (1, Decimal("7.25")),
        (0, Decimal(0)),
    ]
    assert [len(column.cards) for column in columns] == [3, 0, 1, 0]
    assert columns[0].stage_id == new.id


def test_a_board_shows_open_leads_whatever_the_status_of_the_list(session, cast):
    a_lead(session, cast.professional, title="open")
    a_won_lead(session, cast.professional, title="won")
    columns = own_board(session, cast.professional, status=Status.WON)
    assert [card.title for column in columns for card in column.cards] == ["open"]


def test_a_column_shows_its_latest_cards_and_counts_all(session, cast):
    for number in range(CARDS_PER_COLUMN + 3):
        a_lead(session, cast.professional, title=f"lead {number}", now=NOW + number * HOUR, value="2")
    column = own_board(session, cast.professional)[0]
    assert (column.count, column.base_sum) == (CARDS_PER_COLUMN + 3, Decimal(2 * CARDS_PER_COLUMN + 6))
    assert [card.title for card in column.cards] == [f"lead {number}" for number in range(CARDS_PER_COLUMN + 2, 2, -1)]


def test_waiting_handovers_stand_on_top_and_count(session, cast):
    a_lead(session, cast.manager, title="own", now=NOW + HOUR, value="1")
    a_waiting_lead(session, cast.basic, title="later", now=NOW, value="20")
    a_waiting_lead(session, cast.lite, title="longest", now=NOW - HOUR, value="300")
    column = own_board(session, cast.manager, with_waiting=True)[0]
    assert [card.title for card in column.cards] == ["longest", "later", "own"]
    assert (column.count, column.base_sum) == (3, Decimal(321))
    assert own_board(session, cast.professional, with_waiting=True)[0].count == 0


def test_filters_hold_on_the_board_too(session, cast):
    a_lead(session, cast.professional, title="Solar roof", value="5")
    a_lead(session, cast.professional, title="Heat pump", value="6")
    column = own_board(session, cast.professional, search="solar")[0]
    assert ([card.title for card in column.cards], column.count, column.base_sum) == (["Solar roof"], 1, Decimal(5))


def test_strangers_have_their_own_columns_and_nothing_in_them(session, cast):
    a_lead(session, cast.professional, value="5")
    columns = own_board(session, cast.stranger_manager, with_waiting=True)
    assert {column.stage_id for column in columns}.isdisjoint(
        column.stage_id for column in own_board(session, cast.professional)
    )
    assert [(column.count, column.base_sum) for column in columns] == [(0, Decimal(0))] * 4
