"""Files: added before a lead is saved, and those that lie on a lead."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import shown
from leadx_app.components.ui.button import icon_button
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.upload import file_upload
from leadx_app.components.words import t
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.lead_files import LeadFilesState
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_shown import FileShown
from leadx_app.state.lead_view import LeadViewState


def new_lead_files(problems: rx.Var[dict[str, str]]) -> rx.Component:
    """Files that wait for the lead to be saved."""
    return rx.el.div(
        rx.el.span(t("Files"), class_name="field-label"),
        _upload(on_removed=LeadFormState.drop_file),
        shown(
            problems["file_ids"],
            lambda text: rx.el.p(icon("circle-alert", size="small"), text, class_name="field-error"),
        ),
        class_name="field",
    )


def lead_files() -> rx.Component:
    """What lies on the lead, and the place to add more for those who may."""
    lead = LeadViewState.lead
    return rx.cond(
        lead.may_attach | (LeadViewState.files.length() > 0),
        rx.el.section(
            section_header(t("Files"), level=3),
            rx.cond(
                LeadViewState.files.length() > 0,
                rx.el.ul(rx.foreach(LeadViewState.files, _file), class_name="files", aria_label=t("Files")),
                rx.fragment(),
            ),
            rx.cond(
                lead.may_attach,
                _upload(lead_id=lead.id, keep=False, on_uploaded=LeadFilesState.file_added),
                rx.fragment(),
            ),
            class_name="view-part",
        ),
        rx.fragment(),
    )


def _file(file: rx.Var[FileShown]) -> rx.Component:
    return rx.el.li(
        download_link(
            rx.el.span(
                rx.cond(
                    file.thumbnail,
                    rx.el.img(src=file.thumbnail, alt="", loading="lazy"),
                    icon("file-text", size="large"),
                ),
                class_name="file-picture",
            ),
            rx.el.span(file.name, class_name="clip"),
            rx.el.span(file.about, class_name="clip is-muted"),
            href=file.href,
            class_name="file",
            title=file.name,
        ),
        rx.cond(
            LeadViewState.lead.may_attach,
            icon_button(t("Remove"), "x", on_click=LeadFilesState.remove(file.id)),
            rx.fragment(),
        ),
        key=file.id,
        class_name="file-box",
    )


def _upload(**options: Any) -> rx.Component:
    return file_upload(
        browse=t("Browse"),
        capture=t("Capture"),
        hint=rx.cond(
            LeadChoicesState.file_limit_mb,
            t("or drop files here, up to {max} MB each", max=LeadChoicesState.file_limit_mb),
            t("or drop files here"),
        ),
        drop=t("Drop to add"),
        remove=t("Remove"),
        retry=t("Retry"),
        failed=t("Could not be uploaded. Check the connection and try again."),
        too_large=t("This file is larger than {max} MB.", max=LeadChoicesState.file_limit_mb),
        label=t("Files"),
        max_bytes=LeadChoicesState.file_limit_mb * 1024 * 1024,
        **options,
    )
