"""What a video of 30 s costs on each engine and machine, and what a stage costs while nobody uses it.

From infra/prices.json; work alone, without waiting or starting. What the workflow around it costs is counted in
docs/scaling.md.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._command import parser, say

FILE = Path(__file__).resolve().parents[1] / "infra" / "prices.json"
HOURS_A_MONTH = 730


@dataclass(frozen=True)
class Line:
    task: str
    engine: str
    machine: str
    seconds: float
    basis: str
    usd: dict[str, float]


def lines(prices: dict[str, Any]) -> Iterator[Line]:
    """Of every machine that has a price; USD by how it is rented."""
    for task, engines in prices["job_seconds"].items():
        for engine, told in engines.items():
            for machine, work in told["hardware"].items():
                hourly = rents(prices, machine)
                seconds = work["seconds"] * told["jobs_per_video"]
                if hourly:
                    usd = {how: price * seconds / 3600 for how, price in hourly.items()}
                    yield Line(task, engine, machine, seconds, work["basis"], usd)


def rents(prices: dict[str, Any], machine: str) -> dict[str, float]:
    """USD an hour, by how a machine can be had."""
    ec2 = prices["prices"]["ec2"].get(machine, {})
    endpoint = prices["prices"]["sagemaker"].get(f"ml.{machine}")
    found = {how: ec2[how]["usd"] for how in ("spot", "on_demand") if how in ec2}
    return found | ({"endpoint": endpoint["usd"]} if endpoint else {})


def idle(prices: dict[str, Any], stage: str) -> dict[str, float]:
    """USD a month, by what they are for; counts are those of the synthesized stack, but for the images (estimated)."""
    listed, has = prices["prices"], prices["idle"][stage]
    hourly = listed["vpc"]["interface_endpoint"]["usd"]
    return {
        "alarms": has["alarms"] * listed["cloudwatch"]["alarm"]["usd"],
        "dashboard": has["dashboards"] * listed["cloudwatch"]["dashboard"]["usd"],
        "key": has["keys"] * listed["kms"]["key"]["usd"],
        "secret": listed["secrets"]["secret"]["usd"],
        "images": has["image_gb"] * listed["ecr"]["storage"]["usd"],
        "interface endpoints": has["interface_endpoint_zones"] * hourly * HOURS_A_MONTH,
    }


def table(prices: dict[str, Any]) -> Iterator[str]:
    """The same in Markdown, as docs/deploying.md has it."""
    for line in lines(prices):
        usd = [f"{line.usd[how]:.4f}" if how in line.usd else "" for how in ("spot", "on_demand", "endpoint")]
        yield f"| {line.engine} | {line.machine} | {line.seconds:g} ({line.basis}) | {' | '.join(usd)} |"
    for stage in prices["idle"]:
        parts = idle(prices, stage)
        told = ", ".join(f"{what} {usd:.2f}" for what, usd in parts.items() if usd)
        yield f"| {stage} | {sum(parts.values()):.2f} | {told} |"


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser("costs", __doc__)
    options.add_argument("--table", action="store_true", help="as Markdown")
    prices = json.loads(FILE.read_text())
    if options.parse_args(arguments).table:
        print("\n".join(table(prices)))
        return
    for line in lines(prices):
        usd = {how: round(price, 6) for how, price in line.usd.items()}
        say(f"{line.engine} on {line.machine}", seconds=line.seconds, usd=usd)
    for stage in prices["idle"]:
        say(f"{stage}, a month idle", usd=round(sum(idle(prices, stage).values()), 2))


if __name__ == "__main__":
    main()
