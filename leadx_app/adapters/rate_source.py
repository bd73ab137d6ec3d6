"""Fetching reference rates from an address that the operator set: bounded, never waited for long."""

import asyncio
import logging

import httpx

from leadx_app.domain.ports import EuroSheet, FileRefused, RatesUnavailable

from .euro_rates import euro_rates_of

log = logging.getLogger("leadx.rates")

ANSWER_WITHIN_SECONDS = 20.0
MOST_BYTES = 4 * 1024 * 1024


class EuroRates:
    """The file of reference rates at an address. Redirects are not followed, the answer is read up to a bound."""

    def __init__(self, url: str, *, answer_within_seconds: float = ANSWER_WITHIN_SECONDS) -> None:
        self._url, self._patience = url, answer_within_seconds

    async def latest(self) -> EuroSheet:
        try:
            async with asyncio.timeout(self._patience):
                content = await self._answer()
            return await asyncio.to_thread(euro_rates_of, content)
        except (httpx.HTTPError, TimeoutError, FileRefused, _Unreadable) as error:
            log.warning("the exchange rates could not be fetched: %s", type(error).__name__)
            raise RatesUnavailable() from None

    async def _answer(self) -> bytes:
        headers = {"Accept": "application/xml, text/csv, application/zip", "Accept-Encoding": "identity"}
        client = httpx.AsyncClient(timeout=self._patience, follow_redirects=False, trust_env=False, headers=headers)
        async with client, client.stream("GET", self._url) as answer:
            if answer.status_code != 200 or answer.headers.get("content-encoding", "identity") != "identity":
                raise _Unreadable()
            content = bytearray()
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _Unreadable()
        return bytes(content)


class _Unreadable(Exception):
    """An answer that is none."""
