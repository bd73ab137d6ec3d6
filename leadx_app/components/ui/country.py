"""Countries by their names, which browsers know in every language."""

from collections.abc import Sequence

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.field import described, field_id, form_row
from leadx_app.components.ui.piece import piece

_PIECE = piece("country.jsx")


class CountrySelect(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "CountrySelect"

    control_id: rx.Var[str]
    name: rx.Var[str]
    codes: rx.Var[list[str]]
    default_value: rx.Var[str]
    language: rx.Var[str]
    described_by: rx.Var[str]
    invalid: rx.Var[str]


class CountryName(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "CountryName"

    code: rx.Var[str]
    language: rx.Var[str]


def country_field(
    label: Words,
    name: str,
    *,
    codes: Sequence[str],
    language: Words,
    default_value: Words = "",
    error: Words | None = None,
    scope: str = "",
) -> rx.Component:
    """A drop-down of the countries with these two letters."""
    control_id = field_id(scope, name)
    spoken = described(control_id, None, error)
    control = CountrySelect.create(
        control_id=control_id,
        name=name,
        codes=list(codes),
        default_value=default_value,
        language=language,
        described_by=spoken.get("aria_describedby", ""),
        invalid=spoken.get("aria_invalid", ""),
    )
    return form_row(label, control, control_id=control_id, error=error)


def country_name(code: Words, *, language: Words) -> rx.Component:
    """The name of a country, by its two letters; nothing for none."""
    return CountryName.create(code=code, language=language)
