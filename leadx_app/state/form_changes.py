"""What was changed in a form that carries along, in `was`, what its fields held when it was begun."""

import json
from collections.abc import Iterable
from typing import Any

from leadx_app.domain.errors import Invalid
from leadx_app.state.doors import Form


def changed_in(form: Form, names: Iterable[str]) -> set[str]:
    """The names of the fields that hold something else than at the beginning."""
    was = _was(form)
    return {name for name in names if name in form and _normal(form[name]) != _normal(was.get(name))}


def version_of(form: Form) -> int:
    """The version that the form was begun on."""
    text = str(form.get("version") or "")
    if not text.isdecimal() or len(text) > 9:
        raise Invalid("This value cannot be used.", field="version")
    return int(text)


def _was(form: Form) -> dict[str, Any]:
    try:
        was = json.loads(str(form.get("was") or "{}"))
    except ValueError:
        return {}
    return was if isinstance(was, dict) else {}


def _normal(value: object) -> str:
    """A text as browsers send it and as the domain keeps it, made equal."""
    return str(value or "").replace("\r\n", "\n").strip()
