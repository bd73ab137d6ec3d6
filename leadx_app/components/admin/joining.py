"""Pending Requests: who asks to join, and the two answers."""

import reflex as rx

from leadx_app.components.admin.users import ROLES
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import select_field, text_area
from leadx_app.components.ui.section import facts, section_header
from leadx_app.components.words import t
from leadx_app.domain.joining.decide import LONGEST_REASON
from leadx_app.state.joining import JoiningState

APPROVE, REJECT = "approve-request", "reject-request"


def pending_requests() -> rx.Component:
    """Those who wait, oldest first, and those who were rejected lately."""
    return rx.el.section(
        section_header(t("Pending Requests"), count=JoiningState.waiting.length()),
        rx.cond(
            JoiningState.waiting,
            rx.el.ul(
                rx.foreach(JoiningState.waiting, _request),
                class_name="user-list joins",
                aria_label=t("Pending Requests"),
            ),
            rx.el.p(
                t("Nobody waits. People ask by the registration address, which stands on Organizational Profile."),
                class_name="muted",
            ),
        ),
        rx.cond(JoiningState.rejected, _rejected(), rx.fragment()),
        _approval(),
        _rejection(),
        class_name="joins-section",
        aria_label=t("Pending Requests"),
    )


def _request(line: rx.Var) -> rx.Component:
    return rx.el.li(
        _who(line),
        rx.el.span(
            rx.el.span(line.organization),
            rx.cond(line.is_confirmed, rx.fragment(), chip(t("Email not confirmed"), tone="parked")),
            class_name="join-where",
        ),
        rx.el.time(line.since, class_name="user-more", title=line.moment),
        rx.el.span(
            button(
                t("Reject"),
                small=True,
                on_click=JoiningState.open_rejection(line.id),
                aria_label=t("Reject {name}", name=line.name),
            ),
            button(
                t("Approve"),
                kind="primary",
                small=True,
                on_click=JoiningState.open_approval(line.id),
                aria_label=t("Approve {name}", name=line.name),
            ),
            class_name="join-acts",
        ),
        class_name="join",
        key=line.id,
    )


def _rejected() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Rejected in the last 30 days"), " (", JoiningState.rejected.length(), ")"),
        rx.el.ul(rx.foreach(JoiningState.rejected, _turned_down), class_name="user-list joins"),
        class_name="joins-rejected",
    )


def _turned_down(line: rx.Var) -> rx.Component:
    return rx.el.li(
        _who(line),
        rx.el.span(line.reason, class_name="join-where", dir="auto"),
        rx.el.time(line.since, class_name="user-more", title=line.moment),
        rx.el.span(
            button(
                t("Take up again"),
                small=True,
                on_click=JoiningState.take_up_again(line.id),
                aria_label=t("Take up the request of {name} again", name=line.name),
            ),
            class_name="join-acts",
        ),
        class_name="join",
        key=line.id,
    )


def _who(line: rx.Var) -> rx.Component:
    return rx.el.span(
        rx.el.span(line.name, class_name="user-name", dir="auto"),
        rx.el.span(line.email, rx.cond(line.phone, f" · {line.phone}", ""), class_name="user-more"),
        class_name="user-body",
    )


def _approval() -> rx.Component:
    line = JoiningState.answered
    return dialog(
        t("Approve the request"),
        _about(line),
        rx.el.form(
            select_field(
                t("Role"), "role", ROLES, default_value="basic", error=JoiningState.problems["role"], scope="approve"
            ),
            select_field(
                t("Organization"),
                "organization_id",
                JoiningState.organizations,
                default_value=line.organization_id,
                scope="approve",
            ),
            rx.el.div(
                close_button(t("Cancel")),
                button(t("Approve"), kind="primary", submit=True),
                class_name="dialog-actions",
            ),
            on_submit=JoiningState.approve,
            class_name="form",
            key=f"approve {line.id}",
        ),
        name=APPROVE,
        open=JoiningState.is_approving,
        on_close=JoiningState.close,
        close_name=t("Close"),
        size="small",
    )


def _rejection() -> rx.Component:
    line = JoiningState.answered
    return dialog(
        t("Reject the request"),
        _about(line),
        rx.el.form(
            text_area(
                t("Reason"),
                "reason",
                hint=t("It goes into the mail that the person gets."),
                error=JoiningState.problems["reason"],
                required=True,
                max_length=LONGEST_REASON,
                scope="reject",
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Reject"), kind="danger", submit=True), class_name="dialog-actions"
            ),
            on_submit=JoiningState.reject,
            class_name="form",
            key=f"reject {line.id}",
        ),
        name=REJECT,
        open=JoiningState.is_rejecting,
        on_close=JoiningState.close,
        close_name=t("Close"),
        size="small",
    )


def _about(line: rx.Var) -> rx.Component:
    return facts((t("Name"), line.name), (t("Email"), line.email), (t("Organization"), line.organization))
