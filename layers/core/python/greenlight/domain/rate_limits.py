"""How often a key may ask: a token bucket, kept as the one moment at which it will be full again."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta()
SECOND = timedelta(seconds=1)
# Tokens that a process took for requests to come are good for this long, so that whatever processes there are, no more
# than `burst + per_second * (seconds + 1)` requests get through in any number of seconds.
LEASE = SECOND


@dataclass(frozen=True)
class RateLimit:
    """A bucket of `burst` tokens that `per_second` flow into; a request takes one.

    `full_at` is what is stored of a bucket: when it will be full again, None or any time in the past where it is.
    """

    per_second: float
    burst: int

    @property
    def interval(self) -> timedelta:
        """In which one token flows in."""
        return SECOND / self.per_second

    @property
    def window(self) -> timedelta:
        """In which an empty bucket fills up."""
        return self.interval * self.burst

    @property
    def full_after(self) -> int:
        """The window in whole seconds."""
        return math.ceil(self.window / SECOND)

    @property
    def largest_lease(self) -> int:
        return max(1, min(self.burst, math.floor(self.per_second * LEASE.total_seconds())))

    def left(self, full_at: datetime | None, now: datetime) -> int:
        return max(0, (self.window - self.filling(full_at, now)) // self.interval)

    def filling(self, full_at: datetime | None, now: datetime) -> timedelta:
        return max(full_at - now, NOTHING) if full_at else NOTHING

    def after(self, full_at: datetime | None, tokens: int, now: datetime) -> datetime:
        """What is stored once `tokens` more are taken."""
        return now + self.filling(full_at, now) + tokens * self.interval

    def wait(self, full_at: datetime, now: datetime) -> int:
        """Whole seconds, at least one, until a token is there."""
        missing = self.filling(full_at, now) - self.window + self.interval
        return max(1, math.ceil(missing / SECOND))


@dataclass(frozen=True)
class Standing:
    """Where a key stands after a request: tokens left, and whole seconds until it has all of them, or one, again."""

    limit: RateLimit
    left: int
    reset: int
    admitted: bool = True
