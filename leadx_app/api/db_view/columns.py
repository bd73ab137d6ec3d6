"""Columns as fields of the view, and what each kind of them can be asked."""

from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette_admin.fields import (
    BaseField,
    BooleanField,
    DateField,
    DateTimeField,
    EnumField,
    IntegerField,
    StringField,
    TextAreaField,
)
from starlette_admin.filters import BaseFilter, FilterApplyContext, FilterDataType, FilterGroup, FilterRule
from starlette_admin.types import RequestAction

from leadx_app.queries.db_view import Ask, Asks, How, choices_of, kind_of


class Day(DateField):
    """A day, read as on the pages."""

    async def serialize_value(self, request: Request, value: Any) -> str:
        if _is_shown(request):
            return str(request.state.look.date(value))
        return await super().serialize_value(request, value)


class Moment(DateTimeField):
    """A moment, read as on the pages."""

    async def serialize_value(self, request: Request, value: Any) -> str:
        if _is_shown(request):
            return str(request.state.look.moment(value))
        return await super().serialize_value(request, value)


def _is_shown(request: Request) -> bool:
    """Whether a value goes on a page, and neither into a form nor into a file."""
    action: RequestAction = request.state.action
    return not action.is_form() and action != RequestAction.EXPORT


# By what a column holds: the field that shows it, how it is asked for in the page, and what it can be asked.
_FIELDS: dict[str, type[BaseField]] = {
    "long": TextAreaField,
    "number": IntegerField,
    "flag": BooleanField,
    "day": Day,
    "moment": Moment,
}
_TYPES = {
    "number": FilterDataType.NUMBER,
    "amount": FilterDataType.NUMBER,
    "flag": FilterDataType.BOOLEAN,
    "day": FilterDataType.DATE,
    "moment": FilterDataType.STRING,
    "choice": FilterDataType.ENUM,
}
_HOWS = {
    "text": (How.HAS, How.IS, How.IS_NOT),
    "long": (How.HAS,),
    "number": (How.IS, How.IS_NOT, How.AT_LEAST, How.AT_MOST),
    "amount": (How.IS, How.AT_LEAST, How.AT_MOST),
    "flag": (How.IS,),
    "day": (How.IS, How.AT_LEAST, How.AT_MOST),
    "moment": (How.AT_LEAST, How.AT_MOST),
    "choice": (How.IS, How.IS_NOT),
    "id": (How.IS, How.IS_NOT),
}
_WORDS = {
    How.IS: "is",
    How.IS_NOT: "is not",
    How.HAS: "contains",
    How.AT_LEAST: "is at least",
    How.AT_MOST: "is at most",
    How.IS_EMPTY: "is empty",
    How.IS_FILLED: "is filled in",
}


def field_of(column: sa.Column[Any], *, is_editable: bool) -> BaseField:
    """The field that shows a column, and changes it where that is meant."""
    kind = kind_of(column)
    told: dict[str, Any] = {
        "label": column.name.replace("_", " ").capitalize(),
        "exclude_from_create": True,
        "exclude_from_edit": not is_editable,
        "exclude_from_list": kind == "long" or (kind == "id" and column.name != "id"),
        "filters": _filters(column, kind),
        "orderable": kind != "long",
    }
    if kind == "choice" and not is_editable:
        return EnumField(column.name, choices=choices_of(column), **told)
    return _FIELDS.get(kind, StringField)(column.name, **told)


def asks_of(group: FilterGroup | None) -> Asks:
    """The filters of a page as what the query is asked."""
    if group is None:
        return Asks(())
    parts = tuple(asks_of(rule) if isinstance(rule, FilterGroup) else _ask(rule) for rule in group.rules)
    return Asks(parts, is_any=group.logic == "or")


def _ask(rule: FilterRule) -> Ask:
    return Ask(rule.field, How(rule.filter), "" if rule.value is None else str(rule.value))


def _filters(column: sa.Column[Any], kind: str) -> list[type[BaseFilter]]:
    hows = [*_HOWS.get(kind, ()), *((How.IS_EMPTY, How.IS_FILLED) if column.nullable else ())]
    return [_filter(column, kind, how) for how in hows]


def _filter(column: sa.Column[Any], kind: str, how: How) -> type[BaseFilter]:
    without = how in (How.IS_EMPTY, How.IS_FILLED)
    told = {
        "name": how.value,
        "label": _WORDS[how],
        "data_type": FilterDataType.NONE if without else _TYPES.get(kind, FilterDataType.STRING),
        "get_choices": _chooser(column, kind),
        "apply": _unused,
    }
    return type(f"{how.name.title()}Filter", (BaseFilter,), told)


def _chooser(column: sa.Column[Any], kind: str) -> Any:
    choices = {"choice": lambda: choices_of(column), "flag": lambda: ["true", "false"]}.get(kind, list)()

    def get_choices(self: BaseFilter, request: Any) -> list[tuple[str, str]] | None:
        return [(one, one) for one in choices] or None

    return get_choices


def _unused(self: BaseFilter, ctx: FilterApplyContext) -> Any:
    raise NotImplementedError("the query reads filters itself")
