"""The leaderboard: a podium for the first three, then those behind them, and never its end."""

import reflex as rx

from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.rewards import RewardsState


def leaderboard() -> rx.Component:
    """The first ten of the time; nothing for who sees only their own card."""
    return rx.cond(
        RewardsState.sees_board,
        rx.el.section(
            section_header(t("Leaderboard")),
            rx.cond(
                RewardsState.podium,
                rx.fragment(
                    rx.el.ol(rx.foreach(RewardsState.podium, _stand), class_name="podium", aria_label=t("Podium")),
                    rx.cond(
                        RewardsState.behind,
                        rx.el.ol(
                            rx.foreach(RewardsState.behind, _line),
                            class_name="reward-rows",
                            aria_label=t("Leaderboard"),
                        ),
                        rx.fragment(),
                    ),
                ),
                empty_state(
                    t("Nobody has points yet"), t("Bring in a lead, and you are the first one on the leaderboard.")
                ),
            ),
            class_name="card reward-board",
            aria_label=t("Leaderboard"),
        ),
        rx.fragment(),
    )


def _stand(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon("trophy"), card.place, class_name="podium-place figure"),
        avatar(card.initials, photo=card.photo, tint=card.tint, large=True),
        rx.el.strong(card.name, class_name="reward-name"),
        rx.el.span(card.points, class_name="reward-sum figure"),
        class_name=rx.cond(card.is_me, "podium-stand is-me", "podium-stand"),
        key=card.id,
    )


def _line(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(card.place, class_name="reward-number figure"),
        avatar(card.initials, photo=card.photo, tint=card.tint),
        rx.el.span(card.name, class_name="reward-name"),
        rx.el.span(card.points, class_name="reward-sum figure"),
        class_name=rx.cond(card.is_me, "reward-row is-me", "reward-row"),
        key=card.id,
    )
