"""Words on the screen: English in the source, Norwegian from `leadx_app/i18n`, switched by the user's language."""

from functools import cache
from typing import Any

import reflex as rx

from leadx_app.i18n import translate


def t(text: str, /, **params: Any) -> rx.Var[str]:
    """The text in the user's language: `t("{count} leads", count=PipelineState.total)`.

    Raises:
        MissingWords: At build, when nobody wrote the Norwegian.
    """
    english, norwegian = _filled(text, params), _filled(translate(text), params)
    return rx.cond(language_var() == "nb", norwegian, english)


def language_var() -> rx.Var[str]:
    """The user's language, "en" or "nb"."""
    return _session_state().language


@cache
def _session_state() -> type[rx.State]:
    from leadx_app.state.session import SessionState

    return SessionState


def _filled(text: str, params: dict[str, Any]) -> rx.Var[str]:
    return rx.Var.create(text.format(**{name: f"{rx.Var.create(value)}" for name, value in params.items()}))
