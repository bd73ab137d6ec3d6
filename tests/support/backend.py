"""The application without its built pages, in a process of its own on a free port: quick to start, for protocol tests.

`serve` imports the probe states first, so that they are part of the app.
"""

import os
import subprocess
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from tests.support.forge import Forged, forge
from tests.support.server import free_port

PATIENCE_SECONDS = 300  # A machine with much else to do starts it slowly; one that does not start ends and says why.


# Set for tests that send every event there is: a tab may be as fast as it can, where people's may not.
UNHURRIED = "TESTS_UNHURRIED"
FASTER_THAN_ANYBODY = 10_000.0


class Backend:
    """A served backend on a database that the test has filled."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "backend.log"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LEADX_", "REFLEX_"))},
            "LEADX_DATA": str(folder / "data"),
            "LEADX_DATABASE_URL": database_url,
            "PORT": str(self.port),
            **settings,
        }
        self.process: Forged | None = None

    def start(self) -> "Backend":
        """Start it and wait until it answers."""
        self.process = forge().start("tests.support.backend", "serve", self.environment, self.log)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                ended = self.process and self.process.returncode
                raise RuntimeError(f"the backend did not start (exit code {ended}):\n{self.logged()[-4000:]}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """End it."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    def logged(self) -> str:
        """Everything that it wrote into its log."""
        return self.log.read_text(errors="replace")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def _application() -> object:
    import tests.support.probes  # noqa: F401
    from leadx_app.leadx_app import application

    if os.environ.get(UNHURRIED):
        from leadx_app.api import sockets

        sockets.FRAMES_PER_SECOND = sockets.FRAMES_AT_ONCE = FASTER_THAN_ANYBODY
        for name in ("SESSION", "VISITORS_OF_ADDRESS"):
            fast = {"frames_per_second": FASTER_THAN_ANYBODY, "frames_at_once": FASTER_THAN_ANYBODY}
            setattr(sockets, name, replace(getattr(sockets, name), **fast))
    return application()


def serve() -> None:
    """Serve it on the port of the settings until told to stop."""
    from leadx_app.config import get_settings
    from leadx_app.reflex_switches import SERVING, set_switches

    settings = get_settings()
    settings.make_data_folder()
    set_switches(redis=bool(settings.redis_url))
    os.environ["__REFLEX_SKIP_COMPILE"] = SERVING["__REFLEX_SKIP_COMPILE"]

    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.embed import Server

    server = Server(
        _application(), address="127.0.0.1", port=settings.port, interface=Interfaces.ASGI, log_level=LogLevels.warning
    )
    import asyncio
    import signal

    async def main() -> None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.stop)
        await server.serve()

    asyncio.run(main())
