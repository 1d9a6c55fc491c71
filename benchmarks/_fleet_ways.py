"""How a task's jobs come to machines: an endpoint, AWS Batch, a queue's workers; and runs that nobody makes yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# As infra/cdk/endpoint_scaling.py has it: jobs for each machine, with the one in hand, before there is another one.
ENDPOINT_BACKLOG = 2


@dataclass(frozen=True)
class Way:
    """`kept`: a model stays loaded while its machine lives; else each run loads it anew."""

    name: str
    kept: bool
    batches: tuple[int, ...] = (1,)

    def rents(self, prices: dict[str, Any], instance: str) -> Iterator[tuple[str, float, float]]:
        """(market, USD an hour, interruptions an hour), as `instance` can be had."""
        if self is ENDPOINT:
            if listed := prices["prices"]["sagemaker"].get(f"ml.{instance}"):
                yield "endpoint", listed["usd"], 0.0
            return
        for market, entry in prices["prices"]["ec2"].get(instance, {}).items():
            yield market, entry["usd"], entry.get("interruptions_per_hour", 0.0)

    def backlog(self, enough: float, batch: int) -> float:
        """Jobs for each machine; `enough` are those that the target allows. Batch starts a machine for each run."""
        if self is ENDPOINT:
            return ENDPOINT_BACKLOG
        return enough if self.kept else min(enough, batch)


ENDPOINT = Way("endpoint", kept=True)
BATCH = Way("batch", kept=False)
# Nothing starts or ends a worker's machine but whoever runs it; simulated as if it were by the jobs that wait.
WORKER = Way("worker", kept=True)
# Not what the code does: it gives AWS Batch one job at a time.
PACKED = Way("packed", kept=False, batches=(4, 16))
WAYS = (ENDPOINT, BATCH, WORKER)
