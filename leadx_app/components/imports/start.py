"""The beginning of an import: what it is about, the file, and what one has brought in before."""

import reflex as rx

from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.state.imports import ImportsState
from leadx_app.state.session import SessionState


def import_start() -> rx.Component:
    """The form of a new import, and the list of one's own."""
    return rx.el.div(_new(), _own(), class_name="import-start")


def _new() -> rx.Component:
    leads, companies, persons = (
        ("leads", t("Leads"), "flag"),
        ("companies", t("Companies"), "building-2"),
        ("persons", t("Persons"), "users"),
    )
    pick = {"value": ImportsState.subject, "on_pick": ImportsState.choose_subject, "name": t("What the file is about")}
    return rx.el.section(
        section_header(t("Import")),
        rx.el.p(
            t("CSV or Excel, with a row for each. You see what will happen before anything does, and can undo it."),
            class_name="muted",
        ),
        rx.cond(
            SessionState.may["import_leads"],
            segmented([leads, companies, persons], **pick),
            segmented([companies, persons], **pick),
        ),
        file_upload(
            browse=t("Choose a file"),
            capture=t("Capture"),
            hint=t("or drop it here"),
            drop=t("Drop to add"),
            remove=t("Remove"),
            retry=t("Retry"),
            failed=t("Could not be uploaded. Check the connection and try again."),
            too_large=t("This file is larger than {max} MB.", max=ImportsState.file_limit_mb),
            label=t("File to import"),
            max_bytes=ImportsState.file_limit_mb * 1024 * 1024,
            keep=False,
            on_uploaded=ImportsState.begin,
        ),
        class_name="import-card",
        aria_label=t("Import"),
    )


def _own() -> rx.Component:
    return rx.el.section(
        section_header(t("Your imports")),
        rx.cond(
            ImportsState.items,
            rx.el.ul(rx.foreach(ImportsState.items, _item), class_name="import-list", aria_label=t("Your imports")),
            empty_state(t("Nothing was imported yet"), t("What you import shows here, and can be taken back.")),
        ),
        class_name="import-own",
    )


def _item(item: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(item.file, class_name="import-file", dir="auto"),
                rx.el.span(item.about, class_name="import-about"),
                class_name="import-words",
            ),
            chip(item.state, tone=item.tone),
            rx.el.span(item.age, class_name="import-age figure", title=item.moment),
            type="button",
            class_name="import-row",
            on_click=ImportsState.open_import(item.id),
        ),
        key=item.id,
    )
