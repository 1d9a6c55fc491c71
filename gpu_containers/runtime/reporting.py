"""What an engine's report does: sends progress, and stops a job that was cancelled, is too late or was handed back."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from gpu_containers.runtime.engine import JobCancelled, JobFailed
from gpu_containers.runtime.storage import CLOUD_ERRORS
from greenlight.contracts import Job, Progress

log = logging.getLogger(__name__)

Clock = Callable[[], float]
Now = Callable[[], datetime]


class HandedBack(JobCancelled):
    """The worker stops and another one will do the job; an engine treats it like any cancellation."""


class DeadlineExceeded(JobFailed):
    def __init__(self) -> None:
        super().__init__("deadline_exceeded", "The job took longer than it was given; ask again with more time.")


def utc_now() -> datetime:
    return datetime.now(UTC)


def deadline_of(job: Job) -> datetime:
    """A deadline without a time zone is read as UTC."""
    return job.deadline if job.deadline.tzinfo else job.deadline.replace(tzinfo=UTC)


class Reporter:
    """Called by the engine, on any thread and as often as it likes; the fraction that is sent never goes back.

    It talks to the cloud at most once in `interval` seconds.
    """

    def __init__(
        self,
        job: Job,
        send: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        *,
        clock: Clock = time.monotonic,
        now: Now = utc_now,
        interval: float = 1.0,
    ) -> None:
        self._job = job
        self._send = send
        self._cancelled = cancelled
        self._clock = clock
        self._now = now
        self._interval = interval
        self._next_time = float("-inf")
        self._fraction = 0.0
        self._handed_back = threading.Event()
        self._lock = threading.Lock()

    def __call__(self, fraction: float, message: str) -> None:
        if self._handed_back.is_set():
            raise HandedBack
        with self._lock:
            self._fraction = max(self._fraction, min(fraction, 1.0))
            if self._clock() < self._next_time:
                return
            self._next_time = self._clock() + self._interval
            self._stop_if_unwanted()
            self._try_to_send(self._progress(message))

    def hand_back(self) -> None:
        """Makes the next report raise `HandedBack`."""
        self._handed_back.set()

    @property
    def handed_back(self) -> bool:
        return self._handed_back.is_set()

    def _progress(self, message: str) -> Progress:
        return Progress(job_id=self._job.job_id, attempt=self._job.attempt, fraction=self._fraction, message=message)

    def _stop_if_unwanted(self) -> None:
        if self._now() >= deadline_of(self._job):
            raise DeadlineExceeded
        try:
            cancelled = self._cancelled()
        except CLOUD_ERRORS:
            # A lost look costs a second; a lost job would cost all of its work.
            log.warning("could not look for the cancel flag", exc_info=True)
            return
        if cancelled:
            raise JobCancelled

    def _try_to_send(self, progress: Progress) -> None:
        try:
            self._send(progress)
        except CLOUD_ERRORS:
            log.warning("could not send progress", exc_info=True)
