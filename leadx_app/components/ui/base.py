"""Types and small helpers that every block uses."""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx

from leadx_app.components.ui.piece import piece

Words = str | rx.Var[str]
Flag = bool | rx.Var[bool]
Handler = Any
"""An event handler, an event with its arguments, or None."""


TOP_DIALOG = piece("top_dialog.jsx")
"""Which dialog is upmost; other JSX pieces import it by this path."""


def joined(*names: str | rx.Var[str] | None) -> str | rx.Var[str]:
    """Class names in one string, empty ones left out."""
    return " ".join(f"{name}" for name in names if isinstance(name, rx.Var) or name)


def when(flag: Flag, name: str) -> str | rx.Var[str]:
    """The class name when the flag is set, else nothing."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, name, "")
    return name if flag else ""


def shown(value: Any, build: Callable[[Any], rx.Component]) -> rx.Component:
    """What `build` makes of the value, or nothing when the value is empty."""
    if isinstance(value, rx.Var):
        return rx.cond(value, build(value), rx.fragment())
    return build(value) if value not in (None, "", False) else rx.fragment()


def each(items: Sequence[Any] | rx.Var, build: Callable[[Any], rx.Component]) -> Any:
    """One component per item, for a plain list and for a var alike."""
    if isinstance(items, rx.Var):
        return rx.foreach(items, build)
    return rx.fragment(*[build(item) for item in items])


def given(**props: Any) -> dict[str, Any]:
    """The props that have a value."""
    return {name: value for name, value in props.items() if value is not None}
