"""One ticket: what was said on it, its clock, and what may be done."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.support.sections import ticket_files
from leadx_app.components.support.tickets import ticket_clock
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.button import button, link, link_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.empty import error_state
from leadx_app.components.ui.field import plain_select, text_area
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.section import facts
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.ui.timeline import timeline, timeline_entry
from leadx_app.components.words import t
from leadx_app.state.session import SessionState
from leadx_app.state.support_lines import KINDS, SEVERITIES, TicketEntryLine, TicketFile, TicketMove
from leadx_app.state.ticket_view import TicketViewState

TICKET = TicketViewState.ticket


def ticket_page() -> rx.Component:
    """The ticket of the address."""
    return rx.match(
        TicketViewState.status,
        ("shown", _ticket()),
        (
            "missing",
            error_state(
                t("We could not find this ticket"),
                t("It may be gone or somebody else's, or the address is not complete."),
                action=link_button(t("To the tickets"), "/support"),
            ),
        ),
        skeleton_rows(4),
    )


def _ticket() -> rx.Component:
    return rx.el.article(
        rx.el.header(
            link(icon("chevron-left", size="small"), t("Tickets"), href="/support", class_name="link support-back"),
            rx.el.h2(TICKET.subject, class_name="ticket-title", dir="auto"),
            rx.el.div(chip(TICKET.status_name, tone=TICKET.tone), ticket_clock(TICKET), class_name="ticket-marks"),
            class_name="ticket-head",
        ),
        rx.el.div(_side(), class_name="ticket-side"),
        rx.el.div(
            timeline(rx.foreach(TicketViewState.entries, _entry), name=t("What was said")),
            _composer(),
            class_name="ticket-thread",
        ),
        class_name="ticket",
        aria_label=TICKET.subject,
    )


def _side() -> rx.Component:
    return rx.fragment(
        rx.cond(
            TicketViewState.moves.length() > 0,
            rx.el.div(
                rx.foreach(TicketViewState.moves, _move),
                class_name="ticket-moves",
                role="group",
                aria_label=t("Move the ticket on"),
            ),
            rx.fragment(),
        ),
        facts(
            (t("Query type"), _judged(TICKET.kind, TICKET.kind_name, "kind")),
            (t("Severity"), _judged(TICKET.severity, TICKET.severity_name, "severity")),
            (t("Reporter"), TICKET.reporter),
            (t("Organization"), TICKET.organization),
            (t("Worked by"), _worked_by()),
            (t("First response"), TicketViewState.response),
            (t("Clock"), TicketViewState.clock),
            (t("Raised"), TICKET.moment),
        ),
        rx.cond(
            TICKET.page,
            facts((t("Page"), link(TICKET.page, href=TICKET.page))),
            rx.fragment(),
        ),
    )


def _move(move: rx.Var[TicketMove]) -> rx.Component:
    act = TicketViewState.move(move.status)
    return rx.cond(move.is_main, button(move.label, kind="primary", on_click=act), button(move.label, on_click=act))


def _judged(value: rx.Var[str], words: rx.Var[str], what: str) -> rx.Component:
    """A value that helpers choose and everybody else reads."""
    options, label, act = {
        "kind": (KINDS, t("Query type"), TicketViewState.judge_kind),
        "severity": (SEVERITIES, t("Severity"), TicketViewState.judge_severity),
    }[what]
    return rx.cond(
        TicketViewState.may_work & (TICKET.verdict == ""),
        plain_select(
            [(one.value, t(name)) for one, name in options.items()],
            small=True,
            value=value,
            on_change=act,
            aria_label=label,
        ),
        words,
    )


def _worked_by() -> rx.Component:
    return rx.el.span(
        TICKET.assignee,
        rx.cond(
            TicketViewState.may_work & ~TicketViewState.is_mine,
            button(t("Take it"), small=True, on_click=TicketViewState.take),
            rx.fragment(),
        ),
        class_name="ticket-worker",
    )


def _entry(entry: rx.Var[TicketEntryLine]) -> rx.Component:
    return timeline_entry(
        avatar(entry.initials, photo=entry.photo, tint=entry.tint),
        rx.el.span(
            rx.el.strong(entry.author),
            rx.cond(entry.moved, rx.el.span(" · ", entry.moved, class_name="is-muted"), rx.fragment()),
        ),
        age(entry.age, class_name=""),
        rx.cond(entry.text, rx.el.p(entry.text, class_name="note", dir="auto"), rx.fragment()),
        rx.cond(
            entry.files.length() > 0,
            rx.el.ul(rx.foreach(entry.files, _file), class_name="files", aria_label=t("Files")),
            rx.fragment(),
        ),
        age_full=entry.moment,
        key=entry.id,
    )


def _file(file: rx.Var[TicketFile]) -> rx.Component:
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
        key=file.id,
        class_name="file-box",
    )


def _composer() -> rx.Component:
    return rx.cond(
        TicketViewState.may_reply,
        kept_form(
            text_area(t("Your reply"), "text", rows=3, error=TicketViewState.problems["text"], scope="reply"),
            ticket_files(TicketViewState.file_limit_mb, TicketViewState.problems["file_ids"]),
            rx.el.div(
                button(t("Send reply"), kind="primary", icon_name="send", submit=True), class_name="support-acts"
            ),
            form_key="reply-" + TICKET.id,
            user_key=SessionState.user_key,
            clear_token=TicketViewState.reply_token,
            answer_token=TicketViewState.answer_token,
            on_submit=TicketViewState.reply,
            label=t("Reply"),
        ),
        rx.fragment(),
    )
