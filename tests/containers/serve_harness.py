"""Containers as processes: `serve` answers over HTTP, `batch` ends with a code."""

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests

from greenlight.contracts import Job
from tests.containers.worker_harness import RUNTIME, Plane, process_environment

SAMPLES = ("--task", "media", "--engines", "tests.containers.sample_task.engines")
PATIENCE = 240


@dataclass(frozen=True)
class Served:
    """A serving container; `process.stderr` is its log."""

    url: str
    process: "subprocess.Popen[str]"

    def ping(self) -> int:
        return requests.get(f"{self.url}/ping", timeout=PATIENCE).status_code

    def invoke(self, job: Job | str | bytes) -> requests.Response:
        body = job.model_dump_json() if isinstance(job, Job) else job
        return requests.post(f"{self.url}/invocations", data=body, timeout=PATIENCE)

    def end(self) -> tuple[int, str]:
        """Exit code and log after SIGTERM."""
        self.process.terminate()
        _, log = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, log


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start(plane: Plane, *arguments: str, **settings: str) -> Served:
    """A container that may not be ready yet."""
    port = free_port()
    environment = process_environment() | plane.environment | {"SAGEMAKER_BIND_TO_PORT": str(port)} | settings
    process = subprocess.Popen([*RUNTIME, "serve", *arguments], env=environment, stderr=subprocess.PIPE, text=True)
    return Served(f"http://127.0.0.1:{port}", process)


@contextmanager
def serving(plane: Plane, *arguments: str, **settings: str) -> Iterator[Served]:
    """A container that is ready; killed afterwards unless it ended."""
    served = start(plane, *(arguments or SAMPLES), **settings)
    log = served.process.stderr
    assert log is not None
    try:
        for line in log:
            if "ready for jobs" in line:
                break
        else:
            raise AssertionError("the container never became ready")
        yield served
    finally:
        served.process.kill()
        served.process.communicate()


def batch(plane: Plane, *jobs: Job | str, task: tuple[str, ...] = SAMPLES, **settings: str) -> tuple[int, str]:
    """Exit code and log of one run."""
    given = [part for job in jobs for part in ("--job", job.model_dump_json() if isinstance(job, Job) else job)]
    done = subprocess.run(
        [*RUNTIME, "batch", *task, *given],
        env=process_environment() | plane.environment | settings,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stderr


def in_background(served: Served, job: Job) -> tuple[threading.Thread, list[requests.Response]]:
    answers: list[requests.Response] = []
    thread = threading.Thread(target=lambda: answers.append(served.invoke(job)))
    thread.start()
    return thread, answers
