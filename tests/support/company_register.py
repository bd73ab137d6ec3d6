"""A company register of our own on the loopback, in the documented shape of the Norwegian one, and in wrong ones."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support.loopback import Answer, LoopbackServer


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
class RegisterServer(LoopbackServer):
    """The server. `entities` are found by name and number. `answer` instead of them: status, headers and bytes."""

    entities: list[dict[str, Any]] = field(default_factory=lambda: [an_entity()])
    answer: Answer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/enhetsregisteret/api"

    def _found(self, path: str) -> Answer:
        parts = urlsplit(path)
        number = parts.path.rpartition("/")[2]
        if number.isdigit():
            one = next((entity for entity in self.entities if entity["organisasjonsnummer"] == number), None)
            return (200, {}, json.dumps(one).encode()) if one else (404, {}, b"")
        words = parse_qs(parts.query)["navn"][0].casefold()
        found = [entity for entity in self.entities if words in entity["navn"].casefold()]
        page = {"page": {"size": 10, "totalElements": len(found), "totalPages": 1, "number": 0}, "_links": {}}
        return 200, {}, json.dumps(page | ({"_embedded": {"enheter": found}} if found else {})).encode()

    def _answer_to(self, path: str) -> Answer:
        status, headers, body = self.answer or self._found(path)
        return status, {"Content-Type": "application/json", **headers}, body
