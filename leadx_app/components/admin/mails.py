"""The mail outbox: what was written to whom, and what became of it."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.section import facts, toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.mails import MailsState

MAIL = "mail"


def outbox() -> rx.Component:
    """All mails or those in one state, newest first, older ones on demand."""
    return rx.el.section(
        rx.cond(MailsState.is_loaded & ~MailsState.has_server, _no_server(), rx.fragment()),
        toolbar(
            segmented(
                [
                    ("all", t("All"), None),
                    ("waiting", t("Waiting"), None),
                    ("sent", t("Sent"), None),
                    ("dead", t("Not sent"), None),
                ],
                value=MailsState.shows,
                on_pick=MailsState.show,
                name=t("Which mails"),
            ),
            rx.cond(
                MailsState.dead,
                chip(t("{count} not sent", count=MailsState.dead), tone="closed", icon_name="triangle-alert"),
                rx.fragment(),
            ),
            name=t("Mail outbox"),
        ),
        rx.cond(MailsState.is_loaded, _rows(), _loading()),
        _opened(),
        class_name="mails",
    )


def _no_server() -> rx.Component:
    return rx.el.p(
        t("No mail server is configured. Mails are kept here and not sent."), class_name="mails-note", role="status"
    )


def _rows() -> rx.Component:
    more = button(t("Show older"), on_click=MailsState.show_more(MailsState.next_cursor))
    return rx.cond(
        MailsState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(MailsState.rows, _row), class_name="mail-list", aria_label=t("Mails")),
            rx.cond(MailsState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.match(
            MailsState.shows,
            ("waiting", empty_state(t("Nothing waits"), t("Mails stay here until the mail server has taken them."))),
            ("sent", empty_state(t("Nothing was sent yet"), t("Sent mails are kept here for 90 days."))),
            ("dead", empty_state(t("Every mail could be sent"), t("A mail that is given up shows here."))),
            empty_state(t("No mails yet"), t("What people are mailed about shows here.")),
        ),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(line.subject, class_name="mail-subject", dir="auto"),
                rx.el.span(line.recipient, class_name="mail-to"),
                rx.cond(line.trouble, rx.el.span(line.trouble, class_name="mail-trouble"), rx.fragment()),
                class_name="mail-body",
            ),
            chip(line.state, tone=line.tone),
            age(line.age, line.moment, class_name="mail-age figure"),
            type="button",
            class_name="mail-row",
            aria_label=line.name,
            on_click=MailsState.open_mail(line.id),
            custom_attrs={"data-opens": MAIL},
        ),
        key=line.id,
    )


def _opened() -> rx.Component:
    mail = MailsState.mail
    return dialog(
        mail.subject,
        facts(
            (t("To"), mail.recipient),
            (t("State"), chip(mail.state, tone=mail.tone)),
            (t("Written"), mail.written),
            (t("Attempts"), mail.tries),
        ),
        _fact(t("Sent"), mail.sent),
        _fact(t("Next attempt"), mail.next_try),
        rx.cond(mail.trouble, rx.el.p(mail.trouble, class_name="mail-trouble"), rx.fragment()),
        _fact(t("The server said"), mail.answer),
        rx.cond(
            mail.is_secret,
            rx.el.p(t("This mail held a secret link. Nobody but its recipient reads it."), class_name="muted"),
            rx.el.pre(mail.text, class_name="mail-text", tab_index=0, role="region", aria_label=t("Text of the mail")),
        ),
        name=MAIL,
        open=MailsState.is_open,
        on_close=MailsState.close_mail,
        close_name=t("Close"),
        label=t("Mail"),
        footer=rx.cond(
            mail.may_send_again,
            button(t("Send again"), kind="primary", icon_name="send", on_click=MailsState.send_again(mail.id)),
            rx.fragment(),
        ),
    )


def _fact(name: rx.Var[str], value: rx.Var[str]) -> rx.Component:
    return rx.cond(value, facts((name, value)), rx.fragment())


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")
