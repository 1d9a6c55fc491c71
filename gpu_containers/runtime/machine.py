"""What a process has for the jobs of one task, and how one of them becomes its result, however the job came here."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from gpu_containers.runtime.attempt import Attempt
from gpu_containers.runtime.failures import failed
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.reporting import Reporter, deadline_of, utc_now
from gpu_containers.runtime.results import Results
from gpu_containers.runtime.storage import Storage, UriError
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobError, JobResult, Progress, Task


@dataclass(frozen=True)
class InHand:
    """A job that is being done, and the two ways to let go of it: at the next report, or at once."""

    attempt: Attempt
    reporter: Reporter

    @property
    def job(self) -> Job:
        return self.attempt.job


@dataclass(frozen=True)
class Machine:
    task: Task
    registry: Registry
    storage: Storage
    workspace: Workspace

    @property
    def results(self) -> Results:
        return Results(self.storage)

    def take(self, job: Job, send: Callable[[Progress], None]) -> InHand:
        reporter = Reporter(job, send, lambda: self.results.cancelled(job))
        return InHand(Attempt(job, self.storage, self.workspace, reporter), reporter)

    def result_of(self, in_hand: InHand) -> JobResult:
        """The published result, of an earlier attempt where there is one.

        Raises `HandedBack`, `BrokenGpu` and cloud errors.
        """
        job, attempt = in_hand.job, in_hand.attempt
        if job.task != self.task:
            message = f"This worker does {self.task}, and the job asks for {job.task}: send it to the other queue."
            return failed(job, JobError(code="wrong_task", message=message))
        try:
            if earlier := self.results.find(job):
                return earlier
        except UriError as error:
            return failed(job, JobError(code="invalid_job", message=str(error)))
        result = attempt.run(self.registry)
        return self.results.publish(attempt, result) if result.outcome == "succeeded" else result


def ending_by(job: Job, latest: datetime) -> Job:
    """The same job, to be over by `latest` at the latest."""
    return job.model_copy(update={"deadline": min(deadline_of(job), latest)})


def seconds_until_hang(job: Job, patience: float) -> float:
    """How long to wait for an engine: `patience` seconds more than its job has."""
    left = (deadline_of(job) - utc_now()).total_seconds()
    return min(max(left, 0) + patience, threading.TIMEOUT_MAX)
