"""The share of a reel's CPU that function processes take on a local stack: CPU seconds by kind of process.

Counted are the embedded cloud, the processes that it starts to run functions, and the workers, which run the engines;
from the request that creates a reel until all of it is done and no function works any more. The client asks for the
reel every two seconds, as the README's does. The first reel of a fresh stack starts a process for each function.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import _processes
from benchmarks._command import parser, say
from benchmarks._stack import SCRIPT, Reel, running
from local.stack import Stack
from local.waiting import wait_until

SIDE, SMALLEST_SIDE = 512, 384
SMALLEST_SCRIPT = "Light."
ASKED_EVERY, SMALLEST_ASKED_EVERY = 2.0, 0.5
QUIET, QUIET_PATIENCE, LOOKED_EVERY = 0.02, 60.0, 0.5


@dataclass
class Meter:
    """Of the processes of a stack that this process started; `seen` are all function processes that there were."""

    stack: Stack
    cloud: int
    workers: dict[str, int]
    seen: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, stack: Stack) -> "Meter":
        state, ours = str(stack.state), _processes.children(os.getpid(), _processes.processes())
        clouds = [each.pid for each in ours if {"local.cloud", state} <= set(_processes.arguments(each.pid))]
        if len(clouds) != 1 or stack.workers is None:
            raise SystemExit(f"The stack in {state} has {len(clouds)} clouds under this process; start it from here.")
        return cls(stack, clouds[0], stack.workers.pids)

    def look(self) -> None:
        """Often, so that no function process comes and goes unseen; what they used is counted in any case."""
        self.seen |= {each.identity for each in _processes.children(self.cloud, _processes.processes())}

    def seconds(self) -> dict[str, float]:
        """Since each process began: by kind, the workers by their tasks."""
        among = _processes.processes()
        if lost := [task for task, pid in self.workers.items() if pid not in among]:
            raise SystemExit(f"The worker of {lost[0]} ended meanwhile, and its seconds with it; run this again.")
        engines = {task: _processes.tree(pid, among) for task, pid in self.workers.items()}
        functions = _processes.below(self.cloud, among)
        return {"functions": functions, "cloud": among[self.cloud].own, **engines}

    def wait_until_quiet(self) -> None:
        """What a finished reel still sets in motion belongs to it: events, progress, money."""
        last = [-1.0]

        def quiet() -> bool:
            self.look()
            before, last[0] = last[0], self.seconds()["functions"]
            return 0 <= last[0] - before < QUIET

        wait_until(quiet, QUIET_PATIENCE, every=LOOKED_EVERY, what="the functions to have nothing to do")


def measured(meter: Meter, side: int, script: str, ask_every: float) -> dict[str, Any]:
    meter.wait_until_quiet()
    there, before = set(meter.seen), meter.seconds()
    reel = Reel.create(meter.stack, side, script)
    reel.approve()
    done = reel.wait(ask_every, meter.look)
    meter.wait_until_quiet()
    used = {kind: after - before[kind] for kind, after in meter.seconds().items()}
    functions, cloud = used.pop("functions"), used.pop("cloud")
    workers = sum(used.values())
    everything = functions + cloud + workers
    return {
        "speech_s": round(done["duration"], 2),
        "functions_cpu_s": round(functions, 2),
        "cloud_cpu_s": round(cloud, 2),
        "workers_cpu_s": round(workers, 2),
        "workers_cpu_s_by_task": {task: round(taken, 2) for task, taken in used.items()},
        "all_cpu_s": round(everything, 2),
        "function_processes_started": len(meter.seen - there),
        "functions_share": round(functions / everything, 3),
    }


def main(arguments: Sequence[str] | None = None, given: Stack | None = None) -> None:
    smallest = parser("function_processes", __doc__).parse_args(arguments).smallest
    if not _processes.PROC.exists():
        print("There is no /proc here: CPU by process is counted on Linux only.", file=sys.stderr)
        return
    side, script = (SMALLEST_SIDE, SMALLEST_SCRIPT) if smallest else (SIDE, SCRIPT)
    ask_every = SMALLEST_ASKED_EVERY if smallest else ASKED_EVERY
    with running(given) as stack:
        meter = Meter.of(stack)
        for case, said in (("first reel", script), ("warm reel", f"{script} Once more.")):
            say(case, **measured(meter, side, said, ask_every))


if __name__ == "__main__":
    main()
