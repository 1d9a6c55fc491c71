"""Containers as processes: `serve` answers over HTTP, `batch` ends with a code; and `serve` without a process."""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import requests

from gpu_containers.runtime.invocations import Answer, Invocations
from gpu_containers.runtime.machine import Machine
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.s3_storage import S3Storage
from gpu_containers.runtime.storage import Storage
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, Task
from tests.containers.sample_task.engines import ENGINES
from tests.containers.worker_harness import RUNTIME, Plane, process_environment

SAMPLES = ("--task", "media", "--engines", "tests.containers.sample_task.engines")
PATIENCE = 240


class Served:
    """A serving container and its log, which is followed so that it never blocks."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: SimpleQueue[str] = SimpleQueue()
        threading.Thread(target=self._follow, daemon=True).start()
        port = re.search(r"listening on port (\d+)", self.says("listening on port"))
        assert port
        self.url = f"http://127.0.0.1:{port[1]}"

    def ping(self) -> int:
        return requests.get(f"{self.url}/ping", timeout=PATIENCE).status_code

    def invoke(self, job: Job | str | bytes) -> requests.Response:
        body = job.model_dump_json() if isinstance(job, Job) else job
        return requests.post(f"{self.url}/invocations", data=body, timeout=PATIENCE)

    def says(self, text: str) -> str:
        """The next line of the log with this text; fails when the container ends before it says so."""
        log = ""
        while line := self._lines.get(timeout=PATIENCE):
            if text in line:
                return line
            log += line
        raise AssertionError(f"the container never said '{text}':\n{log}")

    def ended(self, within: float = PATIENCE) -> tuple[int, str]:
        """Exit code, and the log since what it was last waited to say."""
        code = self.process.wait(within)
        return code, "".join(iter(self._lines.get, ""))

    def end(self) -> tuple[int, str]:
        """Exit code and log after SIGTERM."""
        self.process.terminate()
        return self.ended()

    def _follow(self) -> None:
        assert self.process.stderr
        with self.process.stderr as log:
            for line in log:
                self._lines.put(line)
        self._lines.put("")


@contextmanager
def starting(plane: Plane, *arguments: str, **settings: str) -> Iterator[Served]:
    """A container that listens and may not be ready yet; killed afterwards unless it ended."""
    environment = process_environment() | plane.environment | {"SAGEMAKER_BIND_TO_PORT": "0"} | settings
    process = subprocess.Popen([*RUNTIME, "serve", *arguments], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield Served(process)
    finally:
        process.kill()
        process.wait()


@contextmanager
def serving(plane: Plane, *arguments: str, **settings: str) -> Iterator[Served]:
    """A container that is ready; killed afterwards unless it ended."""
    with starting(plane, *(arguments or SAMPLES), **settings) as served:
        served.says("ready for jobs")
        yield served


def start_batch(
    plane: Plane, *jobs: Job | str, task: tuple[str, ...] = SAMPLES, **settings: str
) -> "subprocess.Popen[str]":
    given = [part for job in jobs for part in ("--job", job.model_dump_json() if isinstance(job, Job) else job)]
    environment = process_environment() | plane.environment | settings
    return subprocess.Popen([*RUNTIME, "batch", *task, *given], env=environment, stderr=subprocess.PIPE, text=True)


def end_of(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Exit code and log."""
    with process:
        try:
            _, log = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    return process.returncode, log


def batch(plane: Plane, *jobs: Job | str, task: tuple[str, ...] = SAMPLES, **settings: str) -> tuple[int, str]:
    """Exit code and log of one run."""
    return end_of(start_batch(plane, *jobs, task=task, **settings))


def in_background(served: Served, job: Job) -> tuple[threading.Thread, list[requests.Response]]:
    answers: list[requests.Response] = []
    thread = threading.Thread(target=lambda: answers.append(served.invoke(job)))
    thread.start()
    return thread, answers


def in_process(plane: Plane, storage: Storage | None = None, **times: Any) -> tuple[Invocations, list[str]]:
    """What `serve` answers with, on threads of the test, and the reasons why it would have ended."""
    workspace = Workspace(plane.folder / "work")
    machine = Machine(Task.MEDIA, Registry(ENGINES, {}), storage or S3Storage(plane.s3), workspace)
    reasons: list[str] = []
    invocations = Invocations(machine, lambda _: None, end=reasons.append, **({"patience": PATIENCE} | times))
    invocations.load([])
    return invocations, reasons


def answer_of(invocations: Invocations, job: Job) -> Answer:
    with invocations.invoke(job.model_dump_json().encode()) as answer:
        return answer


def gated(plane: Plane, **params: Any) -> tuple[Job, Path]:
    """A gated job and its gate; `reached` waits until it works."""
    job, gate = plane.gated_job(**params)
    os.mkfifo(job.params["reached"])
    return job, gate


def reached(job: Job) -> None:
    """Opening the pipe blocks until the engine of the job writes to it."""
    thread = threading.Thread(target=Path(job.params["reached"]).read_text, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "the engine never began"
