"""Engines that work, wait, hang, report, and fail: from a full disk, from no memory, from a bug, from a broken GPU."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gpu_containers.runtime.engine import JobCancelled, JobFailed, Needs, Produced, Work


class _Sample:
    name = "sample"
    version = "1"
    needs = Needs()

    def load(self) -> None:
        """Nothing to load."""


def shouted(work: Work) -> Produced:
    text = work.inputs["text"].read_text().upper()
    output = work.folder / "shouted.txt"
    output.write_text(text)
    return Produced({"text": output}, {"characters": len(text)})


class Shout(_Sample):
    name = "shout"

    def run(self, work: Work) -> Produced:
        return shouted(work)


class Gated(_Sample):
    """Waits until the file `params["gate"]` exists, then fails if it has a `fault`, also when it is cancelled.

    With `deaf` it does not report meanwhile, like native code. `params["reached"]`, a file or a named pipe, is written
    first, to tell the test that it began.
    """

    name = "gated"

    def run(self, work: Work) -> Produced:
        step = threading.Event()
        gate = Path(work.job.params["gate"])
        Path(work.job.params["reached"]).write_text("reached")
        try:
            while not gate.exists():
                if not work.job.params.get("deaf"):
                    work.report(0.5, "waiting")
                step.wait(0.02)
        except JobCancelled:
            if "fault" not in work.job.params:
                raise
        if "fault" in work.job.params:
            raise JobFailed("encoder_gone", work.job.params["fault"], retryable=work.job.params["retryable"])
        return shouted(work)


class Stuck(_Sample):
    """Hangs in a thread of a pool, which the interpreter would wait for at its orderly end."""

    name = "stuck"

    def run(self, work: Work) -> Produced:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(threading.Event().wait).result()
        return shouted(work)


class SlowStart(_Sample):
    """Loads, in a thread of a pool, until the named pipe `LOAD_GATE` is written to and closed."""

    name = "slow_start"

    def load(self) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(Path(os.environ["LOAD_GATE"]).read_text).result()

    def run(self, work: Work) -> Produced:
        return shouted(work)


class Chatty(_Sample):
    """Reports ten thousand times, and half of the times less than before."""

    name = "chatty"

    def run(self, work: Work) -> Produced:
        for step in range(10_000):
            work.report(step / 10_000 if step % 2 else 0.0, "counting")
        return shouted(work)


class Faulty(_Sample):
    """Fails as `params["fault"]` says."""

    name = "faulty"

    def run(self, work: Work) -> Produced:
        match work.job.params["fault"]:
            case "disk":
                Path("/dev/full").write_text("more than fits")
            case "memory":
                bytearray(2**62)
            case "bug":
                raise RuntimeError(f"secret detail in {work.folder}")
            case "exit":
                sys.exit("an engine that takes itself for a program")
            case "gpu":
                raise RuntimeError("CUDA error: an illegal memory access was encountered")
            case "wrapped gpu":
                try:
                    raise RuntimeError("CUDA error: unspecified launch failure")
                except RuntimeError as error:
                    raise JobFailed("weights_unfit", "These weights cannot be loaded.") from error
            case "lost":
                return Produced({"kept": shouted(work).outputs["text"], "lost": work.folder / "lost.txt"})
            case "strange fact":
                return Produced(shouted(work).outputs, {"device": object()})
        raise JobFailed("too_quiet", "Nothing can be heard: send a louder recording.")


class Keyed(_Sample):
    name = "keyed"
    needs = Needs(settings=("SAMPLE_API_KEY",))

    def run(self, work: Work) -> Produced:
        return shouted(work)


class Counted(_Sample):
    """Its version says how often it was loaded."""

    name = "counted"

    def __init__(self) -> None:
        self._times = 0

    def load(self) -> None:
        self._times += 1
        self.version = f"loaded {self._times} times"

    def run(self, work: Work) -> Produced:
        return shouted(work)
