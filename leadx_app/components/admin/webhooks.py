"""Webhooks: the list, the form of one, its secret shown once, and the log of what was sent to it."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import checkbox, select_field, text_field
from leadx_app.components.ui.section import section_header, toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.webhooks.kinds import KINDS
from leadx_app.state.webhooks import WebhooksState

HOOK, FORM = "webhook", "webhook-form"
STATE = WebhooksState


def webhooks() -> rx.Component:
    """All of them, with a button to add one."""
    return rx.el.section(
        rx.el.p(
            t("LeadX tells other programs what happens, by a signed message to their address."), class_name="muted"
        ),
        rx.cond(STATE.secret, _secret(), rx.fragment()),
        toolbar(
            rx.el.span(class_name="push"),
            button(t("Add webhook"), kind="primary", icon_name="plus", on_click=STATE.begin),
            name=t("Webhooks"),
        ),
        rx.cond(STATE.is_loaded, _rows(), _loading()),
        _form(),
        _opened(),
        class_name="audit",
    )


def _secret() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("Copy the secret now. It is shown only this once. Messages are signed with it.")),
        rx.el.input(
            value=STATE.secret, read_only=True, aria_label=t("Secret of the webhook"), class_name="control token-secret"
        ),
        button(t("I have copied it"), small=True, on_click=STATE.forget_secret),
        class_name="webhook-secret",
        role="status",
    )


def _rows() -> rx.Component:
    return rx.cond(
        STATE.rows,
        rx.el.ul(rx.foreach(STATE.rows, _row), class_name="audit-list", aria_label=t("Webhooks")),
        empty_state(t("No webhooks yet"), t("Add the address of a program that should hear of leads.")),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(line.url),
                rx.el.span(line.tells, class_name="audit-change"),
                rx.cond(line.trouble, rx.el.span(line.trouble, class_name="webhook-trouble"), rx.fragment()),
                rx.el.span(line.organization, class_name="audit-more"),
                class_name="audit-body",
            ),
            chip(line.standing, tone=line.tone),
            type="button",
            class_name="webhook-row",
            on_click=STATE.open_hook(line.id),
            custom_attrs={"data-opens": HOOK},
        ),
        key=line.id,
    )


def _form() -> rx.Component:
    line = STATE.form
    return dialog(
        rx.cond(line.id, t("Change webhook"), t("Add webhook")),
        rx.cond(STATE.is_editing, _fields(line), rx.fragment()),
        name=FORM,
        open=STATE.is_editing,
        on_close=STATE.close_form,
        close_name=t("Close"),
        label=t("Webhook"),
    )


def _fields(line: rx.Var) -> rx.Component:
    place = select_field(t("Organization"), "organization_id", STATE.places, scope="webhook")
    children = checkbox(
        t("Also tell what happens in child organizations"),
        "covers_children",
        default_checked=line.covers_children,
        scope="webhook",
    )
    return rx.el.form(
        text_field(
            t("Address"),
            "url",
            type="url",
            default_value=line.url,
            placeholder="https://example.com/leadx",
            hint=t("It must be reachable from the internet and begin with https://."),
            error=STATE.problems["url"],
            auto_complete="off",
            max_length=500,
            scope="webhook",
        ),
        rx.cond((STATE.places.length() > 1) & ~line.id.bool(), place, rx.fragment()),
        _kinds(line),
        rx.cond(STATE.has_children, children, rx.fragment()),
        rx.el.div(button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"),
        on_submit=STATE.save,
        key=STATE.form_key.to_string(),
        class_name="form",
    )


def _kinds(line: rx.Var) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("Tell when"), class_name="field-label"),
        *[
            checkbox(t(words), f"kind_{kind}", default_checked=line.kinds.contains(kind), scope="webhook")
            for kind, words in KINDS.items()
        ],
        rx.cond(
            STATE.problems["kinds"],
            rx.el.p(STATE.problems["kinds"], class_name="field-error", role="alert"),
            rx.fragment(),
        ),
        class_name="webhook-kinds",
    )


def _opened() -> rx.Component:
    hook = STATE.hook
    return dialog(
        rx.el.h2(hook.url, class_name="dialog-title webhook-url"),
        rx.el.div(
            chip(hook.standing, tone=hook.tone),
            rx.el.span(hook.organization, class_name="muted"),
            class_name="audit-tools webhook-facts",
        ),
        rx.el.p(hook.tells, class_name="muted"),
        rx.el.p(hook.maker, class_name="muted", dir="auto"),
        rx.cond(hook.trouble, rx.el.p(hook.trouble, class_name="webhook-trouble"), rx.fragment()),
        rx.el.div(
            rx.cond(
                hook.is_on,
                rx.fragment(
                    button(t("Send a test"), small=True, icon_name="send", on_click=STATE.send_test),
                    button(t("Switch off"), small=True, on_click=STATE.switch(False)),
                ),
                button(t("Switch on"), small=True, kind="primary", on_click=STATE.switch(True)),
            ),
            button(t("Edit"), small=True, icon_name="pencil", on_click=STATE.edit(hook.id)),
            button(t("New secret"), small=True, icon_name="key-round", on_click=STATE.renew_secret),
            button(t("Remove"), small=True, kind="danger", icon_name="trash-2", on_click=STATE.remove),
            class_name="webhook-tools",
        ),
        section_header(t("Deliveries"), level=3),
        _deliveries(),
        name=HOOK,
        open=STATE.is_open,
        on_close=STATE.close_hook,
        close_name=t("Close"),
        label=t("Deliveries of the webhook"),
        size="wide",
    )


def _deliveries() -> rx.Component:
    more = button(t("Show older"), small=True, on_click=STATE.show_more(STATE.next_cursor))
    return rx.cond(
        STATE.deliveries,
        rx.fragment(
            rx.el.ul(rx.foreach(STATE.deliveries, _delivery), class_name="audit-list", aria_label=t("Deliveries")),
            rx.cond(STATE.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.el.p(t("Nothing was sent yet. Send a test, or wait until something happens."), class_name="muted"),
    )


def _delivery(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.what),
            rx.cond(line.trouble, rx.el.span(line.trouble, class_name="webhook-trouble"), rx.fragment()),
            rx.el.span(line.moment, rx.cond(line.answer, " · " + line.answer, ""), class_name="audit-more figure"),
            rx.cond(
                line.body,
                rx.el.details(
                    rx.el.summary(t("What was sent")),
                    rx.el.pre(line.body, class_name="webhook-body", dir="ltr"),
                ),
                rx.fragment(),
            ),
            class_name="audit-body",
        ),
        rx.el.span(
            chip(line.state, tone=line.tone),
            rx.cond(
                line.may_redeliver,
                button(t("Redeliver"), small=True, aria_label=line.name, on_click=STATE.redeliver(line.id)),
                rx.fragment(),
            ),
            class_name="audit-tools",
        ),
        class_name="webhook-delivery",
        key=line.id,
    )


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")
