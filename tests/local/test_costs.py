"""The cost tables of the documentation are those that the price file gives."""

import json

from benchmarks import costs
from local.environment import ROOT

PRICES = json.loads(costs.FILE.read_text())


def test_every_line_of_the_tables_is_in_the_documentation() -> None:
    text = (ROOT / "docs/deploying.md").read_text().splitlines()
    made = list(costs.table(PRICES))
    assert len(made) > 10
    assert [line for line in made if line not in text] == []


def test_a_machine_costs_its_hours() -> None:
    (line,) = [each for each in costs.lines(PRICES) if (each.engine, each.machine) == ("musetalk", "g5.xlarge")]
    assert line.usd["on_demand"] == line.seconds / 3600 * PRICES["prices"]["ec2"]["g5.xlarge"]["on_demand"]["usd"]


def test_dev_pays_for_nothing_by_the_hour() -> None:
    assert costs.idle(PRICES, "dev")["interface endpoints"] == 0
    assert sum(costs.idle(PRICES, "dev").values()) < 15
