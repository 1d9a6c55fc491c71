"""The simulation behind `./dev bench fleet`: what no fleet may do, and what theory says of those that it knows."""

import json
import math
import random
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from benchmarks import _fleet_arrivals as arrivals
from benchmarks._fleet_arrivals import BUSIEST, DAY
from benchmarks._fleet_model import Fleet, Outcome, quantile
from benchmarks._fleet_sample import HOUR, sample
from benchmarks._fleet_search import Question, baseline, search
from benchmarks._fleet_simulation import simulate
from benchmarks._fleet_ways import BATCH, ENDPOINT, PACKED, WORKER, Way
from benchmarks.fleet import PRICES
from greenlight.domain.money import MICRO
from greenlight.domain.money import PRICES as PRICES_OF_JOBS
from local.environment import ROOT

PRICED: dict[str, Any] = json.loads(PRICES.read_text())
# As much trouble as there is: cold starts, loads, shared runs, machines that go after 50 minutes in the mean.
ROUGH = Fleet(floor=1, batch=3, load=20, backlog=4, interruptions=1.2)


def poisson(per_second: float, seconds: float, count: int, seed: int = 1) -> list[tuple[float, float]]:
    """Exponential times between arrivals, and exponential work of `seconds` in the mean."""
    rng, at, work = random.Random(seed), 0.0, []
    for _ in range(count):
        at += rng.expovariate(per_second)
        work.append((at, rng.expovariate(1 / seconds)))
    return work


def run(fleet: Fleet, work: list[tuple[float, float]], seed: int = 1, until: float | None = None) -> Outcome:
    return simulate(fleet, work, until if until is not None else work[-1][0], seed)


def asked(videos: float, way: Way = WORKER, target: float = 120, engine: str = "musetalk") -> Question:
    return Question("talking_head", engine, videos, way, target, seed=1)


def mean_wait(outcome: Outcome) -> float:
    return sum(outcome.waits) / len(outcome.waits)


def erlang_c(servers: int, offered: float) -> float:
    """The share of arrivals that wait for one of `servers`, of which `offered` are at work in the mean."""
    terms = [offered**n / math.factorial(n) for n in range(servers)]
    last = offered**servers / math.factorial(servers) * servers / (servers - offered)
    return last / (sum(terms) + last)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another():
    work = arrivals.work(7, 2_000, 0, DAY, 2, 15)
    assert work == arrivals.work(7, 2_000, 0, DAY, 2, 15) != arrivals.work(8, 2_000, 0, DAY, 2, 15)
    first, again, other = (run(ROUGH, work, seed) for seed in (3, 3, 4))
    assert (first.waits, first.machine_seconds) == (again.waits, again.machine_seconds)
    assert first.waits != other.waits


@pytest.mark.parametrize("floor", [0, 1, 5])
@pytest.mark.parametrize("batch", [1, 16])
def test_every_job_ends_exactly_once_after_it_came_and_after_its_work(floor, batch):
    fleet = Fleet(floor, batch, load=20, backlog=4, interruptions=3)
    outcome = run(fleet, poisson(0.05, 30, 3_000))
    assert outcome.interruptions > 100
    assert {job.ends for job in outcome.jobs} == {1}
    assert all(job.started >= job.at for job in outcome.jobs)
    assert all(job.ended == pytest.approx(job.started + job.work) for job in outcome.jobs)


def test_no_more_is_worked_than_is_paid():
    outcome = run(ROUGH, poisson(0.05, 30, 3_000))
    assert 0 < sum(job.work for job in outcome.jobs) < outcome.machine_seconds
    assert 0 < outcome.utilisation < 1


def test_nobody_works_on_two_jobs_at_once():
    outcome = run(Fleet(floor=1), poisson(0.05, 15, 500))
    spans = sorted((job.started, job.ended) for job in outcome.jobs)
    assert all(begin >= end for (_, end), (begin, _) in pairwise(spans))


def test_without_jobs_and_without_a_warm_pool_nothing_is_paid():
    assert run(Fleet(floor=0, backlog=1), [], until=DAY).machine_seconds == 0


def test_a_warm_pool_is_paid_around_the_clock():
    assert run(Fleet(floor=3), [], until=DAY).machine_seconds == 3 * DAY
    assert run(Fleet(floor=3, interruptions=1), [], until=DAY).machine_seconds == pytest.approx(3 * DAY)


def test_a_fleet_that_is_not_needed_any_more_is_given_up_but_for_its_floor():
    outcome = run(Fleet(floor=1, backlog=1, cold=(100, 100), idle=60), [(0.0, 10.0)] * 3, until=DAY)
    # One is there and does all three in 30 s; of the two that come for nothing after 100 s one stays in its place.
    assert outcome.most_machines == 3
    assert outcome.machine_seconds == pytest.approx((30 + 60) + (100 + 60) + DAY)


def test_the_machine_that_worked_last_works_first_so_that_the_others_may_be_given_up():
    work = [(30.0 * n, 5.0) for n in range(40)]
    outcome = run(Fleet(floor=0, first=3, backlog=10, idle=65), work)
    # Two of the three leave after 65 s; the third has something to do every half a minute.
    assert outcome.machine_seconds == pytest.approx(2 * 65 + 30 * 39 + 5)


@pytest.mark.parametrize(("jobs", "machines"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_one_more_machine_comes_as_soon_as_there_are_more_jobs_than_the_backlog_allows(jobs, machines):
    assert run(Fleet(floor=0, backlog=2), [(0.0, 100.0)] * jobs).most_machines == machines


def test_an_interruption_makes_a_job_run_again_from_its_start():
    work = [(0.0, 1_800.0)]
    runs = [run(Fleet(floor=1, cold=(100, 100), interruptions=2), work, seed) for seed in range(40)]
    undisturbed, disturbed = ([o for o in runs if bool(o.interruptions) is lost] for lost in (False, True))
    assert {outcome.jobs[0].runs for outcome in undisturbed} == {1}
    assert all(outcome.jobs[0].ended == 1_800 for outcome in undisturbed)
    # Each of these was lost before its end; a new machine takes 100 s to come.
    assert disturbed
    assert all(outcome.jobs[0].runs > 1 and outcome.jobs[0].ended > 1_900 for outcome in disturbed)


def test_what_is_interrupted_waits_in_front_of_those_that_came_later():
    outcome = run(Fleet(floor=1, batch=4, cold=(5, 5), interruptions=6), [(n, 100.0) for n in range(40)], seed=2)
    assert outcome.interruptions
    starts = [job.started for job in outcome.jobs]
    assert starts == sorted(starts)


def test_a_warm_pool_lowers_the_95th_percentile_of_the_wait():
    work = arrivals.work(1, 300, 0, 3 * DAY, 1, 20)
    cold, warm = (quantile(run(Fleet(floor, backlog=3), work).waits, 0.95) for floor in (0, 2))
    assert warm < 30
    assert 120 < cold < 540


def test_the_first_job_of_a_cold_fleet_waits_for_a_machine_and_its_model():
    waits = [run(Fleet(floor=0, load=60), [(0.0, 10.0)], seed).waits[0] for seed in range(200)]
    assert 180 <= min(waits) < 210
    assert 570 < max(waits) <= 600


def test_a_model_is_loaded_once_for_the_jobs_of_a_run():
    work = [(0.0, 10.0)] * 8
    last = {batch: max(job.ended for job in run(Fleet(1, batch, load=30), work).jobs) for batch in (1, 4, 8)}
    assert last == {1: 8 * (30 + 10), 4: 2 * (30 + 4 * 10), 8: 30 + 8 * 10}


def test_a_model_that_is_kept_is_loaded_once_for_a_machine_and_then_never():
    work = [(100.0 * n, 10.0) for n in range(5)]
    warm, cold = (run(Fleet(floor, load=30, kept=True, cold=(50, 50)), work) for floor in (1, 0))
    assert set(warm.waits) == {0}
    assert [job.started for job in cold.jobs] == [50 + 30, 100, 200, 300, 400]


def test_a_job_waits_for_the_model_that_its_run_loads():
    assert run(Fleet(floor=1, load=30), [(0.0, 10.0), (100.0, 10.0)]).waits == [30, 30]


@pytest.mark.parametrize(("servers", "offered"), [(1, 0.6), (3, 2.1), (8, 6.8)])
def test_a_fixed_fleet_waits_as_long_as_erlang_says(servers, offered):
    seconds = 20.0
    outcome = run(Fleet(floor=servers), poisson(offered / seconds, seconds, 100_000))
    expected = erlang_c(servers, offered) * seconds / (servers - offered)
    assert mean_wait(outcome) == pytest.approx(expected, rel=0.1)
    assert outcome.utilisation == pytest.approx(offered / servers, rel=0.03)


def test_work_that_all_takes_as_long_waits_half_as_long_as_work_at_random():
    work = [(at, 20.0) for at, _ in poisson(0.04, 20, 100_000)]
    # Pollaczek and Khinchine.
    assert mean_wait(run(Fleet(floor=1), work)) == pytest.approx(0.8 * 20 / (2 * 0.2), rel=0.1)


def test_arrivals_follow_the_day():
    coming = [at for at, _ in arrivals.work(1, 50_000, 0, DAY, 1, 10)]
    assert len(coming) == pytest.approx(50_000, rel=0.02)
    busiest, quietest = (sum(abs(at - middle) < HOUR / 2 for at in coming) for middle in (BUSIEST, BUSIEST - DAY / 2))
    assert busiest == pytest.approx(50_000 / 24 * 1.8, rel=0.1)
    assert quietest == pytest.approx(50_000 / 24 * 0.2, rel=0.25)


def test_a_part_of_a_day_is_scaled_to_its_jobs_and_the_floor_to_its_hours():
    part = sample(1, 100_000, 1, 10)
    assert part.is_part_of_a_day
    assert len(part.work) == pytest.approx(part.per_day * part.span / DAY * 1.8, rel=0.05)
    assert part.day_seconds(2 * part.span, floor=2) == 2 * DAY
    worked = sum(seconds for _, seconds in part.work)
    assert part.day_seconds(worked, floor=0) == pytest.approx(100_000 * 10, rel=0.05)


def test_the_cheapest_setting_that_keeps_the_target_is_chosen():
    tried = search(PRICED, asked(200))
    kept = [one for one in tried if one.p95 <= 120]
    assert tried[0].cost_per_day == min(one.cost_per_day for one in kept)
    assert tried[0].setting.fleet.floor > 0
    fixed = baseline(PRICED, tried[0].setting, seed=1)
    assert fixed.setting.market == "on_demand"
    assert fixed.cost_per_day > tried[0].cost_per_day


def test_who_may_wait_longer_pays_for_no_warm_pool():
    patient = search(PRICED, asked(10, target=900))[0]
    assert patient.p95 <= 900
    assert patient.setting.fleet.floor == 0
    assert patient.cost_per_day < search(PRICED, asked(10))[0].cost_per_day / 3


def test_nothing_to_do_costs_nothing():
    assert search(PRICED, asked(0))[0].cost_per_day == 0


def test_an_endpoint_costs_what_sagemaker_asks_and_loses_no_machines():
    settings = [one.setting for one in search(PRICED, asked(200, ENDPOINT))]
    listed = PRICED["prices"]["sagemaker"]
    assert all(setting.hourly == listed[f"ml.{setting.instance}"]["usd"] for setting in settings)
    assert all(setting.fleet.kept and not setting.fleet.interruptions for setting in settings)


def test_batch_is_given_one_job_at_a_time_as_the_code_does_and_runs_of_more_only_where_they_are_asked_for():
    assert {one.setting.fleet.batch for one in search(PRICED, asked(200, BATCH))} == {1}
    assert min(one.setting.fleet.batch for one in search(PRICED, asked(200, PACKED))) > 1


def test_a_worker_that_keeps_its_model_costs_less_than_a_machine_that_loads_it_for_each_job():
    fresh, kept = (search(PRICED, asked(2_000, way))[0].cost_per_day for way in (BATCH, WORKER))
    assert kept < fresh


def test_no_fleet_keeps_a_target_that_is_shorter_than_the_loading_of_each_run():
    assert search(PRICED, asked(10, BATCH, engine="musetalk_compiled")) == []
    assert search(PRICED, asked(10, BATCH, target=900, engine="musetalk_compiled"))[0].p95 <= 900


def test_every_price_quota_and_time_says_where_it_is_from():
    def entries(node: Any) -> list[dict[str, Any]]:
        if isinstance(node, list):
            return [found for part in node for found in entries(part)]
        if not isinstance(node, dict):
            return []
        if {"usd", "value", "seconds"} & node.keys():
            return [node]
        return [found for part in node.values() for found in entries(part)]

    for part in ("prices", "quotas", "job_seconds"):
        found = entries(PRICED[part])
        assert found
        assert all(entry["source"] for entry in found)
        assert all(entry["as_of"] for entry in found if "basis" not in entry)
        assert all(entry["basis"] in {"measured", "estimate"} for entry in found if "seconds" in entry)


@pytest.mark.parametrize(
    ("task", "engine", "simulated", "machine", "units"),
    [
        ("text_to_image", "diffusers_text_to_image", "diffusers_sdxl", "g6e.xlarge", 1),
        ("image_to_video", "diffusers_image_to_video", "diffusers_wan", "g6e.2xlarge", 5),
    ],
)
def test_what_a_job_is_sold_for_covers_its_machine_on_demand_with_a_margin(task, engine, simulated, machine, units):
    seconds = PRICED["job_seconds"][task][simulated]["hardware"][machine]["seconds"]
    hourly = PRICED["prices"]["ec2"][machine]["on_demand"]["usd"]
    assert PRICES_OF_JOBS[task, engine][0] * units / MICRO > 1.2 * hourly * seconds / 3600


def bench(*more: str) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.fleet", "--videos-per-day", "10", *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()


def test_the_benchmark_prints_a_line_for_each_way_of_an_engine_with_its_baseline():
    printed = bench("--task", "text_to_speech")
    assert printed == bench("--task", "text_to_speech")
    batch, worker, packed = map(json.loads, printed)
    assert [line["way"] for line in (batch, worker, packed)] == ["batch", "worker", "packed"]
    assert {line["engine"] for line in (batch, worker, packed)} == {"hibari"}
    assert worker["wait_p95_s"] <= 120
    assert worker["usd_per_day"] < worker["baseline"]["usd_per_day"]


def test_the_tables_of_the_documentation_are_what_the_benchmark_prints():
    told = (ROOT / "docs/scaling.md").read_text().splitlines()
    printed = bench("--table")
    assert len(printed) == 9
    assert [row for row in printed if row not in told] == []
    assert [row for row in bench("--table", "--target", "900", "--task", "image_to_video") if row not in told] == []
