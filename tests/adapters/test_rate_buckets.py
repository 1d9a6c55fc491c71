"""Token buckets: the memory twin and the table keep the same promises, and the table is written only to give."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from greenlight.aws.dynamodb_rate_limits import DynamoRateBuckets
from greenlight.aws.table import Table
from greenlight.domain.errors import Unavailable
from greenlight.domain.rate_limits import RateLimit
from greenlight.memory import FixedClock, MemoryRateBuckets
from greenlight.ports import RateBuckets
from greenlight.services.rate_limits import RateLimiter
from tests.support.aws import CREDENTIALS, TABLE, aws, counted, one_call_at_a_time, table

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
LIMIT = RateLimit(per_second=10, burst=50)


@pytest.fixture(params=["memory", "aws"])
def buckets(request, monkeypatch) -> Iterator[RateBuckets]:
    if request.param == "memory":
        yield MemoryRateBuckets()
        return
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        yield DynamoRateBuckets(one_call_at_a_time(table()))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def admitted(limiter: RateLimiter, requests: int) -> int:
    standings = [limiter.admit("k") for _ in range(requests)]
    return sum(standing is not None and standing.admitted for standing in standings)


def test_a_new_key_has_a_full_bucket(buckets):
    assert buckets.take("k", LIMIT, 1, NOW) == (1, later(0.1))


def test_what_is_taken_is_gone_for_everybody(buckets):
    assert buckets.take("k", LIMIT, 30, NOW) == (30, later(3))
    assert buckets.take("k", LIMIT, 30, NOW) == (20, later(5))
    assert buckets.take("k", LIMIT, 30, NOW) == (0, later(5))
    assert buckets.take("other", LIMIT, 30, NOW) == (30, later(3))


def test_tokens_flow_in_and_no_more_than_the_bucket_holds(buckets):
    buckets.take("k", LIMIT, 50, NOW)
    assert buckets.take("k", LIMIT, 50, later(0.25)) == (2, later(5.2))
    assert buckets.take("k", LIMIT, 50, later(3600)) == (50, later(3605))


def test_a_bucket_that_is_full_at_this_very_moment_gives(buckets):
    buckets.take("k", LIMIT, 10, NOW)
    assert buckets.take("k", LIMIT, 10, later(1)) == (10, later(2))


def test_many_at_once_get_exactly_what_there_is(buckets):
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(lambda _: buckets.take("k", LIMIT, 3, NOW)[0], range(40)))
    # Who is overtaken again and again gives up; nobody gets what is not there.
    assert 40 <= sum(given) <= 50


def test_a_thousand_requests_at_once_are_fifty_let_through_by_a_few_writes_and_a_read_more(monkeypatch):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws():
        clock, calls = FixedClock(), Counter()
        limiter = RateLimiter(DynamoRateBuckets(counted(table(), calls)), LIMIT, clock)
        assert admitted(limiter, 1_000) == 50
        assert calls == {"UpdateItem": 8, "GetItem": 9}
        clock.forward(timedelta(seconds=1))
        assert admitted(limiter, 1_000) == 10


def test_a_table_that_cannot_be_asked_is_said_to_be_unavailable(monkeypatch):
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with aws(), pytest.raises(Unavailable):
        DynamoRateBuckets(Table(table().client, f"{TABLE}-gone")).take("k", LIMIT, 1, NOW)
