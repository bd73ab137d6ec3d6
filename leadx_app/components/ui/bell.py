"""The banner of a ringing bell: over everything, in nobody's way, gone by itself."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words
from leadx_app.components.ui.piece import piece

SOUND = "/bell.wav"


def _flag(is_muted: rx.Var[bool]) -> list[rx.Var[bool]]:
    return [is_muted]


class BellBanner(rx.Component):
    """The JSX piece: one ring after the other, each once per tab, with its sound where the browser allows it."""

    library = piece("bell.jsx")
    tag = "BellBanner"

    rings: rx.Var[list[Any]]
    sound: rx.Var[str]
    muted: rx.Var[bool]
    label: rx.Var[str]
    mute: rx.Var[str]
    unmute: rx.Var[str]
    close: rx.Var[str]
    on_mute: rx.EventHandler[_flag]


def bell(
    rings: rx.Var[list[Any]], *, muted: Flag, label: Words, mute: Words, unmute: Words, close: Words, on_mute: Handler
) -> rx.Component:
    """Rows with `id`, `headline`, `title`, `thanks` ("" for none) and `is_mine` (confetti); oldest first.

    `on_mute(is_muted)` is the click on **mute** or **unmute**.
    """
    return BellBanner.create(
        rings=rings, sound=SOUND, muted=muted, label=label, mute=mute, unmute=unmute, close=close, on_mute=on_mute
    )
