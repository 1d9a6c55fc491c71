"""Rate limits: a warm process takes tokens by the handful, and remembers whom it refused."""

import logging
import math
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from greenlight.domain.errors import Unavailable
from greenlight.domain.rate_limits import LEASE, SECOND, RateLimit, Standing
from greenlight.ports import Clock, RateBuckets

log = logging.getLogger(__name__)
# So many keys a process remembers; one that it forgets costs a token or two.
REMEMBERED = 1_000


@dataclass
class Lease:
    """What a process holds of a key's bucket: `tokens` of the `size` it took, good until `until`."""

    size: int
    tokens: int
    until: datetime
    full_at: datetime | None
    refuses: bool = False


@dataclass(frozen=True)
class RateLimiter:
    """Admits a request by a token it holds, or else takes some from the key's bucket, which all processes share.

    A first lease is one token; each that is used up in time is followed by one of twice the size. So a burst over many
    processes is let through whole, a busy process writes once for many requests, and no more tokens are wasted than
    used. A refusal writes nothing, and is remembered for as long as the client was told to wait: whoever asks
    nevertheless costs nothing at all.
    """

    buckets: RateBuckets
    limit: RateLimit
    clock: Clock
    leases: OrderedDict[str, Lease] = field(default_factory=OrderedDict)

    def admit(self, key_id: str) -> Standing | None:
        """Where the key stands; None where the bucket cannot be asked, for a limit is no reason to be down."""
        now = self.clock.now()
        lease = self.leases.get(key_id)
        if lease is None or now >= lease.until or (lease.tokens == 0 and not lease.refuses):
            try:
                lease = self._lease(key_id, lease, now)
            except Unavailable:
                log.warning("the rate limit of key %s cannot be read; the request is let through", key_id)
                return None
            self._remember(key_id, lease)
        if lease.refuses:
            return Standing(self.limit, 0, _whole_seconds(lease.until - now), admitted=False)
        lease.tokens -= 1
        left = lease.tokens + self.limit.left(lease.full_at, now)
        return Standing(self.limit, left, _whole_seconds(self.limit.filling(lease.full_at, now)))

    def _lease(self, key_id: str, before: Lease | None, now: datetime) -> Lease:
        in_demand = before is not None and not before.refuses and now < before.until
        size = min(before.size * 2, self.limit.largest_lease) if before and in_demand else 1
        tokens, full_at = self.buckets.take(key_id, self.limit, size, now)
        if tokens:
            return Lease(tokens, tokens, now + LEASE, full_at)
        return Lease(0, 0, now + SECOND * self.limit.wait(full_at, now), full_at, refuses=True)

    def _remember(self, key_id: str, lease: Lease) -> None:
        self.leases[key_id] = lease
        self.leases.move_to_end(key_id)
        if len(self.leases) > REMEMBERED:
            self.leases.popitem(last=False)


def _whole_seconds(span: timedelta) -> int:
    return math.ceil(span / SECOND)
