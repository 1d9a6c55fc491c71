"""Machines that take jobs off one queue, event by event: a warm floor, cold starts, batches, lost spot machines."""

import heapq
import math
import random
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count

from benchmarks._fleet_model import Fleet, Job, Machine, Outcome

HOUR = 3600.0
WHENEVER = -1
What = Callable[[float, Machine], None]


def simulate(fleet: Fleet, work: Sequence[tuple[float, float]], until: float, seed: int) -> Outcome:
    """`work` are (arrival, seconds) in order; what is unfinished at `until` is finished, and paid."""
    return _Simulation(fleet, [Job(at, seconds) for at, seconds in work], random.Random(seed)).run(until)


class _Simulation:
    def __init__(self, fleet: Fleet, jobs: list[Job], rng: random.Random) -> None:
        self.fleet, self.jobs, self.rng = fleet, jobs, rng
        self.events: list[tuple[float, int, What, Machine, int]] = []
        self.numbers = count()
        self.waiting: deque[Job] = deque()
        # In the order in which they fell idle; the latest works first, so that the others may be given up.
        self.idle: dict[Machine, None] = {}
        self.machines: dict[Machine, None] = {}
        self.in_hand = self.interruptions = self.most = self.arrived = 0
        self.paid = 0.0

    def run(self, until: float) -> Outcome:
        for machine in [self._launch(0.0) for _ in range(max(self.fleet.floor, self.fleet.first))]:
            self._ready(0.0, machine)
        now = 0.0
        while (coming := self._next()) <= until or self.waiting or self.in_hand:
            now = coming
            self._step(now)
        for machine in [*self.machines]:
            self._end(max(now, until), machine)
        return Outcome(self.jobs, self.paid, self.interruptions, self.most)

    def _next(self) -> float:
        arrival = self.jobs[self.arrived].at if self.arrived < len(self.jobs) else math.inf
        return min(arrival, self.events[0][0]) if self.events else arrival

    def _step(self, now: float) -> None:
        before = self.arrived
        while self.arrived < len(self.jobs) and self.jobs[self.arrived].at <= now:
            self.waiting.append(self.jobs[self.arrived])
            self.arrived += 1
        if self.arrived > before:
            self._go_on(now)
            return
        _, _, what, machine, turn = heapq.heappop(self.events)
        if not machine.gone and turn in {machine.turn, WHENEVER}:
            what(now, machine)

    def _at(self, when: float, what: What, machine: Machine, turn: int) -> None:
        heapq.heappush(self.events, (when, next(self.numbers), what, machine, turn))

    # -- machines ----------------------------------------------------------------------------------------------------
    def _launch(self, now: float) -> Machine:
        machine = Machine(now)
        self.machines[machine] = None
        self.most = max(self.most, len(self.machines))
        if self.fleet.interruptions:
            self._at(now + self.rng.expovariate(self.fleet.interruptions / HOUR), self._lose, machine, WHENEVER)
        return machine

    def _ready(self, now: float, machine: Machine) -> None:
        machine.turn += 1
        self.idle[machine] = None
        self._at(now + self.fleet.idle, self._give_up, machine, machine.turn)
        self._go_on(now)

    def _give_up(self, now: float, machine: Machine) -> None:
        if len(self.machines) > self.fleet.floor:
            self._end(now, machine)

    def _lose(self, now: float, machine: Machine) -> None:
        """Its jobs are first in the queue again, and will be run from their start."""
        self.interruptions += 1
        self._end(now, machine)
        self.in_hand -= len(machine.hand)
        self.waiting.extendleft(reversed(machine.hand))
        self._go_on(now)

    def _end(self, now: float, machine: Machine) -> None:
        machine.gone = True
        self.paid += now - machine.since
        self.idle.pop(machine, None)
        del self.machines[machine]

    # -- work --------------------------------------------------------------------------------------------------------
    def _go_on(self, now: float) -> None:
        while self.waiting and self.idle:
            machine, _ = self.idle.popitem()
            taken = min(self.fleet.batch, len(self.waiting))
            machine.hand.extend(self.waiting.popleft() for _ in range(taken))
            self.in_hand += taken
            self._begin(now + self.fleet.load_of_a_run, machine)
        unfinished = len(self.waiting) + self.in_hand
        wanted = max(self.fleet.floor, math.ceil(unfinished / self.fleet.backlog), bool(unfinished))
        for _ in range(wanted - len(self.machines)):
            there = now + self.rng.uniform(*self.fleet.cold) + self.fleet.load_of_a_machine
            machine = self._launch(now)
            self._at(there, self._ready, machine, machine.turn)

    def _begin(self, when: float, machine: Machine) -> None:
        job = machine.hand[0]
        job.started, job.runs = when, job.runs + 1
        machine.turn += 1
        self._at(when + job.work, self._done, machine, machine.turn)

    def _done(self, now: float, machine: Machine) -> None:
        job = machine.hand.popleft()
        job.ended, job.ends = now, job.ends + 1
        self.in_hand -= 1
        if machine.hand:
            self._begin(now, machine)
        else:
            self._ready(now, machine)
