"""The arithmetic of token buckets, by a clock that a test moves."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from greenlight.domain.rate_limits import RateLimit

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMIT = RateLimit(per_second=10, burst=50)
limits = st.builds(RateLimit, st.sampled_from([0.1, 1, 3, 7, 10, 1000]), st.integers(1, 100))


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_bucket_that_nobody_used_is_full():
    assert LIMIT.left(None, NOW) == 50
    assert LIMIT.left(later(-100), NOW) == 50


def test_a_bucket_is_empty_after_a_burst_and_gives_one_more_each_tenth_of_a_second():
    full_at = LIMIT.after(None, 50, NOW)
    assert [LIMIT.left(full_at, later(seconds)) for seconds in (0, 0.09, 0.1, 0.35, 1, 5, 60)] == [
        0,
        0,
        1,
        3,
        10,
        50,
        50,
    ]


def test_what_was_not_used_for_long_does_not_pile_up():
    full_at = LIMIT.after(LIMIT.after(None, 50, NOW), 1, later(3600))
    assert LIMIT.left(full_at, later(3600)) == 49


def test_a_wait_is_a_whole_second_at_least():
    assert LIMIT.wait(LIMIT.after(None, 50, NOW), NOW) == 1
    slow = RateLimit(per_second=0.1, burst=2)
    assert slow.wait(slow.after(None, 2, NOW), NOW) == 10
    assert slow.wait(slow.after(None, 2, NOW), later(2.5)) == 8


@given(limits, st.integers(0, 10_000))
def test_who_waits_as_long_as_told_finds_a_token(limit, milliseconds):
    full_at, now = limit.after(None, limit.burst, NOW), later(milliseconds / 1000)
    assert limit.left(full_at, now + timedelta(seconds=limit.wait(full_at, now))) >= 1


@given(limits, st.lists(st.tuples(st.integers(0, 2_000), st.integers(1, 120)), max_size=40))
def test_no_span_gives_more_than_the_burst_and_what_flows_in(limit, asks):
    full_at, now, taken = None, NOW, 0
    for pause, wanted in asks:
        now += timedelta(milliseconds=pause)
        tokens = min(wanted, limit.left(full_at, now))
        full_at = limit.after(full_at, tokens, now)
        taken += tokens
    assert taken <= limit.burst + (now - NOW) / limit.interval


@given(limits)
def test_a_lease_is_never_more_than_a_bucket_holds_or_a_second_brings(limit):
    assert 1 <= limit.largest_lease <= max(1, min(limit.burst, limit.per_second))
