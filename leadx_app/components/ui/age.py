"""An age that goes on counting while the page is open."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class Age(rx.Component):
    """The JSX piece."""

    library = piece("age.jsx")
    tag = "Age"

    words: rx.Var[str]
    units: rx.Var[str]
    sentence: rx.Var[str]
    title: rx.Var[str]


def counting_age(
    words: Words, *, units: Words, sentence: Words = "{age}", title: Words = "", class_name: str = ""
) -> rx.Component:
    """`words` are what the server said, such as "5 min" or "5 min ago"; `units` the short words "now min h d".

    `sentence` holds `{age}`: how an age is said that was "now" when the page was read. `title` is the moment in full.
    """
    return Age.create(words=words, units=units, sentence=sentence, title=title, class_name=class_name)
