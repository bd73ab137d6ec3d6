"""The doors between the pages and the domain: which handlers exist, what they accept, and the way to act and read.

A handler exists for browsers only through `@handler`; the gate (gate.py) refuses every other method. `act` and `read`
are the only way from a handler to the database.
"""

import functools
import inspect
import json
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import reflex as rx
from pydantic import BaseModel, ConfigDict, create_model
from reflex.state import BaseState
from reflex_base.registry import RegistrationContext
from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY, form_data_as_dict, transform_form_data
from sqlmodel import Session

from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import EditConflict, Invalid, InvalidDraft, Refusal
from leadx_app.domain.permissions import Actor
from leadx_app.runtime import get_runtime
from leadx_app.state import errors

P = ParamSpec("P")
R = TypeVar("R")
Handler = TypeVar("Handler", bound=Callable[..., Any])

Form = dict[str, str | bool | int | float | list[str] | None]
"""What a submitted form may hold; the domain reads it (`parse_draft`)."""

UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""An id in a parameter that must be a text, because a control's `on_change` gives texts."""

_DOOR = "_leadx_door"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Door:
    """What the gate knows of a handler: whether anybody may call it, and the strict model of its parameters."""

    function: Callable[..., Any]
    public: bool

    @functools.cached_property
    def parameters(self) -> type[BaseModel]:
        """The parameters as a model: nothing missing, nothing extra, nothing of another type."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {}
        for name, parameter in list(inspect.signature(self.function).parameters.items())[1:]:
            fields[name] = (hints[name], ... if parameter.default is parameter.empty else parameter.default)
        config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, arbitrary_types_allowed=False)
        return create_model(self.function.__qualname__, __config__=config, **fields)

    def parse(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The payload as the handler's arguments.

        Raises:
            ValueError: anything that the signature does not say (pydantic's ValidationError is one).
        """
        plain = {name: _without_form_wrapping(value) for name, value in payload.items()}
        text = _LONE_SURROGATE.sub("", json.dumps(plain, ensure_ascii=False, default=str))
        model = self.parameters.model_validate_json(text, strict=True)
        return {name: getattr(model, name) for name in self.parameters.model_fields}


def _without_form_wrapping(value: Any) -> Any:
    """A submitted form as a dict, also when it comes as Reflex's list of entries."""
    if isinstance(value, dict) and FORM_DATA_ENTRIES_KEY in value:
        return form_data_as_dict(transform_form_data(value, dict))
    return value


def handler(function: Handler | None = None, *, public: bool = False, **options: Any) -> Any:
    """Make a method of a state callable by browsers: by signed-in ones only, unless `public`.

    Refusals and failures of the handler become a toast; signed out leads to the sign-in page. Every parameter needs a
    type; the payload is checked against it strictly. `options` are those of `rx.event` (`throttle`, `debounce`, …).
    """
    if function is None:
        return functools.partial(handler, public=public, **options)
    _refuse_loose_signature(function, options)
    wrapped = _guarded_generator(function) if inspect.isasyncgenfunction(function) else _guarded(function)
    setattr(wrapped, _DOOR, Door(function, public))
    return rx.event(wrapped, **options)


def _refuse_loose_signature(function: Callable[..., Any], options: dict[str, Any]) -> None:
    if options.get("background"):
        raise TypeError(f"{function.__qualname__}: no background handlers; they outlive the tab")
    if not inspect.iscoroutinefunction(function) and not inspect.isasyncgenfunction(function):
        raise TypeError(f"{function.__qualname__}: a handler is `async def`; a sync one stops everybody")
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.annotation is parameter.empty or parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
            raise TypeError(f"{function.__qualname__}: parameter {parameter.name} needs a type and a plain name")


def _guarded(function: Callable[..., Coroutine[Any, Any, Any]]) -> Callable[..., Coroutine[Any, Any, Any]]:
    @functools.wraps(function)
    async def guarded(self: BaseState, *args: Any, **kwargs: Any) -> Any:
        try:
            return await function(self, *args, **kwargs)
        except Exception as error:
            return await errors.tell(self, error)

    return guarded


def _guarded_generator(function: Callable[..., AsyncIterator[Any]]) -> Callable[..., AsyncIterator[Any]]:
    @functools.wraps(function)
    async def guarded(self: BaseState, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        try:
            async for events in function(self, *args, **kwargs):
                yield events
        except Exception as error:
            yield await errors.tell(self, error)

    return guarded


def find_door(event_name: str) -> Door | None:
    """The door of an event's full name, or None for whatever is not a handler of ours."""
    registered = RegistrationContext.get().event_handlers.get(event_name)
    return getattr(registered.handler.fn, _DOOR, None) if registered else None


def credential(state: BaseState) -> Credential:
    """What the browser behind this tab showed when it connected."""
    headers = state._get_root_state().get_value("rx_router_headers")
    return get_runtime().credential(headers.cookie or "")


async def act(
    state: BaseState, command: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run a command as the person behind the tab, in one transaction, and publish what happened.

    `now` is filled in. Raises the command's Refusal, which `@handler` turns into a toast.
    """
    return await get_runtime().database.act_async(credential(state), command, *args, **kwargs)


async def read(
    state: BaseState, query: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run a query as the person behind the tab."""
    return await get_runtime().database.read_async(credential(state), query, *args, **kwargs)


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What became of an attempt: a result, or what is wrong with the input."""

    result: R | None = None
    problems: dict[str, str] = field(default_factory=dict)
    conflict: EditConflict | None = None

    @property
    def ok(self) -> bool:
        return not self.problems and self.conflict is None


async def attempt(
    state: BaseState, command: Callable[Concatenate[Session, Actor, P], R], *args: P.args, **kwargs: P.kwargs
) -> Outcome[R]:
    """`act` for forms: what is wrong with the input comes back by field, in the user's language; the rest is raised."""
    try:
        return Outcome(await act(state, command, *args, **kwargs))
    except (Invalid, InvalidDraft) as refusal:
        return Outcome(problems=await field_problems(state, refusal))
    except EditConflict as conflict:
        return Outcome(conflict=conflict)


async def field_problems(state: BaseState, refusal: Invalid | InvalidDraft) -> dict[str, str]:
    """Field name → what is wrong with it, in the user's language."""
    wrong = refusal.errors if isinstance(refusal, InvalidDraft) else [refusal]
    return {error.field: await errors.words(state, error) for error in wrong}


async def say(state: BaseState, refusal: Refusal) -> str:
    """A refusal in the user's language."""
    return await errors.words(state, refusal)
