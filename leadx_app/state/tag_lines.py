"""Tags as screens show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadx_app.state.format import tint


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag with its colour number, always the same for the same word."""

    name: str
    tint: int


def tag_lines(names: Sequence[str]) -> list[TagLine]:
    """Tags in their order, each with its colour."""
    return [TagLine(name, tint(name)) for name in names]
