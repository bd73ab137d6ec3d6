"""The way between the pages of Support, and the files that are sent to it."""

import reflex as rx

from leadx_app.components.ui.base import Words, shown
from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.domain.support.draft import MOST_FILES

SECTIONS = (("/support", "Tickets"), ("/support/articles", "Knowledge base"))


def support_sections(current: str) -> rx.Component:
    """Links to all of them; the current one is marked."""
    return rx.el.nav(
        *[
            link(t(label), href=href, class_name="tab", **({"aria_current": "page"} if href == current else {}))
            for href, label in SECTIONS
        ],
        class_name="tabs",
        aria_label=t("Parts of Support"),
    )


def ticket_files(limit_mb: rx.Var[int], problem: rx.Var[str]) -> rx.Component:
    """Files that go with what is being written."""
    return rx.el.div(
        rx.el.span(t("Files"), class_name="field-label"),
        file_upload(
            browse=t("Browse"),
            capture=t("Capture"),
            hint=t("or drop files here: up to {count}, {max} MB each", count=str(MOST_FILES), max=limit_mb),
            drop=t("Drop to add"),
            remove=t("Remove"),
            retry=t("Retry"),
            failed=t("Could not be uploaded. Check the connection and try again."),
            too_large=t("This file is larger than {max} MB.", max=limit_mb),
            label=t("Files"),
            max_bytes=limit_mb * 1024 * 1024,
        ),
        shown(problem, problem_line),
        class_name="field",
    )


def problem_line(text: Words) -> rx.Component:
    """What is wrong with a field that has no line of its own for it."""
    return rx.el.p(icon("circle-alert", size="small"), text, class_name="field-error", role="alert")
