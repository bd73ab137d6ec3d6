"""Archives of everything: ask for one, see how far it is, download it."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.progress import progress_bar
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.archives import ArchivesState


def tenant_archives() -> rx.Component:
    """What an archive is, the button that begins one, and those that are there."""
    make = button(t("Make an archive"), kind="primary", icon_name="archive", on_click=ArchivesState.ask)
    return rx.el.section(
        section_header(t("Archive of everything"), rx.cond(ArchivesState.may_ask, make, rx.fragment())),
        rx.el.p(
            t(
                "All organizations, people, leads, contacts, news, history and files in one file, to keep or to move "
                "to another server. Passwords, sessions and tokens are left out."
            ),
            class_name="muted",
        ),
        rx.el.p(
            t("Only you can download what you ask for, for 24 hours. It holds personal data: keep it safe."),
            class_name="muted",
        ),
        rx.cond(ArchivesState.is_loaded, _rows(), skeleton(kind="block")),
        class_name="archives",
        aria_label=t("Archive of everything"),
    )


def _rows() -> rx.Component:
    return rx.cond(
        ArchivesState.rows,
        rx.el.ul(rx.foreach(ArchivesState.rows, _row), class_name="archive-list", aria_label=t("Archives")),
        rx.cond(
            ArchivesState.may_ask,
            empty_state(t("No archives yet"), t("It takes seconds to minutes, and you can leave the page meanwhile.")),
            empty_state(
                t("Archives are the parent organization's"), t("Ask an Admin who works in the parent organization.")
            ),
        ),
    )


def _row(line: rx.Var) -> rx.Component:
    download = download_link(
        icon("download"),
        rx.el.span(t("Download"), class_name="button-label"),
        href=line.href,
        class_name="button button-secondary button-small",
    )
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.made, class_name="archive-made"),
            rx.cond(line.about, rx.el.span(line.about, class_name="archive-about figure"), rx.fragment()),
            rx.cond(line.checksum, rx.el.code("SHA-256 ", line.checksum, class_name="archive-checksum"), rx.fragment()),
            rx.cond(line.percent, progress_bar(line.percent, line.made), rx.fragment()),
            class_name="archive-body",
        ),
        chip(line.state, tone=line.tone),
        rx.cond(line.href, download, rx.fragment()),
        class_name="archive-row",
        key=line.id,
    )
