"""A company register of our own on the loopback, in the documented shape of the Norwegian one, and in wrong ones."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.server import free_port


def an_entity(number: str = "923609016", name: str = "EQUINOR ASA", **more: Any) -> dict[str, Any]:
    """An entity as the register writes it."""
    return {
        "organisasjonsnummer": number,
        "navn": name,
        "organisasjonsform": {"kode": "ASA", "beskrivelse": "Allmennaksjeselskap"},
        "hjemmeside": "www.equinor.com",
        "telefon": "51 99 00 00",
        "registreringsdatoEnhetsregisteret": "1995-03-12",
        "naeringskode1": {"kode": "06.100", "beskrivelse": "Utvinning av råolje"},
        "forretningsadresse": {
            "land": "Norge",
            "landkode": "NO",
            "postnummer": "4035",
            "poststed": "STAVANGER",
            "adresse": ["Forusbeen 50", "Bygg Æ"],
            "kommune": "STAVANGER",
            "kommunenummer": "1103",
        },
        "_links": {"self": {"href": f"https://data.brreg.no/enhetsregisteret/api/enheter/{number}"}},
        **more,
    }


@dataclass
class RegisterServer:
    """The server, as a context manager; `asked` are the paths and queries that came.

    `entities` are found by name and number. `answer` instead of them: status, headers and bytes.
    """

    entities: list[dict[str, Any]] = field(default_factory=lambda: [an_entity()])
    answer: tuple[int, dict[str, str], bytes] | None = None
    asked: list[str] = field(default_factory=list)
    is_slow: bool = False
    port: int = field(default_factory=free_port)

    def __enter__(self) -> "RegisterServer":
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
        return f"http://127.0.0.1:{self.port}/enhetsregisteret/api"

    def _found(self, path: str) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        number = parts.path.rpartition("/")[2]
        if number.isdigit():
            one = next((entity for entity in self.entities if entity["organisasjonsnummer"] == number), None)
            return (200, {}, json.dumps(one).encode()) if one else (404, {}, b"")
        words = parse_qs(parts.query)["navn"][0].casefold()
        found = [entity for entity in self.entities if words in entity["navn"].casefold()]
        page = {"page": {"size": 10, "totalElements": len(found), "totalPages": 1, "number": 0}, "_links": {}}
        return 200, {}, json.dumps(page | ({"_embedded": {"enheter": found}} if found else {})).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if server.is_slow:
                    server._go_on.wait(20)
                status, headers, body = server.answer or server._found(self.path)
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):  # The reader had enough.
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
