"""Raising a ticket, with articles that may answer it beside what is typed."""

import reflex as rx

from leadx_app.components.support.sections import ticket_files
from leadx_app.components.ui.button import button, link, link_button
from leadx_app.components.ui.field import select_field, text_area, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.domain.support.rules import HOUR, TARGETS
from leadx_app.state.session import SessionState
from leadx_app.state.support_lines import KINDS, SEVERITIES, ArticleShort
from leadx_app.state.ticket_form import TicketFormState

SCOPE = "ticket"
PROBLEMS = TicketFormState.problems
TIMES = {
    "s1": "S1 Critical: nobody can work",
    "s2": "S2 High: an important part does not work",
    "s3": "S3 Medium: it works, with a detour",
    "s4": "S4 Low: a wish, or a question without hurry",
}
"""What the severities mean to who chooses one; each begins with its name."""

PROMISED = " · ".join(
    f"{severity.upper()} {int(target.response / HOUR)}/{int(target.resolution / HOUR)}"
    for severity, target in TARGETS.items()
)


def new_ticket() -> rx.Component:
    """The form; what is typed stays until it is sent."""
    return kept_form(
        _page(),
        rx.el.div(
            select_field(
                t("Query type"),
                "kind",
                [(kind.value, t(words)) for kind, words in KINDS.items()],
                default_value="question",
                error=PROBLEMS["kind"],
                scope=SCOPE,
            ),
            select_field(
                t("Severity"),
                "severity",
                [(one.value, t(TIMES[one.value])) for one in SEVERITIES],
                default_value="s3",
                error=PROBLEMS["severity"],
                scope=SCOPE,
            ),
            class_name="support-pair",
        ),
        rx.el.p(
            t("Support hours to the first response / to the resolution: {targets}.", targets=PROMISED),
            class_name="support-promise figure",
        ),
        text_field(
            t("Subject"),
            "subject",
            required=True,
            max_length=200,
            error=PROBLEMS["subject"],
            on_change=TicketFormState.type_subject.debounce(300),
            scope=SCOPE,
            auto_complete="off",
        ),
        text_area(
            t("What happened?"),
            "text",
            required=True,
            rows=6,
            placeholder=t("What did you do, what did you expect, what came instead?"),
            error=PROBLEMS["text"],
            on_change=TicketFormState.type_text.debounce(500),
            scope=SCOPE,
        ),
        _suggestions(),
        ticket_files(TicketFormState.file_limit_mb, PROBLEMS["file_ids"]),
        rx.el.div(
            link_button(t("Cancel"), "/support"),
            button(t("Raise ticket"), kind="primary", icon_name="send", submit=True),
            class_name="support-acts",
        ),
        form_key="ticket",
        user_key=SessionState.user_key,
        clear_token=TicketFormState.clear_token,
        answer_token=TicketFormState.answer_token,
        on_submit=TicketFormState.save,
        label=t("New ticket"),
        class_name="form support-form",
    )


def _page() -> rx.Component:
    """The page that the ticket is about goes with it."""
    return rx.fragment(
        rx.el.input(type="hidden", name="page", value=TicketFormState.page, read_only=True),
        rx.cond(
            TicketFormState.page,
            rx.el.p(
                icon("paperclip", size="small"),
                t("The page {page} goes with it.", page=TicketFormState.page),
                class_name="support-page",
            ),
            rx.fragment(),
        ),
    )


def _suggestions() -> rx.Component:
    return rx.el.aside(
        rx.cond(
            TicketFormState.suggestions,
            rx.fragment(
                rx.el.h2(t("Does one of these answer it?"), class_name="support-aside-title"),
                rx.el.ul(
                    rx.foreach(TicketFormState.suggestions, _suggestion),
                    class_name="suggestions",
                    aria_label=t("Suggested articles"),
                ),
            ),
            rx.el.p(t("While you write, articles that may help show here."), class_name="support-aside-empty"),
        ),
        class_name="support-suggestions",
        aria_live="polite",
        aria_label=t("Articles that may help"),
    )


def _suggestion(line: rx.Var[ArticleShort]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(line.title, class_name="suggestion-title", dir="auto"),
            rx.el.span(line.excerpt, class_name="suggestion-text"),
            href=line.href,
            class_name="suggestion",
            target="_blank",
        ),
        key=line.id,
    )
