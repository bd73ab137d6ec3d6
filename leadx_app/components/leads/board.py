"""Ongoing Sales as a board: a column per stage, the outcomes below while a card is dragged."""

import reflex as rx

from leadx_app.components.leads.lead_marks import address_of, age, found_company, hands, owner_mark, quiet_dot
from leadx_app.components.ui.board import board, board_column, board_outcome, board_outcomes, drag_card
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import stage_dot
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.lead_row import lead_card
from leadx_app.components.ui.marked import marked
from leadx_app.components.ui.shared_menu import shared_menu, shared_menu_button
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline import PipelineState

MOVE = "move-lead"


def sales_board() -> rx.Component:
    """The columns, and what moves cards between them."""
    return rx.el.div(
        board(rx.foreach(PipelineState.columns, _column), name=t("Ongoing Sales")),
        board_outcomes(
            _outcome("won", t("Won"), "trophy"),
            _outcome("closed", t("Closed"), "ban"),
            _outcome("parked", t("Parked"), "circle-pause"),
        ),
        shared_menu(PipelineState.moves, name=MOVE, label=t("Move to stage"), on_pick=PipelineState.move),
        class_name="board-box",
    )


def _column(column: rx.Var) -> rx.Component:
    return board_column(
        column.id,
        rx.fragment(
            stage_dot(column.color),
            rx.el.h2(column.name),
            rx.el.span(column.count, class_name="section-count figure"),
            rx.el.span(column.total, class_name="board-sum figure"),
        ),
        rx.fragment(
            rx.foreach(column.cards, _card),
            rx.cond(
                column.more,
                button(column.more, kind="ghost", small=True, on_click=PipelineState.show_stage(column.id)),
                rx.fragment(),
            ),
        ),
        name=column.name,
        on_drop=PipelineState.move,
    )


def _card(lead: rx.Var) -> rx.Component:
    return drag_card(
        lead.id,
        lead_card(
            href=address_of(lead),
            on_open=LeadViewState.open_lead(lead.id),
            title=marked(lead.title, PipelineState.at.search),
            company=found_company(lead),
            value=lead.value,
            owner=owner_mark(lead),
            hands=rx.fragment(quiet_dot(lead), hands(lead)),
            age=age(lead),
            menu=_menu(lead),
            fresh=lead.fresh,
        ),
        targets=lead.targets,
        key=lead.id,
    )


def _menu(lead: rx.Var) -> rx.Component:
    return rx.cond(
        lead.target_keys,
        shared_menu_button(MOVE, t("Move to stage"), owner=lead.id, choices=lead.target_keys),
        rx.cond(
            lead.may_accept, button(t("Accept"), small=True, on_click=PipelineState.accept(lead.id)), rx.fragment()
        ),
    )


def _outcome(key: str, words: rx.Var[str], icon_name: str) -> rx.Component:
    return board_outcome(key, rx.fragment(icon(icon_name), words), name=words, on_drop=PipelineState.move)
