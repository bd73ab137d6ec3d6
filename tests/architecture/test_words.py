"""Every word on the screen exists in both languages, with the same names to fill in."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from leadx_app import i18n
from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.event_kinds import SENTENCES
from leadx_app.domain.leads.close import _ENDED
from leadx_app.domain.metrics.kpis import (
    HANDSHAKES,
    HIT_RATE,
    HIT_RATE_OF_CLOSED,
    LEADS_TOTAL,
    ORGANIZATION_REVENUE,
    REVENUE,
)

ROOT = Path(__file__).parents[2] / "leadx_app"
SPEAKERS = {
    "t": (0,),
    "say": (0, 1),
    "count": (0, 1),
    "say_done": (1,),
    "NotFound": (0,),
    "NotPermitted": (0,),
    "Conflict": (0,),
    "Invalid": (0,),
    "Refusal": (0,),
    "BadInput": (0,),
    "FileRefused": (0,),
    "Trouble": (0,),
    "Untrusted": (0,),
}
"""Who speaks, and which positional arguments may be the English text."""


def _texts(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for place in SPEAKERS.get(name, ()):
            if place < len(node.args):
                yield from _literals(node.args[place])


def _literals(node: ast.expr) -> Iterator[str]:
    """The text itself, and both arms of `a if x else b`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _names(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w*)", text))


def _spoken() -> dict[str, str]:
    return {
        text: str(path.relative_to(ROOT))
        for path in sorted(ROOT.rglob("*.py"))
        if path.parent.name != "i18n"
        for text in _texts(path.read_text(encoding="utf-8"))
    }


def test_literals_are_found_where_people_are_spoken_to():
    source = """
t("A")
i18n.say(language, "B {n}", n=1)
raise Conflict("C" if x else "D")
raise errors.Invalid("E", field="x")
other("F")
"""
    assert sorted(_texts(source)) == ["A", "B {n}", "C", "D", "E"]


def test_every_text_has_its_norwegian():
    missing = {text: path for text, path in _spoken().items() if text not in i18n.NORWEGIAN}
    assert missing == {}


def test_every_sentence_and_figure_has_its_norwegian():
    kpis = (REVENUE, ORGANIZATION_REVENUE, LEADS_TOTAL, HIT_RATE, HIT_RATE_OF_CLOSED, HANDSHAKES)
    texts = {*SENTENCES.values(), *_ENDED.values(), *(text for kpi in kpis for text in (kpi.label, kpi.formula))}
    texts |= {NotPermitted().template, NotFound().template}
    assert texts - set(i18n.NORWEGIAN) == set()


def test_every_norwegian_fills_the_same_names():
    assert {text for text, norwegian in i18n.NORWEGIAN.items() if _names(text) != _names(norwegian)} == set()


def test_a_text_is_said_in_one_way_only():
    said: dict[str, set[str]] = {}
    for module in iter_modules(i18n.__path__):
        for text, norwegian in import_module(f"leadx_app.i18n.{module.name}").TEXTS.items():
            said.setdefault(text, set()).add(norwegian)
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_no_norwegian_is_empty():
    assert [text for text, norwegian in i18n.NORWEGIAN.items() if not norwegian.strip()] == []


def test_a_text_without_norwegian_stops_the_build():
    with pytest.raises(i18n.MissingWords, match="No Norwegian"):
        i18n.translate("Nobody ever said this")


def test_the_server_speaks_the_language_of_the_reader():
    assert i18n.say("nb", "Add “{text}”", text="Hydro") == "Legg til «Hydro»"
    assert i18n.say("en", "Add “{text}”", text="Hydro") == "Add “Hydro”"
    assert i18n.say("nb", "Nobody ever said this") == "Nobody ever said this"
