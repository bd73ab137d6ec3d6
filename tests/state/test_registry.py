"""Every public method of a state is a remote procedure for anybody: all of them are walked here."""

import inspect
from types import FunctionType

import pytest
from reflex.state import BaseState, State
from reflex_base.registry import RegistrationContext

import tests.support.probes  # noqa: F401
from leadx_app.leadx_app import app
from leadx_app.state.doors import find_door
from leadx_app.state.gate import FRAMEWORK

# Open to people who are not signed in, each for a reason.
PUBLIC = {
    "LoginState.load": "the sign-in page lists the demo accounts in demo mode",
    "SessionState.welcome": "the sign-in page asks whether somebody is signed in already",
    "ToastState.dismiss": "visitors get toasts too",
    "ToastState.failed": "the framework's failure hook shows a number",
    "ErrorPageState.arrive": "an address that leads nowhere keeps the frame up to date for whoever is signed in",
    "ErrorPageState.note": "whoever sees an error page is given a number of the log",
}


def ours() -> list[type[BaseState]]:
    """Every state class of the application."""
    assert app is not None, "importing the app registers what its pages use"
    found = [state for state in everything_below(State) if state.__module__.startswith("leadx_app.")]
    return sorted(found, key=lambda state: state.get_full_name())


def everything_below(state: type[BaseState]) -> list[type[BaseState]]:
    below = list(state.get_substates())
    return below + [deeper for one in below for deeper in everything_below(one)]


def test_the_application_has_states() -> None:
    assert len(ours()) >= 4


def test_every_event_that_a_browser_can_name_is_ours_or_the_frameworks_or_refused() -> None:
    """What is neither declared by us nor needed of the framework has no door, so that the gate refuses it."""
    names = RegistrationContext.get().event_handlers
    open_names = {name for name in names if find_door(name) or name in FRAMEWORK}
    refused = names.keys() - open_names

    assert set(FRAMEWORK) <= names.keys(), "the framework renamed something"
    assert not [name for name in refused if "leadx_app" in name and not name.endswith(".setvar")]


@pytest.mark.parametrize("state", ours(), ids=lambda state: state.__name__)
def test_every_public_method_is_a_declared_handler(state: type[BaseState]) -> None:
    methods = {
        name
        for name, value in vars(state).items()
        if not name.startswith("_") and isinstance(value, FunctionType) and value.__module__.startswith("leadx_app.")
    }
    handlers = {name for name in state.event_handlers if name != "setvar"}
    undeclared = {name for name in handlers if not find_door(f"{state.get_full_name()}.{name}")}

    assert not undeclared, f"decorate with @handler or begin the name with _: {undeclared}"
    assert not methods - handlers


@pytest.mark.parametrize("state", ours(), ids=lambda state: state.__name__)
def test_the_parameters_of_every_handler_can_be_checked(state: type[BaseState]) -> None:
    for name in state.event_handlers:
        if door := find_door(f"{state.get_full_name()}.{name}"):
            assert door.parameters.model_config["extra"] == "forbid"
            assert door.parameters.model_config["strict"] is True


def test_only_these_handlers_are_open_to_visitors() -> None:
    public = {
        f"{state.__name__}.{name}"
        for state in ours()
        for name in state.event_handlers
        if (door := find_door(f"{state.get_full_name()}.{name}")) and door.public
    }

    assert public == PUBLIC.keys()


@pytest.mark.parametrize("state", ours(), ids=lambda state: state.__name__)
def test_states_hold_no_client_storage_and_no_blocking_computed_vars(state: type[BaseState]) -> None:
    fields = state.get_fields()

    assert not [name for name in state.base_vars if state._is_client_storage(fields[name])]
    for name, computed in state.computed_vars.items():
        assert not inspect.iscoroutinefunction(computed.fget), name
