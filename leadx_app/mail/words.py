"""What all letters are written with: the templates, and names that do not turn the words around them."""

import unicodedata
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FIRST_STRONG, POP = "\u2068", "\u2069"


@cache
def templates() -> Environment:
    """The templates of letters."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def isolated(text: str) -> str:
    """Text that runs from right to left kept from turning the words around it."""
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in text)
    return f"{FIRST_STRONG}{text}{POP}" if turns else text
