"""What is sent is what Reflex would send, letter by letter, however many pages share it."""

import copy
import pickle
from dataclasses import dataclass

from reflex.state import StateUpdate
from reflex_base.utils.format import json_dumps

from leadx_app.state import wire
from leadx_app.state.wire import Shared, dumps

COMPACT = (",", ":")


@dataclass(frozen=True)
class Line:
    title: str
    tint: int = 1


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
    plain = wire.json_dumps
    monkeypatch.setattr(wire, "json_dumps", lambda value, **options: written.append(value) or plain(value, **options))
    shared = Shared(ROWS)
    for number in range(5):
        dumps(packet(shared, number), COMPACT)
    assert written.count(ROWS) == 1


def test_rows_that_look_like_a_place_stay_what_they_are():
    shared = Shared([Line(f"{'0' * 32}0."), Line('"0."')])
    assert dumps(packet(shared, '"0."'), COMPACT) == json_dumps(packet(list(shared), '"0."'), COMPACT)


def test_a_copy_of_shared_rows_is_whole():
    shared = Shared(ROWS)
    dumps(packet(shared), COMPACT)
    for other in (pickle.loads(pickle.dumps(shared)), copy.deepcopy(shared)):
        assert other == ROWS
        assert dumps(packet(other), COMPACT) == json_dumps(packet(ROWS), COMPACT)
