"""The built application, served by its own command on a free port, with a data folder of its own."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.support.forge import ROOT, Forged, forge

DEMO_PASSWORD = "leadx-demo-2026"


# Below the ports that the kernel gives to outgoing connections: between asking and listening nobody takes one.
PORTS = range(10_000, 32_000)
_asked = itertools.count(os.getpid() * 61)


def free_port() -> int:
    """A port that nobody listens on right now, and that this process has not been told before."""
    for number in _asked:
        port = PORTS[number % len(PORTS)]
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable")


def _is_running(pid: int) -> bool:
    """Whether a process has neither stopped nor ended."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "TtZX"


class Server:
    """`leadx serve`, as an operator would start it, or forked off a process that has loaded the program already."""

    def __init__(self, data: Path, *, forged: bool = False, **settings: str) -> None:
        """Settings are further environment variables, such as `LEADX_DEMO="0"`."""
        self.data, self.forged = data, forged
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data.parent / f"{data.name}-server.log"
        self.settings = settings
        self.process: subprocess.Popen[bytes] | Forged | None = None

    def start(self, timeout: float = 300) -> "Server":
        """Start it and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("LEADX_", "REFLEX_"))}
        environment |= {"LEADX_DATA": str(self.data), "PORT": str(self.port), **self.settings}
        self.process = self._start(environment)
        until = time.monotonic() + timeout
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.log_tail(60)}")
            time.sleep(0.05)
        return self

    def _start(self, environment: dict[str, str]) -> subprocess.Popen[bytes] | Forged:
        if self.forged:
            return forge().start("leadx_app.cli", "serve", environment, self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "leadx_app.cli", "serve"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self) -> int:
        """Ask it to stop, as an operator would, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(15)

    def kill(self) -> None:
        """End the supervisor and every worker at once, as `kill -9` or a power cut would."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGSTOP)  # It would start another worker for each that ends.
        while _is_running(self.process.pid):
            time.sleep(0.001)
        for pid in [*self.workers(), self.process.pid]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def log_tail(self, lines: int = 40) -> str:
        """The last lines that the server printed."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""

    def complaints(self) -> list[str]:
        """Lines of its log that no server should print, whatever is done to it."""
        marks = ("Traceback", "Warning:", "Task exception was never retrieved", "was never awaited")
        return [line for line in self.log_tail(100_000).splitlines() if any(mark in line for mark in marks)]

    def answers(self) -> bool:
        """Whether it answers right now."""
        try:
            with urllib.request.urlopen(f"{self.url}/ping", timeout=2) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False
