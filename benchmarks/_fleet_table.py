"""An engine's ways beside each other, as a row of docs/scaling.md."""

from collections.abc import Sequence
from typing import Any

from benchmarks._fleet_ways import PACKED, WAYS, WORKER


def row(lines: Sequence[dict[str, Any]]) -> str:
    """`lines` are of one engine and number of videos, in any order."""
    by_way = {line["way"]: line for line in lines}
    ways = [_cell(by_way.get(way.name)) for way in WAYS]
    cells = [*ways, _fixed(by_way[WORKER.name]), _cell(by_way.get(PACKED.name))]
    return f"| {lines[0]['engine']} | {lines[0]['videos_per_day']:,} | {' | '.join(cells)} |"


def _cell(line: dict[str, Any] | None) -> str:
    """USD a day; machines from the warm ones to the most at once; the 95th percentile of the wait."""
    if line is None:
        return ""
    if not line["within_target"]:
        return "never"
    runs = f", runs of {line['batch']}" if line["batch"] > 1 else ""
    market = ", on demand" if line["market"] == "on_demand" else ""
    fleet = f"{line['warm']:,}–{line['most_machines']:,} {line['instance']}{market}{runs}"
    return f"{_usd(line['usd_per_day'])}: {fleet}, {line['wait_p95_s']:,.0f} s"


def _fixed(line: dict[str, Any]) -> str:
    fixed = line["baseline"]
    return f"{_usd(fixed['usd_per_day'])}: {fixed['most_machines']:,}, {fixed['wait_p95_s']:,.0f} s"


def _usd(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 1_000 else f"{amount:.2f}"
