"""A small HTTP server on the loopback that answers as a test says, at once or never, and notes what it was asked."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.support.server import free_port

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


@dataclass
class LoopbackServer:
    """The server, as a context manager; `asked` are the paths and queries that came. Subclasses say `_answer_to`."""

    asked: list[str] = field(default_factory=list, kw_only=True)
    is_slow: bool = field(default=False, kw_only=True)
    port: int = field(default_factory=free_port, kw_only=True)

    def __enter__(self) -> Self:
        self._go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer_to(self, path: str) -> Answer:
        raise NotImplementedError

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.is_slow:
                    server._go_on.wait(20)
                status, headers, body = server._answer_to(self.path)
                with suppress(OSError):  # The reader had enough.
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
