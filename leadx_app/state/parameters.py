"""Types of handlers' parameters that several pages share; a control's `on_change` gives texts."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from leadx_app.state.doors import UUID_PATTERN

Search = Annotated[str, Field(max_length=2_000)]
LeadId = Annotated[str, Field(pattern=f"^{UUID_PATTERN}$")]
IdOrNothing = Annotated[str, Field(pattern=f"^({UUID_PATTERN})?$")]


def name_of(kind: type[StrEnum]) -> Any:
    """A text that is one of the values."""
    return Annotated[str, Field(pattern=f"^({'|'.join(kind)})$")]
