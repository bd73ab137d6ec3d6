"""What the pipeline says when there is nothing to show."""

import reflex as rx

from leadx_app.components.frame import NEW_LEAD
from leadx_app.components.ui.button import button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.words import t
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState


def nothing() -> rx.Component:
    """Nothing yet, nothing found, nobody chosen, or nothing of a colleague's."""
    return rx.cond(
        PipelineState.is_filtered,
        empty_state(
            t("Nothing matches"),
            t("Try other words, or take the filters away."),
            action=button(t("Clear filters"), on_click=ListState.clear),
        ),
        rx.cond(
            PipelineState.is_own,
            rx.cond(PipelineState.at.organization, _choose_somebody(), _nothing_yet()),
            _nothing_of_theirs(),
        ),
    )


def _nothing_yet() -> rx.Component:
    return empty_state(
        t("Your leads will stand here"),
        t("A lead is somebody who may want to buy. A title and a company are enough to begin."),
        action=button(t("Create new lead"), kind="primary", icon_name="plus", opens=NEW_LEAD),
    )


def _choose_somebody() -> rx.Component:
    return empty_state(t("You have no leads in this organization"), t("Choose a person above to see their pipeline."))


def _nothing_of_theirs() -> rx.Component:
    return empty_state(t("{name} has nothing here now", name=PipelineState.person))
