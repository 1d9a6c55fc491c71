"""Keeps one worker process per task running: what dies is started again, what keeps dying ever more slowly."""

import re
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from local import leash
from local.deploy import Deployed

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
HEALTHY_AFTER = 30.0
# Short, so that a killed worker's job is soon with its successor and a stop waits for nobody.
TIMES = {"VISIBILITY_SECONDS": "10", "CLAIM_SECONDS": "2", "GRACE_SECONDS": "2"}


def queues_by_task(deployed: Deployed) -> dict[str, str]:
    """Queue URLs of the template's `JobQueue<Task>` resources: `JobQueueTalkingHead` is `talking_head`."""
    names = {name.removeprefix("JobQueue"): url for name, url in deployed.resources.items() if _is_job_queue(name)}
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(): url for name, url in names.items()}


def _is_job_queue(name: str) -> bool:
    return name.startswith("JobQueue") and name != "JobQueue"


class Supervisor:
    """One thread a task, each with its worker; `stop` ends them all and waits."""

    def __init__(self, deployed: Deployed, environment: Mapping[str, str], state: Path) -> None:
        self._queues = queues_by_task(deployed)
        self._environment = {
            **environment,
            **TIMES,
            "RESULT_QUEUE_URL": deployed.resources["ResultQueue"],
            "PROGRESS_QUEUE_URL": deployed.resources["ProgressQueue"],
        }
        self._state = state
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._keep, args=(task,), daemon=True) for task in self._queues]

    @property
    def pids(self) -> dict[str, int]:
        """The running workers by task; a worker that was started again has another pid."""
        return {task: process.pid for task, process in self._processes.items() if process.poll() is None}

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 5.0) -> None:
        self._stopping.set()
        for process in list(self._processes.values()):
            process.terminate()
        deadline = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        for process in list(self._processes.values()):
            process.kill()
            process.wait()

    def _keep(self, task: str) -> None:
        pause, reported = FIRST_PAUSE, 0
        while not self._stopping.is_set():
            started = time.monotonic()
            self._processes[task] = process = self._start_one(task)
            if self._stopping.is_set():
                process.terminate()
            code = process.wait()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > HEALTHY_AFTER else min(pause * 2, LONGEST_PAUSE)
            if code != reported:
                print(f"The {task} worker ended with {code} and is started again; see {self._log(task)}.", flush=True)
            reported = code
            self._stopping.wait(pause)

    def _start_one(self, task: str) -> subprocess.Popen[bytes]:
        folder = self._state / "work" / task
        folder.mkdir(parents=True, exist_ok=True)
        environment = {**self._environment, "JOB_QUEUE_URL": self._queues[task], "WORK_DIR": str(folder)}
        return leash.start("gpu_containers.runtime", ["worker", "--task", task], environment, self._log(task))

    def _log(self, task: str) -> Path:
        return self._state / "logs" / f"{task}.log"
