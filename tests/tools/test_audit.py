"""The dependency audit finds a hole, and says so when it could not look."""

import importlib.util
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import ModuleType

import pytest

from tests.support.server import ROOT, free_port


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    found = importlib.util.spec_from_file_location("audit_tool", ROOT / "tools" / "audit.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    yield module
    sys.modules.pop("common", None)


class Database(BaseHTTPRequestHandler):
    """Knows a hole in one package."""

    hole_in = ""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        known = [{"vulns": [{"id": "PYSEC-1"}]} if one["package"]["name"] == self.hole_in else {} for one in asked]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"results": known}).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Database)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_known_hole_is_named(tool: ModuleType, address: str, capsys: pytest.CaptureFixture[str]):
    Database.hole_in = "aiosmtplib"
    assert tool.audit(address) == 1
    assert "aiosmtplib 5.1.3: PYSEC-1" in capsys.readouterr().out


def test_no_hole_is_said_too(tool: ModuleType, address: str, capsys: pytest.CaptureFixture[str]):
    Database.hole_in = ""
    assert tool.audit(address) == 0
    assert "no known holes" in capsys.readouterr().out


def test_nobody_to_ask_is_said_and_stops_nothing(tool: ModuleType, capsys: pytest.CaptureFixture[str]):
    assert tool.audit(f"http://127.0.0.1:{free_port()}") == 0
    assert "NOT AUDITED" in capsys.readouterr().out
