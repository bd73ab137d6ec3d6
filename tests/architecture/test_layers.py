"""What must be found in one place only, and what every public function of a layer must have."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType

import pytest

import leadx_app.domain
import leadx_app.queries
from leadx_app.domain.event_kinds import RECIPIENTS, SENTENCES, EventKind

APP = Path(__file__).parents[2] / "leadx_app"
EDGE = ("state", "api", "pages", "components")


def _sources(*folders: str) -> Iterator[tuple[str, str]]:
    for path in sorted(APP.rglob("*.py")):
        name = path.relative_to(APP).as_posix()
        if not folders or name.startswith(tuple(f"{folder}/" for folder in folders)):
            yield name, path.read_text(encoding="utf-8")


def _holders(pattern: str, *folders: str) -> set[str]:
    return {name for name, source in _sources(*folders) if re.search(pattern, source)}


def _functions(package: object) -> Iterator[tuple[str, FunctionType]]:
    for found in walk_packages(package.__path__, package.__name__ + "."):
        module = import_module(found.name)
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__ and name[0] != "_":
                yield f"{found.name}.{name}", function


def test_only_the_transaction_commits():
    assert _holders(r"\.commit\(") == {"db.py"}


def test_only_the_settings_read_the_environment():
    assert _holders(r"os\.environ|os\.getenv") <= {"config.py", "reflex_switches.py"}


def test_loading_the_pages_reads_no_settings():
    """`rx.asset` does; what loads the program before it has any, such as the servers of tests, keeps the wrong ones."""
    assert _holders(r"= rx\.asset\(") == set()


def test_no_page_component_state_or_endpoint_writes_sql():
    assert _holders(
        r"(?<![.\w])select\(|\bsa\.(select|update|delete|insert)\(|session\.(exec|execute|scalars|add)\(", *EDGE
    ) == {"api/health.py"}


def test_roles_are_named_only_where_rights_are_decided_and_people_are_made():
    allowed = {"domain/permissions.py", "domain/events.py", "domain/tenants.py", "queries/choices.py", "addresses.py"}
    allowed |= {"onboarding.py"}
    used = {name for name in _holders(r"\bRole\.[A-Z]+\b") if not name.startswith(("demo/", "models/"))}
    assert used <= allowed


def test_every_event_kind_stands_in_every_table():
    assert set(SENTENCES) == set(EventKind) == set(RECIPIENTS)


@pytest.mark.parametrize(
    ("name", "function"), [pytest.param(*found, id=found[0]) for found in _functions(leadx_app.queries)]
)
def test_every_public_query_names_its_actor(name: str, function: FunctionType):
    parameters = list(inspect.signature(function).parameters)
    if parameters[:1] == ["session"]:
        assert parameters[1] == "actor", name


@pytest.mark.parametrize("package", [leadx_app.domain, leadx_app.queries], ids=["domain", "queries"])
def test_every_public_function_says_what_it_does(package: object):
    assert [name for name, function in _functions(package) if not function.__doc__] == []


def test_sources_parse_as_plain_python_without_leftovers():
    for name, source in _sources():
        ast.parse(source)
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", source), name
