"""Types of handlers' parameters that several pages share; a control's `on_change` gives texts."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from leadx_app.domain.errors import NotFound
from leadx_app.state.doors import UUID_PATTERN

Cursor = Annotated[str, Field(max_length=2_000)]
Line = Annotated[str, Field(max_length=2_000)]
Search = Annotated[str, Field(max_length=2_000)]
DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
DayName = Annotated[str, Field(pattern=f"^{DAY_PATTERN}$")]
LeadId = Annotated[str, Field(pattern=f"^{UUID_PATTERN}$")]
IdOrNothing = Annotated[str, Field(pattern=f"^({UUID_PATTERN})?$")]


def name_of(kind: type[StrEnum]) -> Any:
    """A text that is one of the values."""
    return Annotated[str, Field(pattern=f"^({'|'.join(kind)})$")]


def chosen(id_text: str) -> UUID:
    """The id that a screen holds; NotFound when nothing is chosen, as when a handler is called out of turn."""
    if not id_text:
        raise NotFound()
    return UUID(id_text)
