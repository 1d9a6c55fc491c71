"""What a fleet for each task costs, and how long jobs wait for it: the cheapest settings of a small grid.

Simulated, with the prices and the seconds a job of infra/prices.json: nothing here ran on AWS. Each line is an engine,
a number of videos a day that all need it, and a way in which its jobs come to machines: a SageMaker endpoint, AWS Batch
(which loads the model for each job), or workers of a queue on EC2. `packed` is AWS Batch with runs of 4 or 16 jobs,
which the code does not make. The baseline is a fixed fleet of the same machines, on demand, of which four fifths work
at the busiest moment. Of very many jobs only some hours around that moment are simulated; the rest of the day is paid
by the job as those are, which is too much where a warm floor would do its work, and too little where smaller fleets
idle more: three whole days of 100,000 videos came to 0 to 10 % more, and to 39 % more for a fleet of eleven.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks._command import parser, say
from benchmarks._fleet_model import quantile
from benchmarks._fleet_search import Question, Tried, baseline, search
from benchmarks._fleet_table import row
from benchmarks._fleet_ways import PACKED, WAYS

PRICES = Path(__file__).resolve().parents[1] / "infra/prices.json"
VIDEOS, SMALLEST_VIDEOS = (10, 1_000, 100_000), (10,)
Line = dict[str, Any]


def lines(prices: dict[str, Any], task: str, engine: str, videos: int, target: float, seed: int) -> Iterator[Line]:
    """None of a way whose machines have no price."""
    known = prices["job_seconds"][task][engine]
    for way in (*WAYS, PACKED):
        if any(list(way.rents(prices, instance)) for instance in known["hardware"]):
            yield line(prices, Question(task, engine, videos, way, target, seed))


def line(prices: dict[str, Any], asked: Question) -> Line:
    case = f"{asked.videos} videos a day, {asked.engine}, {asked.way.name}"
    what = {
        "case": case,
        "task": asked.task,
        "engine": asked.engine,
        "videos_per_day": asked.videos,
        "way": asked.way.name,
    }
    known, tried = prices["job_seconds"][asked.task][asked.engine], search(prices, asked)
    if not tried:
        load = known["load"]["seconds"]
        return {**what, "within_target": False, "because": f"each run loads its model first, which takes {load} s"}
    setting = tried[0].setting
    return {
        **what,
        "jobs_per_day": round(setting.sample.per_day),
        "job_seconds": setting.sample.seconds,
        "job_seconds_are": known["hardware"][setting.instance]["basis"],
        "simulated": setting.sample.told,
        "instance": setting.instance,
        "market": setting.market,
        "warm": setting.fleet.floor,
        "batch": setting.fleet.batch,
        "within_target": tried[0].p95 <= asked.target,
        **_figures(tried[0]),
        "settings_tried": len(tried),
        "baseline": _figures(baseline(prices, setting, asked.seed)),
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


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    options = parser("fleet", __doc__)
    options.add_argument("--videos-per-day", type=int, nargs="+", help="by default 10, 1,000 and 100,000")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--target", type=float, default=120, help="seconds that 95 of 100 jobs may wait at most")
    options.add_argument("--task", nargs="*", help="default: all that have a machine with a price")
    options.add_argument("--table", action="store_true", help="as Markdown, as docs/scaling.md has it")
    asked = options.parse_args(arguments)
    asked.videos_per_day = asked.videos_per_day or (SMALLEST_VIDEOS if asked.smallest else VIDEOS)
    return asked


def main(arguments: Sequence[str] | None = None) -> None:
    options, prices = _options(arguments), json.loads(PRICES.read_text())
    for videos in options.videos_per_day:
        for task, engines in prices["job_seconds"].items():
            for engine in engines if not options.task or task in options.task else ():
                found = list(lines(prices, task, engine, videos, options.target, options.seed))
                if options.table:
                    print(row(found), flush=True)
                else:
                    for each in found:
                        say(**each)


if __name__ == "__main__":
    main()
