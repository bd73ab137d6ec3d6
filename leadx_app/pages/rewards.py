"""Rewards: goals, the own card, the leaderboard, everybody's cards, and the ledger behind each figure."""

import reflex as rx

from leadx_app.components.rewards.board import leaderboard
from leadx_app.components.rewards.cards import everybody, own_card
from leadx_app.components.rewards.goals import goal_form, team_goals
from leadx_app.components.rewards.ledger import why_these_points
from leadx_app.components.rewards.time import reward_figures, reward_time
from leadx_app.components.ui.address import address
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.rewards import RewardsState


@screen(route="/rewards", title="Rewards", permission=Permission.REWARDS_READ, on_load=[RewardsState.load])
def rewards() -> rx.Component:
    return rx.fragment(
        address(RewardsState.query),
        reward_time(),
        reward_figures(),
        rx.cond(
            RewardsState.is_loaded,
            rx.fragment(team_goals(), rx.el.div(own_card(), leaderboard(), class_name="rewards-top"), everybody()),
            skeleton(kind="block"),
        ),
        why_these_points(),
        goal_form(),
    )
