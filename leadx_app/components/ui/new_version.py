"""What an open page says when the server was renewed and a reload did not bring the new pages."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class NewVersion(rx.Component):
    """The JSX piece."""

    library = piece("new_version.jsx")
    tag = "NewVersion"

    words: rx.Var[str]
    again: rx.Var[str]


def new_version(words: Words, *, again: Words) -> rx.Component:
    """`words` instead of Reflex's own, `again` on the button that loads the page anew."""
    return NewVersion.create(words=words, again=again)
