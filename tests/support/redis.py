"""A real Redis for the tests that need one, reachable through a socket in its own folder."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path


class RedisMissing(Exception):
    """No Redis can be found or installed; the text says what to do."""


def ensure_redis() -> str:
    """Path of `redis-server`, installing the Debian package if there is none and this process may."""
    if not shutil.which("redis-server") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {
            "stdout": subprocess.DEVNULL,
            "check": False,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "redis-server"], **quiet)
    found = shutil.which("redis-server")
    if not found:
        raise RedisMissing("this test needs Redis 7 or newer: install the package redis-server")
    return found


class RedisServer:
    """One throw-away Redis."""

    def __init__(self) -> None:
        self.program = ensure_redis()
        self.folder = Path(tempfile.mkdtemp(prefix="lxre-", dir="/tmp"))
        self.socket = self.folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it empty and wait for its socket."""
        command = [
            self.program,
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while not self.socket.exists():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RedisMissing("redis-server did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it."""
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.socket.unlink(missing_ok=True)

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    # Once, before tests in several processes want it; the tests that need it say when there is none.
    with contextlib.suppress(RedisMissing):
        ensure_redis()
