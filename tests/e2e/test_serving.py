"""The served application as a whole: starts, answers, stops, refuses what it cannot do."""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import ROOT, Server


@pytest.fixture
def own_server(demo_data: Path, tmp_path: Path) -> Iterator[Server]:
    """The application as an operator starts it."""
    shutil.copytree(demo_data, tmp_path / "data")
    server = Server(tmp_path / "data").start()
    yield server
    server.kill()
    assert not server.complaints(), server.complaints()


def refused(data: Path, **settings: str) -> tuple[int, list[str]]:
    """Exit code and lines of a start that is expected to be refused."""
    environment = {**os.environ, "LEADX_DATA": str(data), **settings}
    command = [sys.executable, "-m", "leadx_app.cli", "serve"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_the_sign_in_page_opens(page: Page):
    page.goto("/login")
    expect(page.get_by_role("heading", name="LeadX").first).to_be_visible()


def test_everything_on_disk_is_private(server: Server):
    paths = [server.data, *server.data.rglob("*")]
    assert len(paths) > 2
    open_to_others = [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert open_to_others == []


@pytest.mark.cuts_the_line
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_with_a_page_open(number: int, own_server: Server, open_page: Callable[..., Page]):
    page = open_page()
    page.goto("/login")
    expect(page.get_by_role("heading", name="LeadX").first).to_be_visible()
    page.wait_for_load_state("networkidle")  # What it still loads would fail, and say so.
    assert own_server.process is not None
    own_server.process.send_signal(number)
    assert own_server.process.wait(10) == 0
    log = own_server.log_tail(200)
    assert "Traceback" not in log
    assert log.splitlines()[-1] == "LeadX: stopped"


def test_ctrl_c_in_a_terminal_stops_it_cleanly(own_server: Server):
    assert own_server.process is not None
    os.killpg(own_server.process.pid, signal.SIGINT)
    assert own_server.process.wait(10) == 0
    assert own_server.log_tail(200).splitlines()[-1] == "LeadX: stopped"


def test_a_worker_that_dies_is_replaced(own_server: Server, open_page: Callable[..., Page]):
    before = own_server.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 30
    while not (set(own_server.workers()) - set(before) and own_server.answers()):
        assert time.monotonic() < until, own_server.log_tail()
        time.sleep(0.05)
    page = open_page()
    page.goto("/login")
    expect(page.get_by_role("heading", name="LeadX").first).to_be_visible()


def test_workers_end_with_a_killed_supervisor(own_server: Server):
    workers = own_server.workers()
    assert own_server.process is not None
    own_server.process.kill()
    own_server.process.wait(10)
    until = time.monotonic() + 10
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < until, "a worker outlived its supervisor"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"PORT": "many"}, "PORT"),
        ({"LEADX_DATABASE_URL": "mysql://localhost/leadx"}, "LEADX_DATABASE_URL"),
        ({"LEADX_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/leadx"}, "LEADX_DATABASE_URL"),
        ({"LEADX_DATABASE_URL": "sqlite:////dev/null/leadx.sqlite3"}, "LEADX_DATABASE_URL"),
        ({"LEADX_WORKERS": "2"}, "LEADX_WORKERS"),
        ({"LEADX_REDIS_URL": "redis://127.0.0.1:9"}, "LEADX_REDIS_URL"),
        ({"LEADX_FILE_LIMIT_MB": "0"}, "LEADX_FILE_LIMIT_MB"),
        ({"LEADX_DATA": "/dev/null/data"}, "LEADX_DATA"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_clear_line(settings: dict[str, str], named: str, tmp_path: Path):
    code, lines = refused(tmp_path / "data", **settings)
    assert (code, len(lines)) == (2, 1), lines
    assert lines[0].startswith(f"LeadX: {named}")


def test_a_taken_port_stops_the_start_with_one_clear_line(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, lines = refused(tmp_path / "data", PORT=str(port))
    assert (code, len(lines)) == (2, 1), lines
    assert str(port) in lines[0]
