"""What a fleet is made of, and what comes of a simulation of it; all times in seconds."""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Fleet:
    """How machines are kept.

    `floor` machines are kept always, `first` are there at the start; more are started while there are over `backlog`
    jobs, waiting or in hand, for each machine, and one that idles for `idle` is given up. A machine takes up to `batch`
    waiting jobs at once, as one run of a container. A model takes `load` to be loaded: by each run, or where it is
    `kept` once, before the machine takes its first job. `interruptions` are those of one machine in an hour.
    """

    floor: int
    batch: int = 1
    load: float = 0.0
    kept: bool = False
    backlog: float = math.inf
    first: int = 0
    idle: float = 300.0
    cold: tuple[float, float] = (120.0, 540.0)
    interruptions: float = 0.0

    @property
    def load_of_a_machine(self) -> float:
        return self.load if self.kept else 0.0

    @property
    def load_of_a_run(self) -> float:
        return 0.0 if self.kept else self.load


@dataclass(eq=False, slots=True)
class Job:
    """`started` is when its work began that came to an end; until then it waited, be it for the model of its run."""

    at: float
    work: float
    started: float = -1.0
    ended: float = -1.0
    runs: int = 0
    ends: int = 0


@dataclass(eq=False, slots=True)
class Machine:
    """What was to happen to it in an earlier `turn` is void: it does something else by now."""

    since: float
    turn: int = 0
    gone: bool = False
    hand: deque[Job] = field(default_factory=deque)


@dataclass(frozen=True)
class Outcome:
    jobs: Sequence[Job]
    machine_seconds: float
    interruptions: int
    most_machines: int

    @cached_property
    def waits(self) -> list[float]:
        return sorted(job.started - job.at for job in self.jobs)

    @property
    def utilisation(self) -> float:
        """Of the seconds that are paid, those of work that came to an end."""
        return sum(job.work for job in self.jobs) / self.machine_seconds if self.machine_seconds else 0.0


def quantile(ordered: Sequence[float], share: float) -> float:
    """The nearest rank; 0 of nothing."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
