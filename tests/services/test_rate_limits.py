"""Rate limits: what gets through, what it costs, and how far many processes at once can go beyond."""

import random
from datetime import timedelta

import pytest

from greenlight.domain.errors import Unavailable
from greenlight.domain.rate_limits import RateLimit
from greenlight.memory import FixedClock, MemoryRateBuckets
from greenlight.services.rate_limits import REMEMBERED, RateLimiter

LIMIT = RateLimit(per_second=10, burst=50)


class Fleet:
    """Warm processes that share buckets and a clock, each with a memory of its own."""

    def __init__(self, processes: int = 1, limit: RateLimit = LIMIT) -> None:
        self.clock = FixedClock()
        self.buckets = MemoryRateBuckets()
        self.processes = [RateLimiter(self.buckets, limit, self.clock) for _ in range(processes)]

    def ask(self, process: int = 0, key: str = "k") -> bool:
        standing = self.processes[process].admit(key)
        assert standing is not None
        return standing.admitted

    def forward(self, seconds: float) -> None:
        self.clock.forward(timedelta(seconds=seconds))


@pytest.mark.parametrize("processes", [1, 50])
def test_a_burst_is_let_through_whole_by_one_process_and_by_one_for_each_request(processes):
    fleet = Fleet(processes)
    assert all(fleet.ask(number % processes) for number in range(50))
    assert not fleet.ask()


@pytest.mark.parametrize("processes", [2, 7, 30])
def test_of_more_than_a_burst_at_once_exactly_the_burst_gets_through_over_any_number_of_processes(processes):
    fleet = Fleet(processes)
    assert sum(fleet.ask(number % processes) for number in range(400)) == 50


def test_a_key_that_floods_costs_less_than_a_write_for_each_request_let_through_and_none_for_others():
    fleet = Fleet()
    admitted = sum(fleet.ask() for _ in range(1_000))
    assert admitted == 50
    assert fleet.buckets.writes <= 9


def test_a_second_of_flood_over_many_processes_writes_no_more_than_it_admits():
    fleet = Fleet(processes=20)
    admitted = 0
    for number in range(10_000):
        fleet.forward(0.0001)
        admitted += fleet.ask(number % 20)
    assert LIMIT.burst - 10 <= admitted <= LIMIT.burst + 20
    assert fleet.buckets.writes <= admitted


def test_a_busy_process_writes_once_for_many_requests():
    fleet = Fleet(limit=RateLimit(per_second=1000, burst=5000))
    assert all(fleet.ask() for _ in range(4_000))
    assert fleet.buckets.writes < 20


def test_a_request_now_and_then_takes_one_token():
    fleet = Fleet()
    for _ in range(20):
        assert fleet.ask()
        fleet.forward(2)
    assert fleet.buckets.writes == 20
    assert LIMIT.left(fleet.buckets.full_at["k"], fleet.clock.now()) == 50


@pytest.mark.parametrize("seed", range(20))
def test_no_number_of_processes_gets_more_through_than_the_burst_and_one_second_more(seed):
    chance = random.Random(seed)
    fleet = Fleet(processes=30)
    times = []
    for _ in range(3_000):
        fleet.forward(chance.choice([0, 0, 0.001, 0.01, 0.2]))
        if fleet.ask(chance.randrange(30)):
            times.append(fleet.clock.now())
    for first, begin in enumerate(times):
        for last in range(first, len(times), 7):
            seconds = (times[last] - begin).total_seconds()
            assert last - first + 1 <= LIMIT.burst + LIMIT.per_second * (seconds + 1)


def test_who_asks_too_often_is_refused_for_as_long_as_told_and_then_let_in():
    fleet = Fleet()
    while fleet.ask():
        pass
    standing = fleet.processes[0].admit("k")
    assert (standing.admitted, standing.left, standing.reset) == (False, 0, 1)
    fleet.forward(0.5)
    assert not fleet.ask()
    fleet.forward(standing.reset - 0.5)
    assert fleet.ask()


def test_one_keys_flood_is_nothing_to_another():
    fleet = Fleet()
    while fleet.ask(key="loud"):
        pass
    assert fleet.ask(key="quiet")


def test_a_standing_tells_what_is_left_and_when_all_of_it_is_back():
    fleet = Fleet()
    first = fleet.processes[0].admit("k")
    assert (first.left, first.reset) == (49, 1)
    for _ in range(29):
        last = fleet.processes[0].admit("k")
    assert last.left == 20
    # Held by the process and not used yet, but the bucket fills up by then all the same.
    assert 3 <= last.reset <= 4


def test_a_process_remembers_only_so_many_keys():
    fleet = Fleet()
    for number in range(REMEMBERED + 5):
        fleet.ask(key=f"k{number}")
    leases = fleet.processes[0].leases
    assert len(leases) == REMEMBERED
    assert "k0" not in leases


def test_a_bucket_that_cannot_be_asked_lets_requests_through():
    class Down:
        def take(self, *_):
            raise Unavailable("down")

    assert RateLimiter(Down(), LIMIT, FixedClock()).admit("k") is None
