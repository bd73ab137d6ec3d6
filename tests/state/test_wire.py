"""What is sent is what Reflex would send, letter by letter, however many pages share it."""

import copy
import pickle
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from uuid import UUID

from reflex.istate.data import PageData, RouterData
from reflex.state import StateUpdate
from reflex_base.constants.colors import Color
from reflex_base.utils.format import json_dumps

from leadx_app.models import SubStage
from leadx_app.state import wire
from leadx_app.state.wire import Shared, dumps

COMPACT = (",", ":")


@dataclass(frozen=True)
class Line:
    title: str
    tint: int = 1


@dataclass
class Held:
    value: object
    _private: int = 1

    @cached_property
    def kept(self) -> int:
        return 5


@dataclass(slots=True)
class Slim:
    value: object


KEEPS = Held(1)


ROWS = [Line('Ærlig "avtale" \\ <b>'), Line("é\n\u2028 🌞")]


def packet(*values: object) -> list:
    changes = {f"var{number}_rx_state_": value for number, value in enumerate(values)}
    return ["event", StateUpdate(delta={"a.b": changes, "a": {"plain_rx_state_": [1, None]}})]


def test_shared_rows_are_written_like_any_others():
    shared = Shared(ROWS)
    for _ in range(2):
        assert dumps(packet(shared, "x", shared), COMPACT) == json_dumps(packet(ROWS, "x", ROWS), COMPACT)
    assert dumps(packet(Shared()), COMPACT) == json_dumps(packet([]), COMPACT)
    assert dumps(["pong", {"a": shared}], COMPACT) == json_dumps(["pong", {"a": ROWS}], COMPACT)


def test_rows_that_many_pages_share_are_written_once(monkeypatch):
    written = []
    plain = wire.write
    monkeypatch.setattr(wire, "write", lambda value, *options: written.append(value) or plain(value, *options))
    shared = Shared(ROWS)
    for number in range(5):
        dumps(packet(shared, number), COMPACT)
    assert written.count(ROWS) == 1


def test_rows_that_look_like_a_place_stay_what_they_are():
    shared = Shared([Line(f"{'0' * 32}0."), Line('"0."')])
    assert dumps(packet(shared, '"0."'), COMPACT) == json_dumps(packet(list(shared), '"0."'), COMPACT)


def test_everything_is_written_as_reflex_does():
    assert KEEPS.kept == 5  # It stands beside the fields now.
    values = [
        *(datetime(2026, 3, 2, 9, 5, tzinfo=UTC), date(2026, 3, 2), timedelta(hours=3), UUID(int=7), Decimal("1.50")),
        *(SubStage.OPEN, {SubStage.OPEN: 1, 2: None, True: "x"}, (1, "two"), [ROWS], 0.1, 2**53 + 1, True, None),
        *(frozenset({1}), "\x00\x1f\x7f \u2028 \ufeff é 🌞 </script>", Path("a/b"), KEEPS, Held({"a": 1}), Slim([1])),
        *(RouterData(), PageData(), Color("red", 3)),
    ]
    for value in values:
        assert dumps(packet(value), COMPACT) == json_dumps(packet(value), COMPACT), value


def test_what_is_hard_to_write_is_written_as_reflex_does():
    for value in ("half \ud83d", 2**70, -(2**64)):
        assert dumps(packet(value), COMPACT) == json_dumps(packet(value), COMPACT), value


def test_a_copy_of_shared_rows_is_whole():
    shared = Shared(ROWS)
    dumps(packet(shared), COMPACT)
    for other in (pickle.loads(pickle.dumps(shared)), copy.deepcopy(shared)):
        assert other == ROWS
        assert dumps(packet(other), COMPACT) == json_dumps(packet(ROWS), COMPACT)
