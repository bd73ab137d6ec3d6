"""A program of our own that takes webhooks on the loopback and keeps what it heard."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass
class HookReceiver:
    """Answers with `status`, or not at all while it `is_slow`; `heard` are headers and bodies, in their order."""

    status: int = 200
    is_slow: bool = False
    answer: bytes = b"thank you"
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        receiver = self
        self._go_on = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((dict(self.headers), body))
                if receiver.is_slow:
                    receiver._go_on.wait(20)
                with suppress(OSError):  # The sender had enough.
                    self.send_response(receiver.status)
                    self.send_header("Location", receiver.url + "elsewhere")
                    self.send_header("Content-Length", str(len(receiver.answer)))
                    self.end_headers()
                    self.wfile.write(receiver.answer)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    def bodies(self, count: int) -> list[bytes]:
        """The bodies that came, once there are so many."""
        until = time.monotonic() + 60
        while len(self.heard) < count and time.monotonic() < until:
            time.sleep(0.05)
        assert len(self.heard) == count
        return [body for _, body in self.heard]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/"
