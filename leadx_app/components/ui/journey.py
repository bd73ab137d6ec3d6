"""The lead's journey: stages with the days spent in each, and the final mark."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words, each, shown
from leadx_app.components.ui.icons import icon

FINAL_ICONS = {"won": "trophy", "closed": "circle-x", "parked": "circle-pause"}


def journey_bar(
    stages: Sequence[Any] | rx.Var, *, name: Words, final: Words = "", final_label: Words = ""
) -> rx.Component:
    """Rows with `name`, `place` ("past", "current", "future"), `color`, `days` ("" when never there) and `spoken`.

    `final` is "" or "won", "closed", "parked"; `final_label` its word.
    """
    return rx.el.ol(
        each(stages, _step),
        shown(final, lambda kind: _final(kind, final_label)),
        class_name="journey",
        aria_label=name,
    )


def _step(stage: Any) -> rx.Component:
    current = (
        rx.cond(stage.place == "current", "step", "false")
        if isinstance(stage.place, rx.Var)
        else ("step" if stage.place == "current" else "false")
    )
    return rx.el.li(
        rx.el.span(stage.name, class_name="journey-name"),
        rx.el.span(stage.days, class_name="journey-days figure"),
        class_name=f"journey-step journey-{stage.place}",
        style={"--stage": stage.color},
        aria_current=current,
        aria_label=stage.spoken,
    )


def _final(kind: Words, label: Words) -> rx.Component:
    if isinstance(kind, rx.Var):
        mark = rx.match(kind, *[(slug, icon(drawing)) for slug, drawing in FINAL_ICONS.items()], rx.fragment())
    else:
        mark = icon(FINAL_ICONS[kind])
    return rx.el.li(
        mark,
        rx.el.span(label, class_name="journey-name"),
        class_name=f"journey-step journey-final journey-{kind}",
        aria_current="step",
    )
