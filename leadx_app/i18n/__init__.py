"""The words of the product in every language. The English text is the key.

Each feature keeps its Norwegian in its own module `nb_<feature>.py`, a dict `TEXTS`; they are found and merged here.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

LANGUAGES = ("en", "nb")


def _merged() -> dict[str, str]:
    texts: dict[str, str] = {}
    for module in sorted(found.name for found in iter_modules(__path__) if found.name.startswith("nb_")):
        texts |= import_module(f"{__name__}.{module}").TEXTS
    return texts


NORWEGIAN = _merged()


class MissingWords(KeyError):
    """A text has no Norwegian yet."""


def translate(text: str) -> str:
    """The Norwegian of an English text; raises `MissingWords` when nobody wrote it yet."""
    try:
        return NORWEGIAN[text]
    except KeyError:
        raise MissingWords(f"No Norwegian for {text!r}: add it to leadx_app/i18n/nb_<feature>.py") from None


def say(language: str, text: str, /, **params: Any) -> str:
    """A text in the language ("en" or "nb") with its `{names}` filled; falls back to English on the server."""
    template = NORWEGIAN.get(text, text) if language == "nb" else text
    return template.format(**params) if params else template
