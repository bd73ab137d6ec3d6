"""What a handler's signature says is what a browser may send, and nothing else."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from leadx_app.domain.errors import EditConflict
from leadx_app.state.doors import Door, Outcome, handler
from tests.support.probes import ProbeState

LEAD = "01890a5d-ac96-774b-bcce-b302099a8057"


def door(name: str) -> Door:
    return getattr(ProbeState.event_handlers[name].fn, "_leadx_door")  # noqa: B009


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("write", {"text": "x"}, {"text": "x"}),
        ("write", {"text": ""}, {"text": ""}),
        ("take", {"number": 7}, {"number": 7, "flag": False, "lead_id": None}),
        ("take", {"number": 7, "lead_id": LEAD}, {"number": 7, "flag": False, "lead_id": UUID(LEAD)}),
        (
            "take_form",
            {"form": {"title": "x", "tags": ["a"], "n": None}},
            {"form": {"title": "x", "tags": ["a"], "n": None}},
        ),
        ("take_form", {"form": {"__reflex_form_data__": [["title", "x"]]}}, {"form": {"title": "x"}}),
        ("who", {}, {}),
    ],
)
def test_a_right_payload_arrives_as_the_types_of_the_signature(name: str, payload: Any, expected: Any) -> None:
    assert door(name).parse(payload) == expected


def test_a_model_parameter_arrives_as_the_model() -> None:
    point = door("take_point").parse({"point": {"x": 1, "label": "a"}})["point"]

    assert (point.x, point.label) == (1, "a")


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("write", {}),
        ("write", {"text": 7}),
        ("write", {"text": None}),
        ("write", {"text": {"a": 1}}),
        ("write", {"text": ["x"]}),
        ("write", {"text": "x", "self": "y"}),
        ("write", {"text": "x", "extra": 1}),
        ("take", {"number": "7"}),
        ("take", {"number": 7.5}),
        ("take", {"number": True}),
        ("take", {"number": 7, "flag": "yes"}),
        ("take", {"number": 7, "flag": 1}),
        ("take", {"number": 7, "lead_id": "not an id"}),
        ("take", {"number": 7, "lead_id": 5}),
        ("take", {"number": float("nan")}),
        ("take", {"number": float("inf")}),
        ("take_point", {"point": {"x": 1, "more": 2}, "y": 1}),
        ("take_point", {"point": {"x": "1"}}),
        ("take_point", {"point": "x"}),
        ("take_form", {"form": {"title": {"nested": 1}}}),
        ("take_form", {"form": {"n": float("inf")}}),
        ("take_form", {"form": "title"}),
        ("who", {"x": 1}),
    ],
)
def test_anything_else_is_refused(name: str, payload: Any) -> None:
    with pytest.raises(ValueError, match=r"validation error|invalid"):
        door(name).parse(payload)


def test_halves_of_surrogate_pairs_are_taken_out_and_whole_characters_stay() -> None:
    assert door("write").parse({"text": "a\ud800b🎉\udfff"}) == {"text": "ab🎉"}


def test_a_very_deep_payload_is_refused() -> None:
    deep: Any = {}
    for _ in range(5_000):
        deep = {"a": deep}

    with pytest.raises((ValueError, RecursionError)):
        door("take_form").parse({"form": deep})


def test_handlers_are_async_and_typed() -> None:
    def sync(self: Any) -> None: ...

    async def untyped(self: Any, x) -> None: ...

    async def loose(self: Any, **more: str) -> None: ...

    for wrong in (sync, untyped, loose):
        with pytest.raises(TypeError):
            handler(wrong)


def test_background_handlers_are_refused() -> None:
    async def endless(self: Any) -> None: ...

    with pytest.raises(TypeError, match="outlive"):
        handler(endless, background=True)


def test_a_generator_may_be_a_handler() -> None:
    async def steps(self: Any, text: str) -> AsyncIterator[None]:
        yield

    assert getattr(handler(steps), "_leadx_door").parse({"text": "x"}) == {"text": "x"}  # noqa: B009


def test_an_outcome_is_fine_without_problems_and_conflict() -> None:
    assert Outcome(result=1).ok
    assert not Outcome(problems={"title": "Fill in this field."}).ok
    assert not Outcome(conflict=EditConflict({}, "Mona", 2)).ok
