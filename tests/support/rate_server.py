"""A server of reference rates of our own on the loopback, in the documented shape of the central bank's."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.server import free_port

DAILY = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender>
\t\t<gesmes:name>European Central Bank</gesmes:name>
\t</gesmes:Sender>
\t<Cube>
\t\t<Cube time='2026-11-27'>
\t\t\t<Cube currency='USD' rate='1.0823'/>
\t\t\t<Cube currency='SEK' rate='10.9530'/>
\t\t\t<Cube currency='NOK' rate='11.7605'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>
"""


@dataclass
class RateServer:
    """The server, as a context manager; `asked` are the paths that came. `answer`: status, headers and bytes."""

    answer: tuple[int, dict[str, str], bytes] = (200, {"Content-Type": "text/xml"}, DAILY)
    asked: list[str] = field(default_factory=list)
    is_slow: bool = False
    port: int = field(default_factory=free_port)

    def __enter__(self) -> "RateServer":
        self._go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/stats/eurofxref/eurofxref-daily.xml"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.is_slow:
                    server._go_on.wait(20)
                status, headers, body = server.answer
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
