"""How often somebody may ask: a bucket of tokens per key, kept in this process."""

import time
from collections.abc import Callable

from leadx_app.domain.errors import TooMany

MOST_KEYS = 20_000


class Throttle:
    """Lets `burst` requests through at once and `per_second` in the long run, for each key."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = per_second, burst, clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> None:
        """Count one request.

        Raises:
            TooMany: the bucket is empty; it says when there is room again.
        """
        now = self._clock()
        tokens = self._level(self._buckets.get(key, (self._burst, now)), now)
        if tokens < 1:
            wait = int((1 - tokens) / self._rate) + 1
            raise TooMany("Too many requests. Wait {seconds} s and try again.", seconds=wait, retry_after_seconds=wait)
        if len(self._buckets) >= MOST_KEYS:
            self._forget_full(now)
        self._buckets[key] = (tokens - 1, now)

    def _level(self, bucket: tuple[float, float], now: float) -> float:
        tokens, since = bucket
        return min(self._burst, tokens + (now - since) * self._rate)

    def _forget_full(self, now: float) -> None:
        """Full buckets are as good as none; when too many are not full, everybody begins anew."""
        self._buckets = {key: one for key, one in self._buckets.items() if self._level(one, now) < self._burst}
        if len(self._buckets) >= MOST_KEYS:
            self._buckets.clear()
