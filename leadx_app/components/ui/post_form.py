"""A form for people who are not signed in: a plain HTTP call, so that what is typed never enters a page's state."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class PostForm(rx.Component):
    """The JSX piece: `POST` of JSON to one of our own addresses."""

    library = piece("post_form.jsx")
    tag = "PostForm"

    action: rx.Var[str]
    fields: rx.Var[list[dict[str, Any]]]
    words: rx.Var[dict[str, str]]
    by_link: rx.Var[bool]
    look: rx.Var[str]


def post_field(
    name: str,
    label: Words,
    *,
    type: str = "text",
    auto_complete: str = "off",
    hint: Words | None = None,
    required: bool = True,
) -> dict[str, Any]:
    """A field of a `post_form`."""
    return {
        "name": name,
        "label": label,
        "type": type,
        "autoComplete": auto_complete,
        "hint": hint if hint is not None else "",
        "required": required,
    }


def post_form(
    *below: rx.Component,
    action: str,
    fields: list[dict[str, Any]],
    send: Words,
    show: Words,
    hide: Words,
    unreachable: Words,
    done: Words = "",
    by_link: bool = False,
    look: str = "/auth/link",
) -> rx.Component:
    """Fields and a button; afterwards `done`, or what the answer has `said`, stands in their place, or the page goes on
    to where the answer says.

    `by_link`: the address ends in # and a secret, which goes with the form; a link that does not work says so at once.
    `look` is asked what the link is; it may answer with the choices of a field of the type "select".
    """
    words = {"send": send, "show": show, "hide": hide, "unreachable": unreachable, "done": done}
    return PostForm.create(*below, action=action, fields=fields, words=words, by_link=by_link, look=look)
