"""What a fleet for each task costs, and how long jobs wait for it: the cheapest settings of a small grid.

Simulated, with the prices and the seconds a job of infra/prices.json: nothing here ran on AWS. Each line is an engine
and a number of videos a day that all need it. The baseline is a fixed fleet of the same machines, on demand, of which
four fifths work at the busiest moment. Of very many jobs only some hours around that moment are simulated; the rest of
the day is paid by the job as those are, which is too much where a warm floor would do its work, and too little where
smaller fleets idle more: three whole days of 100,000 videos came to 3 to 16 % more.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks._fleet_model import quantile
from benchmarks._fleet_search import Tried, baseline, search

PRICES = Path(__file__).resolve().parents[1] / "infra/prices.json"


def line(prices: dict[str, Any], task: str, engine: str, videos: float, target: float, seed: int) -> dict[str, Any]:
    tried = search(prices, task, engine, videos, target, seed)
    best, known = tried[0], prices["job_seconds"][task][engine]
    setting = best.setting
    return {
        "task": task,
        "engine": engine,
        "videos_per_day": videos,
        "jobs_per_day": round(setting.sample.per_day),
        "job_seconds": setting.sample.seconds,
        "job_seconds_are": known["hardware"][setting.instance]["basis"],
        "simulated": setting.sample.told,
        "instance": setting.instance,
        "market": setting.market,
        "warm": setting.fleet.floor,
        "batch": setting.fleet.batch,
        "within_target": best.p95 <= target,
        **_figures(best),
        "settings_tried": len(tried),
        "baseline": _figures(baseline(prices, setting, seed)),
    }


def _figures(tried: Tried) -> dict[str, Any]:
    outcome, setting = tried.outcome, tried.setting
    waits, jobs = outcome.waits, max(setting.sample.per_day, 1)
    return {
        "usd_per_job": round(tried.cost_per_day / jobs, 6),
        "usd_per_day": round(tried.cost_per_day, 2),
        "wait_p50_s": round(quantile(waits, 0.5), 1),
        "wait_p95_s": round(quantile(waits, 0.95), 1),
        "utilisation": round(outcome.utilisation, 3),
        "interruptions": outcome.interruptions,
        "most_machines": outcome.most_machines,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench fleet", description=__doc__)
    parser.add_argument("--videos-per-day", type=int, nargs="+", default=[10, 1_000, 100_000])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", type=float, default=120, help="seconds that 95 of 100 jobs may wait at most")
    parser.add_argument("--task", nargs="*", help="default: all that have a machine with a price")
    options = parser.parse_args()
    prices = json.loads(PRICES.read_text())
    for videos in options.videos_per_day:
        for task, engines in prices["job_seconds"].items():
            for engine in engines if not options.task or task in options.task else ():
                print(json.dumps(line(prices, task, engine, videos, options.target, options.seed)), flush=True)


if __name__ == "__main__":
    main()
