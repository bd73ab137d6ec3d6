"""How long ago something was, wherever it is said."""

import reflex as rx

from leadx_app.components.ui.age import counting_age
from leadx_app.components.ui.base import Words
from leadx_app.components.words import t


def age(words: Words, moment: Words = "", *, class_name: str = "figure") -> rx.Component:
    """ "5 min", counting on; the moment on hover."""
    return counting_age(words, units=t("now min h d"), title=moment, class_name=class_name)


def age_ago(words: Words, moment: Words = "", *, class_name: str = "figure") -> rx.Component:
    """ "5 min ago", counting on; the moment on hover."""
    return counting_age(
        words, units=t("now min h d"), sentence=t("{age} ago", age="{age}"), title=moment, class_name=class_name
    )
