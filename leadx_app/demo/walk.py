"""The walking clock: stories that wait for their next act, told in the order of time."""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Story = Iterator[timedelta]
"""A generator that does an act, then yields how long it waits for the next one."""

MORNING, EVENING = 6, 15  # UTC: a working day in Oslo, summer and winter
WEEKEND = 5


@dataclass
class Walk:
    """Tells stories from the past up to the present; what would happen later stays untold.

    Every story has its own dice, `chance` while it is told, so that what becomes of it does not hang on the others.
    """

    now: datetime
    until: datetime
    seed: int
    _waiting: list[tuple[datetime, int, Story, random.Random]] = field(default_factory=list)
    _acts: int = 0
    _stories: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def begin(self, story: Story, at: datetime) -> None:
        """Let a story begin at the last working hour before this time."""
        while at.weekday() >= WEEKEND or not MORNING <= at.hour < EVENING:
            at -= timedelta(hours=1)
        self._stories += 1
        self._push(at, story, random.Random(self.seed + self._stories))

    def run(self) -> None:
        """Tell all stories, always the next act first."""
        while self._waiting:
            self.now, _, story, self.chance = heapq.heappop(self._waiting)
            wait = next(story, None)
            if wait is not None:
                self._push(self.now + wait, story, self.chance)

    def days(self, low: float, high: float) -> timedelta:
        """Some time between so many days."""
        return timedelta(days=self.chance.uniform(low, high))

    def _push(self, at: datetime, story: Story, dice: random.Random) -> None:
        at = self._at_work(at)
        if at <= self.until:
            self._acts += 1
            heapq.heappush(self._waiting, (at, self._acts, story, dice))

    def _at_work(self, at: datetime) -> datetime:
        while at.weekday() >= WEEKEND:
            at += timedelta(days=1)
        if MORNING <= at.hour < EVENING:
            return at
        later = at + timedelta(days=1 if at.hour >= EVENING else 0)
        morning = later.replace(hour=MORNING, minute=self.chance.randrange(60), second=self.chance.randrange(60))
        return self._at_work(morning)
