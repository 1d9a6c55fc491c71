"""The cheapest settings of a small grid under which jobs wait no longer than they should, and a fixed fleet beside."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from benchmarks._fleet_arrivals import BUSIEST, DAY
from benchmarks._fleet_model import Fleet, Outcome, quantile
from benchmarks._fleet_sample import HOUR, Sample, sample
from benchmarks._fleet_simulation import simulate
from benchmarks._fleet_ways import Way

# A fixed fleet is sized so that this share of it works at the busiest moment.
FULL = 0.8


@dataclass(frozen=True)
class Question:
    """What a fleet is to do: `videos` a day of an engine, 95 of 100 jobs of which wait `target` seconds at most."""

    task: str
    engine: str
    videos: float
    way: Way
    target: float = 120.0
    seed: int = 0


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
        """Without an idle second, lost work or a cold start."""
        work, runs = self.sample.work, len(self.sample.work) / self.fleet.batch
        return self.cost_per_day(sum(seconds for _, seconds in work) + runs * self.fleet.load_of_a_run)


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


def search(prices: dict[str, Any], asked: Question) -> list[Tried]:
    """The best first: the cheapest that keeps the target, or the quickest where none of those tried does.

    Empty where nothing can: the way has no machine with a price, or loading alone takes longer than the target.
    """
    grid = sorted(_grid(prices, asked), key=lambda setting: setting.least_cost_per_day)
    good, tried = math.inf, []
    for setting in grid:
        # All that follow cost even more.
        if setting.least_cost_per_day >= good:
            break
        tried.append(attempt := _try(setting, asked.seed))
        if attempt.p95 <= asked.target:
            good = min(good, attempt.cost_per_day)
    return sorted(tried, key=lambda one: (max(one.p95, asked.target), one.cost_per_day))


def baseline(prices: dict[str, Any], chosen: Setting, seed: int) -> Tried:
    """The same machines and runs, on demand and always there: as many as the busiest moment needs."""
    fleet, work = chosen.fleet, chosen.sample
    machines = max(1, math.ceil(work.machines(BUSIEST, fleet.load_of_a_run / fleet.batch) / FULL))
    fixed = Fleet(floor=machines, batch=fleet.batch, load=fleet.load, kept=fleet.kept)
    hourly = prices["prices"]["ec2"][chosen.instance]["on_demand"]["usd"]
    return _try(replace(chosen, market="on_demand", hourly=hourly, fleet=fixed), seed)


def _try(setting: Setting, seed: int) -> Tried:
    return Tried(setting, simulate(setting.fleet, setting.sample.work, setting.sample.span, seed))


def _grid(prices: dict[str, Any], asked: Question) -> Iterator[Setting]:
    known, way = prices["job_seconds"][asked.task][asked.engine], asked.way
    load, jobs = known["load"]["seconds"], known["jobs_per_video"]
    if not way.kept and load >= asked.target:
        return
    for instance, done in known["hardware"].items():
        if not (rents := list(way.rents(prices, instance))):
            continue
        work = sample(asked.seed, asked.videos, jobs, done["seconds"])
        for batch in way.batches:
            for fleet in _fleets(work, Fleet(0, batch, load, way.kept), jobs, asked):
                for market, usd, lost in rents:
                    yield Setting(instance, market, usd, replace(fleet, interruptions=lost), work)


def _fleets(work: Sample, plain: Fleet, jobs_per_video: int, asked: Question) -> Iterator[Fleet]:
    """By default more machines are started while those that there are would need half of the target for what waits."""
    overhead = plain.load_of_a_run / plain.batch
    enough = max(1.0, asked.target / 2 / (work.seconds + overhead))
    backlog = asked.way.backlog(enough, plain.batch)
    busiest = work.machines(BUSIEST, overhead)
    mean = work.per_day / DAY * (work.seconds + overhead)
    first = math.ceil(work.machines(work.begin, overhead)) if work.is_part_of_a_day else 0
    shares = (mean / 2, mean, busiest, busiest * 1.25)
    for floor in sorted({0, 1, jobs_per_video, 2 * jobs_per_video, *map(math.ceil, shares)}):
        yield replace(plain, floor=floor, backlog=backlog, first=first)
