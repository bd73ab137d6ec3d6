"""An item of news as its own form, in the place where it is read."""

from typing import Any

import reflex as rx

from leadx_app.components.leads.parts import kept_notice, notice
from leadx_app.components.news.news_js import LeaveEditor, NewsPicture, RichBody, RichText
from leadx_app.components.roles import NAMES
from leadx_app.components.ui.button import button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import checkbox, field_id, switch, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.news import NEW, NewsState
from leadx_app.state.news_edit import NewsConflict
from leadx_app.state.session import SessionState

SCOPE = "news"
DISCARD = "news-discard"
FORM = NewsState.form
PROBLEMS = NewsState.problems


def editor() -> rx.Component:
    """The form of the item that is being written."""
    return kept_form(
        rx.cond(NewsState.was_kept, kept_notice(NewsState.stop_editing), rx.fragment()),
        NewsPicture.create(name="picture_id", initial=FORM.picture_id, words=_picture_words()),
        _problem("picture_id"),
        rx.el.input(
            id=field_id(SCOPE, "title"),
            name="title",
            default_value=FORM.title,
            placeholder=t("Title"),
            aria_label=t("Title"),
            aria_invalid=rx.cond(PROBLEMS["title"], "true", "false"),
            aria_describedby=f"{field_id(SCOPE, 'title')}-error",
            max_length=200,
            auto_complete="off",
            class_name="news-title news-title-input",
        ),
        _problem("title"),
        RichText.create(
            name="html",
            initial=FORM.html,
            label=t("Text"),
            words=rich_words(t("What is new?")),
            described_by=f"{field_id(SCOPE, 'html')}-error",
            invalid=rx.cond(PROBLEMS["html"], "true", "false"),
            focused=FORM.title != "",
        ),
        _problem("html"),
        _more(),
        _hidden("version", FORM.version),
        _hidden("was", FORM.was),
        _bar(),
        form_key="news-" + NewsState.editing,
        user_key=SessionState.user_key,
        answer_token=NewsState.answer_token,
        on_submit=NewsState.save,
        on_restored=NewsState.restored,
        label=rx.cond(NewsState.editing == NEW, t("Write news"), t("Edit")),
        class_name="form news-item news-editor",
    )


def adrift_editor() -> rx.Component:
    """The form of an item that has gone from the list while it was being written."""
    return rx.el.div(
        notice(
            rx.el.span(t("This item is no longer in the list. What you typed is kept.")),
            tone="warning",
            icon_name="triangle-alert",
            role="status",
        ),
        editor(),
        class_name="news-adrift",
    )


def editor_dialogs() -> rx.Component:
    """What the editor asks."""
    return rx.fragment(_discard(), _conflict())


def _more() -> rx.Component:
    """When it is shown and to whom."""
    return rx.el.details(
        rx.el.summary(icon("chevron-right", size="small"), t("When and for whom"), class_name="more-summary"),
        rx.el.div(
            rx.el.div(
                _moment(t("Show from"), "publish_at", FORM.publish_at, t("Empty is at once.")),
                _moment(t("Show until"), "expires_at", FORM.expires_at, t("Empty is for good.")),
                class_name="columns",
            ),
            _roles(),
            rx.cond(NewsState.organizations.length() > 1, _organizations(), rx.fragment()),
            _problem("organization_ids"),
            switch(t("Pinned on top"), "is_pinned", default_checked=FORM.is_pinned, scope=SCOPE),
            class_name="form news-more-fields",
        ),
        open=_is_wrong("publish_at") | _is_wrong("expires_at") | _is_wrong("organization_ids"),
        class_name="more-fields news-more",
    )


def _moment(label: rx.Var[str], name: str, value: rx.Var[str], hint: rx.Var[str]) -> rx.Component:
    return text_field(
        label, name, type="datetime-local", default_value=value, hint=hint, error=PROBLEMS[name], scope=SCOPE
    )


def _roles() -> rx.Component:
    ticks = [
        checkbox(name, f"role_{role}", default_checked=FORM.roles.contains(role), scope=SCOPE)
        for role, name in NAMES.items()
    ]
    return _ticks(t("Only for these roles"), *ticks)


def _organizations() -> rx.Component:
    return _ticks(t("Only for these organizations"), rx.foreach(NewsState.organizations, _organization))


def _organization(option: rx.Var[dict[str, str]]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="organization_" + option["value"],
            default_checked=FORM.organization_ids.contains(option["value"]),
            class_name="check",
        ),
        rx.el.span(option["label"], class_name="tick-words"),
        class_name="tick tick-check",
        key=option["value"],
    )


def _ticks(label: rx.Var[str], *ticks: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label"),
        rx.el.div(*ticks, class_name="news-ticks"),
        rx.el.p(t("Nothing ticked is everybody."), class_name="field-hint"),
        class_name="news-audience",
    )


def _bar() -> rx.Component:
    is_open = (NewsState.editing == NEW) | FORM.is_draft
    return rx.el.div(
        rx.el.span(t("Ctrl+Enter saves"), class_name="keys-hint"),
        LeaveEditor.create(label=t("Cancel"), asks=DISCARD, on_leave=NewsState.stop_editing),
        rx.cond(
            is_open,
            rx.fragment(
                button(t("Save draft"), submit=True, name="action", value="draft"),
                button(t("Publish"), kind="primary", submit=True, name="action", value="publish"),
            ),
            button(t("Save"), kind="primary", submit=True),
        ),
        class_name="news-bar",
    )


def _is_wrong(name: str) -> rx.Var[bool]:
    return rx.cond(PROBLEMS[name], True, False)


def _problem(name: str) -> rx.Component:
    return rx.cond(
        PROBLEMS[name],
        rx.el.p(
            icon("circle-alert", size="small"),
            PROBLEMS[name],
            class_name="field-error",
            id=f"{field_id(SCOPE, name)}-error",
            role="alert",
        ),
        rx.fragment(),
    )


def _hidden(name: str, value: rx.Var[str]) -> rx.Component:
    """Travels with the kept form: what the fields were, and at which version, when the form was begun."""
    return rx.el.input(type="hidden", name=name, default_value=value, custom_attrs={"data-keep": ""})


def _discard() -> rx.Component:
    return dialog(
        t("Throw away what you typed?"),
        rx.el.p(t("The item stays as it was."), class_name="dialog-text"),
        name=DISCARD,
        close_name=t("Go on writing"),
        size="small",
        footer=rx.fragment(
            close_button(t("Go on writing")),
            button(t("Throw away"), kind="danger", closes=True, on_click=NewsState.stop_editing),
        ),
    )


def _conflict() -> rx.Component:
    """Opens by itself when a save met somebody else's change; closing it leads back to the form, nothing is lost."""
    return dialog(
        t("{name} changed the same", name=NewsState.conflict_by),
        rx.el.p(t("Choose what to keep. Nothing of yours is lost before you save."), class_name="dialog-text"),
        kept_form(
            rx.foreach(NewsState.conflict, _field),
            rx.el.div(
                close_button(t("Back")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            form_key="conflict",
            user_key="",
            answer_token=NewsState.answer_token,
            on_submit=NewsState.settle,
            label=t("Choose what to keep"),
        ),
        name="news-conflict",
        open=NewsState.conflict.length() > 0,
        on_close=NewsState.leave_conflict,
        close_name=t("Close"),
    )


def _field(row: rx.Var[NewsConflict]) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(row.label, class_name="field-label"),
        _choice(row, "yours", t("Yours"), row.yours, True),
        _choice(row, "theirs", t("Theirs"), row.theirs, False),
        key=row.field,
        class_name="conflict",
    )


def _choice(row: rx.Var[NewsConflict], value: str, label: rx.Var[str], said: rx.Var[str], chosen: bool) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="keep_" + row.field, value=value, default_checked=chosen, class_name="radio"),
        rx.el.span(
            rx.el.span(label, class_name="conflict-whose"),
            rx.cond(row.is_html, RichBody.create(html=said), rx.el.span(said)),
            class_name="conflict-words",
        ),
        class_name="conflict-choice",
    )


def rich_words(placeholder: rx.Var[str]) -> dict[str, Any]:
    """The words of a place to write rich text in."""
    return {
        "tools": t("Text tools"),
        "bold": t("Bold"),
        "italic": t("Italic"),
        "heading": t("Heading"),
        "list": t("List"),
        "numbers": t("Numbered list"),
        "quote": t("Quotation"),
        "link": t("Link"),
        "address": t("Address of the link"),
        "set": t("Set link"),
        "placeholder": placeholder,
    }


def _picture_words() -> dict[str, Any]:
    return {
        "label": t("Picture"),
        "add": t("Add picture"),
        "change": t("Change picture"),
        "remove": t("Take off"),
        "failed": t("The picture did not get through. Try again."),
        "noPicture": t("This is not a picture."),
    }
