"""Dragging cards between columns with a mouse; keyboard and touch use the card's menu instead."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.piece import piece


def _drop(card_id: rx.Var[str], column_id: rx.Var[str]) -> list[rx.Var[str]]:
    return [card_id, column_id]


class DragColumn(rx.Component):
    """The JSX piece that takes cards."""

    library = piece("board.jsx")
    tag = "DragColumn"

    column_id: rx.Var[str]
    label: rx.Var[str]
    on_drop: rx.EventHandler[_drop]


class DragCard(rx.Component):
    """The JSX piece that is dragged."""

    library = piece("board.jsx")
    tag = "DragCard"

    card_id: rx.Var[str]
    targets: rx.Var[list[str]]


def board(*columns: rx.Component, name: Words) -> rx.Component:
    """Columns beside each other; on a phone one at a time, swiped."""
    return rx.el.div(*columns, class_name="board", role="group", aria_label=name, tab_index=0)


def board_column(
    column_id: Words, head: rx.Component, cards: rx.Component, *, name: Words, on_drop: Handler
) -> rx.Component:
    """A head (dot, name, count, sum) and its cards; lit when the dragged card may come here.

    `on_drop(card, column)` also comes for a card that may not: the answer says why.
    """
    return DragColumn.create(
        rx.el.div(head, class_name="board-head"),
        rx.el.div(cards, class_name="board-cards"),
        column_id=column_id,
        label=name,
        on_drop=on_drop,
        class_name="board-column",
    )


def board_outcomes(*marks: rx.Component) -> rx.Component:
    """The bar of final marks that appears at the bottom while a card is dragged."""
    return rx.el.div(*marks, class_name="outcomes")


def board_outcome(column_id: Words, face: rx.Component, *, name: Words, on_drop: Handler) -> rx.Component:
    """One final mark of that bar."""
    return DragColumn.create(
        face, column_id=column_id, label=name, on_drop=on_drop, class_name="board-column board-outcome"
    )


def drag_card(card_id: Words, card: rx.Component, *, targets: list[str] | rx.Var[list[str]], **props) -> rx.Component:
    """A card that may be dragged, to the columns in `targets`; with none it stays where it is."""
    return DragCard.create(card, card_id=card_id, targets=targets, class_name="drag-card", **props)
