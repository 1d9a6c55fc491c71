"""The cheapest settings of a small grid under which jobs wait no longer than they should, and a fixed fleet beside."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from benchmarks._fleet_arrivals import BUSIEST, DAY
from benchmarks._fleet_model import Fleet, Outcome, quantile
from benchmarks._fleet_sample import HOUR, Sample, sample
from benchmarks._fleet_simulation import simulate

BATCHES = (1, 4, 16)
# A fixed fleet is sized so that this share of it works at the busiest moment.
FULL = 0.8
LOADED = 0.9


@dataclass(frozen=True)
class Setting:
    """`hourly` is USD for a machine."""

    instance: str
    market: str
    hourly: float
    fleet: Fleet
    sample: Sample

    def cost_per_day(self, machine_seconds: float) -> float:
        return self.sample.day_seconds(machine_seconds, self.fleet.floor) / HOUR * self.hourly

    @property
    def least_cost_per_day(self) -> float:
        """Without an idle second, lost work or a cold start, and without the loading that an end may cut off."""
        work, runs = self.sample.work, len(self.sample.work) / self.fleet.batch
        return self.cost_per_day(sum(seconds for _, seconds in work) + LOADED * runs * self.fleet.load)


@dataclass(frozen=True)
class Tried:
    setting: Setting
    outcome: Outcome

    @property
    def p95(self) -> float:
        return quantile(self.outcome.waits, 0.95)

    @property
    def cost_per_day(self) -> float:
        return self.setting.cost_per_day(self.outcome.machine_seconds)


def search(prices: dict[str, Any], task: str, engine: str, videos: float, target: float, seed: int) -> list[Tried]:
    """The best first: the cheapest that keeps the target, or the quickest where none does."""
    grid = sorted(_grid(prices, task, engine, videos, target, seed), key=lambda setting: setting.least_cost_per_day)
    good, tried = math.inf, []
    for setting in grid:
        # All that follow cost even more.
        if setting.least_cost_per_day >= good:
            break
        tried.append(attempt := _try(setting, seed))
        if attempt.p95 <= target:
            good = min(good, attempt.cost_per_day)
    return sorted(tried, key=lambda one: (max(one.p95, target), one.cost_per_day))


def baseline(prices: dict[str, Any], chosen: Setting, seed: int) -> Tried:
    """The same machines and batches, on demand and always there: as many as the busiest moment needs."""
    fleet, work = chosen.fleet, chosen.sample
    machines = max(1, math.ceil(work.machines(BUSIEST, fleet.load / fleet.batch) / FULL))
    fixed = Fleet(floor=machines, batch=fleet.batch, load=fleet.load)
    hourly = prices["prices"]["ec2"][chosen.instance]["on_demand"]["usd"]
    return _try(replace(chosen, market="on_demand", hourly=hourly, fleet=fixed), seed)


def _try(setting: Setting, seed: int) -> Tried:
    return Tried(setting, simulate(setting.fleet, setting.sample.work, setting.sample.span, seed))


def _grid(prices: dict[str, Any], task: str, engine: str, videos: float, target: float, seed: int) -> Iterator[Setting]:
    known, sold = prices["job_seconds"][task][engine], prices["prices"]["ec2"]
    for instance in (name for name in known["hardware"] if name in sold):
        work = sample(seed, videos, known["jobs_per_video"], known["hardware"][instance]["seconds"])
        for batch in BATCHES:
            for fleet in _fleets(work, batch, known["load"]["seconds"], known["jobs_per_video"], target):
                for market, entry in sold[instance].items():
                    lost = entry.get("interruptions_per_hour", 0.0)
                    yield Setting(instance, market, entry["usd"], replace(fleet, interruptions=lost), work)


def _fleets(work: Sample, batch: int, load: float, jobs_per_video: int, target: float) -> Iterator[Fleet]:
    """More machines are started while those that there are would need half of the target for what waits."""
    backlog = max(1.0, target / 2 / (work.seconds + load / batch))
    busiest = work.machines(BUSIEST, load / batch)
    mean = work.per_day / DAY * (work.seconds + load / batch)
    first = math.ceil(work.machines(work.begin, load / batch)) if work.is_part_of_a_day else 0
    shares = (mean / 2, mean, busiest, busiest * 1.25)
    for floor in sorted({0, 1, jobs_per_video, 2 * jobs_per_video, *map(math.ceil, shares)}):
        yield Fleet(floor, batch, load, backlog, first)
