"""A text with the words marked that somebody looks for."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece

MARKED = piece("marked.jsx")
"""Other JSX pieces import `marks` and `wordsOf` by this path."""


class Marked(rx.Component):
    """The JSX piece."""

    library = MARKED
    tag = "Marked"

    text: rx.Var[str]
    said: rx.Var[str]


def marked(text: Words, said: Words) -> rx.Component:
    """The text; what was found of it by the words of `said` is marked, folded as the server folds it."""
    return Marked.create(text=text, said=said)


class Excerpt(Marked):
    """The JSX piece."""

    tag = "Excerpt"


def excerpt(text: Words, said: Words) -> rx.Component:
    """The part of a long text in which what is looked for stands, marked; nothing where it does not."""
    return Excerpt.create(text=text, said=said)
