"""Skeletons of the real layout; they show after 150 ms."""

import reflex as rx


def skeleton(width: str = "100%", *, kind: str = "line") -> rx.Component:
    """One grey shape: "line", "title", "figure", "avatar" or "block"."""
    return rx.el.span(class_name=f"skeleton skeleton-{kind}", style={"width": width}, aria_hidden="true")


def skeleton_rows(count: int = 8) -> rx.Component:
    """Rows of a list that is on its way."""
    widths = ("46%", "38%", "52%", "33%", "44%")
    return rx.el.div(
        *[
            rx.el.div(
                skeleton(kind="avatar", width=""),
                skeleton(widths[index % 5]),
                skeleton("12%"),
                class_name="skeleton-row",
            )
            for index in range(count)
        ],
        class_name="skeletons",
        aria_busy="true",
    )


def skeleton_kpis(count: int = 4) -> rx.Component:
    """Key figures that are on their way."""
    return rx.el.div(
        *[
            rx.el.div(skeleton("45%"), skeleton("60%", kind="figure"), skeleton("35%"), class_name="kpi")
            for _ in range(count)
        ],
        class_name="kpis skeletons",
        aria_busy="true",
    )
