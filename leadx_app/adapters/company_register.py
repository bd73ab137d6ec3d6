"""The Norwegian register of companies (Enhetsregisteret) over its open API: tolerant, bounded, and never waited for."""

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import httpx

from leadx_app.domain.contacts.numbers import parse_country, parse_organization_number, parse_website
from leadx_app.domain.ports import RegisteredCompany, RegisterUnavailable
from leadx_app.domain.text import BadInput, clean_line, parse_phone

log = logging.getLogger("leadx.register")

ANSWER_WITHIN_SECONDS = 4.0
MOST_BYTES = 512 * 1024
MOST_FOUND = 10
KEPT_SECONDS = 3600
MOST_KEPT = 1_000
FAILURES_IN_A_ROW = 3
PAUSE_SECONDS = 30


class _Unreadable(Exception):
    """An answer that is none."""


class CompanyRegister:
    """The register at an address. Answers are kept for an hour; after three failures it is left alone for a while.

    Redirects are not followed, answers are read up to a bound, and a whole look-up has a few seconds.
    """

    def __init__(
        self,
        url: str,
        *,
        answer_within_seconds: float = ANSWER_WITHIN_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url, self._clock, self._patience = url.rstrip("/"), clock, answer_within_seconds
        self._kept: OrderedDict[str, tuple[float, list[RegisteredCompany]]] = OrderedDict()
        self._failures, self._shut_until = 0, float("-inf")

    async def search(self, words: str) -> list[RegisteredCompany]:
        found = await self._kept_or_asked(f"name {words.casefold()}", "/enheter", {"navn": words, "size": MOST_FOUND})
        return [company for company in found if not company.is_deleted]

    async def find(self, number: str) -> RegisteredCompany | None:
        found = await self._kept_or_asked(f"number {number}", f"/enheter/{number}", {})
        return next((company for company in found if company.organization_number == number), None)

    async def _kept_or_asked(self, key: str, path: str, params: dict[str, Any]) -> list[RegisteredCompany]:
        until, found = self._kept.get(key, (float("-inf"), []))
        if until > self._clock():
            self._kept.move_to_end(key)
            return found
        found = [company for entity in await self._ask(path, params) if (company := _company(entity))]
        self._kept[key] = (self._clock() + KEPT_SECONDS, found)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    async def _ask(self, path: str, params: dict[str, Any]) -> list[Any]:
        if self._clock() < self._shut_until:
            raise RegisterUnavailable()
        try:
            async with asyncio.timeout(self._patience):
                found = _entities(await self._answer(path, params))
        except (httpx.HTTPError, TimeoutError, ValueError, RecursionError, _Unreadable) as error:
            self._note_failure(error)
            raise RegisterUnavailable() from None
        self._failures = 0
        return found

    def _note_failure(self, error: Exception) -> None:
        self._failures += 1
        log.warning("the company register failed: %s", type(error).__name__)
        if self._failures >= FAILURES_IN_A_ROW:
            self._shut_until = self._clock() + PAUSE_SECONDS

    async def _answer(self, path: str, params: dict[str, Any]) -> Any:
        """The answer's JSON; None where the register knows nothing."""
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        client = httpx.AsyncClient(timeout=self._patience, follow_redirects=False, trust_env=False, headers=headers)
        async with client, client.stream("GET", self._url + path, params=params) as answer:
            if answer.status_code in (404, 410):
                return None
            if answer.status_code != 200 or answer.headers.get("content-encoding", "identity") != "identity":
                raise _Unreadable()
            content = bytearray()
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _Unreadable()
        return json.loads(content)


def _entities(answer: Any) -> list[Any]:
    """The entities of a list, which has no `_embedded` when it is empty, or the one that was asked for by number."""
    if answer is None:
        return []
    if not isinstance(answer, dict):
        raise _Unreadable()
    if "organisasjonsnummer" in answer:
        return [answer]
    embedded = answer.get("_embedded")
    found = embedded.get("enheter") if isinstance(embedded, dict) else []
    return found[:MOST_FOUND] if isinstance(found, list) else []


def _company(entity: Any) -> RegisteredCompany | None:
    """The entity in our words; None for one without a right number and a name."""
    if not isinstance(entity, dict):
        return None
    number = _read(entity.get("organisasjonsnummer"), parse_organization_number)
    name = _text(entity.get("navn"), 200)
    if not number or not name:
        return None
    place = _dict(entity.get("forretningsadresse"))
    lines = place.get("adresse")
    address = ", ".join(filter(None, (_text(line, 200) for line in lines))) if isinstance(lines, list) else ""
    return RegisteredCompany(
        organization_number=number,
        name=name,
        address=_text(address, 200),
        postcode=_text(place.get("postnummer"), 20),
        city=_text(place.get("poststed"), 100),
        country=_read(place.get("landkode"), parse_country),
        industry=_text(_dict(entity.get("naeringskode1")).get("beskrivelse"), 200),
        phone=_read(entity.get("telefon"), parse_phone) or _read(entity.get("mobil"), parse_phone),
        website=_read(entity.get("hjemmeside"), parse_website),
        is_deleted=bool(entity.get("slettedato")),
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any, most: int) -> str:
    """The text on one line, cut; "" for what is no text."""
    try:
        return clean_line(value[: most * 4])[:most].strip() if isinstance(value, str) else ""
    except BadInput:
        return ""


def _read(value: Any, parse: Callable[[str], str]) -> str:
    """What our own rules make of a text; "" for what they refuse."""
    try:
        return parse(_text(value, 200)) if value else ""
    except BadInput:
        return ""
