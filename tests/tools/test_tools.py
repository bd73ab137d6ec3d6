"""The set-up tools: what is built when, where the built pages look for the server, what an old Python is told."""

import gzip
import runpy
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHUNK = (
    'var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event",TRANSPORT:`websocket`};export{e as t};'
)


@pytest.fixture
def frontend(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import frontend

    return frontend


@pytest.fixture
def project(frontend: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two sources, built."""
    import common

    for module in (frontend, common):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "STAMP", tmp_path / "stamp.json")
    for name in ("leadx_app/pages/page.py", "assets/leadx.css"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("one")
    (tmp_path / "stamp.json").write_text(f'{{"sources": "{frontend.sources_fingerprint()}"}}')
    return tmp_path


def built_pages(folder: Path, text: str) -> Path:
    chunk = folder / "client" / "assets" / "reflex-env-abc.js"
    chunk.parent.mkdir(parents=True)
    chunk.write_text(text)
    chunk.with_name(chunk.name + ".gz").write_bytes(gzip.compress(text.encode()))
    return chunk


def test_the_pages_look_for_the_server_where_they_came_from(frontend: ModuleType, tmp_path: Path):
    chunk = built_pages(tmp_path, CHUNK)
    frontend.follow_the_address_bar(tmp_path / "client")
    text = chunk.read_text()
    assert "`${location.origin}/ping`" in text
    assert "`${location.origin.replace(/^http/,'ws')}/_event`" in text
    assert "localhost" not in text
    assert gzip.decompress(chunk.with_name(chunk.name + ".gz").read_bytes()).decode() == text


def test_a_chunk_that_cannot_be_understood_stops_the_build(frontend: ModuleType, tmp_path: Path):
    built_pages(tmp_path, "var e={PING:'http://localhost:8000/ping'}")
    with pytest.raises(SystemExit):
        frontend.follow_the_address_bar(tmp_path / "client")


def test_nothing_is_built_when_nothing_changed(frontend: ModuleType, project: Path):
    assert frontend.is_built()
    (project / "assets" / "external").mkdir()
    (project / "assets" / "external" / "shared.js").write_text("made by the build")
    (project / "leadx_app" / "__pycache__").mkdir()
    (project / "leadx_app" / "__pycache__" / "page.pyc").write_bytes(b"made by Python")
    assert frontend.is_built()


@pytest.mark.parametrize("changed", ["leadx_app/pages/page.py", "assets/leadx.css", "assets/new.svg", "rxconfig.py"])
def test_a_changed_source_is_built(changed: str, frontend: ModuleType, project: Path):
    (project / changed).write_text("two")
    assert not frontend.is_built()


def test_a_removed_source_is_built(frontend: ModuleType, project: Path):
    (project / "assets" / "leadx.css").unlink()
    assert not frontend.is_built()


def test_an_old_python_is_told_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"LeadX needs Python 3\.11 or newer"):
        runpy.run_path(str(ROOT / "tools" / "__main__.py"), run_name="__main__")


@pytest.fixture
def side_by_side(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import side_by_side

    return side_by_side


def test_the_parts_of_the_tests_are_all_of_them(side_by_side: ModuleType) -> None:
    tests = ROOT / "tests"
    rest, journeys = side_by_side.parts(tests)
    assert rest == [str(tests), f"--ignore={tests / 'e2e'}"]
    assert journeys == [str(tests / "e2e")]


@pytest.mark.parametrize("failing", ["domain/test_one.py", None])
def test_a_failure_in_any_part_is_a_failure(
    side_by_side: ModuleType,
    tmp_path: Path,
    failing: str | None,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(side_by_side, "PROCESSES", ("-p", "no:xdist", "-p", "no:hypothesispytest"))
    for name in ("domain/test_one.py", "e2e/test_one.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"def test_of_{name[:3]}():\n    assert {name != failing}\n")
    assert (side_by_side.run_parts(tmp_path) != 0) == (failing is not None)
    said = capfdbinary.readouterr().out
    assert said.count(b"1 failed") == (failing is not None)
    assert said.count(b"1 passed") == 2 - (failing is not None)


@pytest.mark.parametrize("changes", [False, True])
def test_what_changes_while_the_pages_are_built_is_built_the_next_time(
    changes: bool, frontend: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
):
    """The build itself is a stand-in: what is told is when its result counts."""

    def build(command: list[str], *_: object) -> None:
        (project / "assets" / "tokens.css").write_text("made by the build")
        if changes:
            (project / "leadx_app" / "pages" / "page.py").write_text("two")

    monkeypatch.setattr(frontend, "quietly", build)
    monkeypatch.setattr(frontend, "_build_environment", dict)
    monkeypatch.setattr(frontend, "follow_the_address_bar", lambda client: None)
    monkeypatch.setattr(frontend, "_tidy", lambda package: None)
    frontend._build()
    assert frontend.is_built() is not changes
