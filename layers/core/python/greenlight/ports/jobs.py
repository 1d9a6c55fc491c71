"""What keeps jobs, and where they run."""

from collections.abc import Sequence
from typing import Protocol

from greenlight.contracts import Job
from greenlight.domain.jobs import JobRecord, Waiter


class Jobs(Protocol):
    """`add` and `save` answer False when somebody else wrote first."""

    def get(self, job_id: str) -> JobRecord | None: ...

    def add(self, record: JobRecord) -> bool: ...

    def save(self, record: JobRecord) -> bool: ...

    def put_waiter(self, waiter: Waiter) -> None: ...

    def waiters(self, job_id: str) -> Sequence[Waiter]: ...

    def of(self, production_id: str) -> Sequence[Waiter]:
        """Every job that this production waited for, in any of its runs."""

    def answered(self, waiter: Waiter) -> None: ...

    def forget(self, job_id: str, production_id: str) -> bool:
        """Takes a production's interest in a job away; True when nobody else is interested in it."""


class JobBackend(Protocol):
    """Where jobs run: a queue, SageMaker, Batch. `cancel` asks; the job may still finish."""

    def submit(self, job: Job) -> None: ...

    def cancel(self, record: JobRecord) -> None: ...
