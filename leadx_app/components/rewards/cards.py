"""A card per person: leads generated, leads won, points, and the way to the ledger."""

import reflex as rx

from leadx_app.components.rewards.badges import badge_signs, own_badges
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.button import button
from leadx_app.components.ui.count_up import count_up
from leadx_app.components.ui.field import switch
from leadx_app.components.ui.pagination import pagination
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.rewards import RewardsState

OWN = RewardsState.own


def own_card() -> rx.Component:
    """What the person did, where they stand, and whether others see it."""
    return rx.cond(
        OWN,
        rx.foreach(
            OWN,
            lambda card: rx.el.section(
                section_header(t("My points")),
                rx.el.p(count_up(card.points), class_name="reward-points figure"),
                rx.cond(card.place, rx.el.p(card.place, class_name="reward-place"), rx.fragment()),
                _facts(card),
                own_badges(),
                button(
                    t("Why these points"),
                    icon_name="list-ordered",
                    on_click=RewardsState.why(card.id),
                ),
                rx.cond(RewardsState.sees_board, _hide(), rx.fragment()),
                class_name="card reward-own",
                aria_label=t("My points"),
            ),
        ),
        rx.fragment(),
    )


def everybody() -> rx.Component:
    """The cards of all, most points first, for who sees everybody."""
    return rx.cond(
        RewardsState.sees_everybody,
        rx.el.section(
            section_header(t("Everybody")),
            rx.el.ul(rx.foreach(RewardsState.cards, _card), class_name="reward-cards", aria_label=t("Everybody")),
            rx.cond(
                RewardsState.has_pages,
                pagination(
                    RewardsState.place,
                    name=t("Pages"),
                    previous=t("Previous page"),
                    next=t("Next page"),
                    on_previous=RewardsState.previous_page,
                    on_next=RewardsState.next_page,
                    has_previous=RewardsState.has_previous,
                    has_next=RewardsState.has_next,
                ),
                rx.fragment(),
            ),
            class_name="stack",
            aria_label=t("Everybody"),
        ),
        rx.fragment(),
    )


def _card(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            avatar(card.initials, photo=card.photo, tint=card.tint),
            rx.el.strong(card.name, class_name="reward-name"),
            rx.el.span(card.points, class_name="reward-sum figure"),
            class_name="reward-head",
        ),
        _facts(card),
        badge_signs(card),
        button(
            t("Why these points"),
            kind="ghost",
            small=True,
            on_click=RewardsState.why(card.id),
            aria_label=t("Why these points: {name}", name=card.name),
        ),
        class_name="card reward-card",
        key=card.id,
    )


def _facts(card: rx.Var) -> rx.Component:
    return rx.el.dl(
        rx.el.div(rx.el.dt(t("Leads generated")), rx.el.dd(card.leads, class_name="figure")),
        rx.el.div(rx.el.dt(t("Leads won")), rx.el.dd(card.won, class_name="figure")),
        class_name="reward-facts",
    )


def _hide() -> rx.Component:
    return switch(
        t("Leave me out of the leaderboard"),
        "hidden",
        checked=RewardsState.is_hidden,
        on_change=RewardsState.hide_me,
        hint=t("Only you and the leaders see your points then."),
    )
