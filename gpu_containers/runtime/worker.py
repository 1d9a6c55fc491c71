"""The queue worker: takes one job at a time, keeps it while it works, and lets go of it whatever happens."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from gpu_containers.runtime.delivery import Delivery
from gpu_containers.runtime.failures import BrokenGpu
from gpu_containers.runtime.logs import log_outcome
from gpu_containers.runtime.machine import InHand, Machine
from gpu_containers.runtime.queues import Message, Queues, parse_job
from gpu_containers.runtime.reporting import HandedBack, Reporter, deadline_of
from gpu_containers.runtime.settings import WorkerSettings
from gpu_containers.runtime.storage import CLOUD_ERRORS
from greenlight.contracts import Job, JobResult

log = logging.getLogger(__name__)

_SECONDS_TO_LET_GO = 1.0
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class _Delivered:
    delivery: Delivery
    in_hand: InHand


class Worker:
    """`run` is for a thread of its own; `drain` is called from another one, and ends it."""

    def __init__(
        self,
        *,
        machine: Machine,
        queues: Queues,
        settings: WorkerSettings,
        on_hang: Callable[[], None],
    ) -> None:
        self._machine = machine
        self._queues = queues
        self._settings = settings
        self._on_hang = on_hang
        self._stopping = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._gpu_is_broken = False
        self._delivered: _Delivered | None = None

    def run(self) -> None:
        """Takes jobs until `drain`; queues that do not answer are asked again after a growing pause.

        Raises `BrokenGpu`, with which no other job is begun.
        """
        pause = 1.0
        while not self._stopping.is_set():
            try:
                self._take_one()
                pause = 1.0
            except CLOUD_ERRORS:
                log.warning("the cloud did not answer; what was in hand comes back by itself", exc_info=True)
                self._stopping.wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)

    def drain(self) -> bool:
        """Gives the job in hand `grace_seconds` to finish, else hands it back.

        Says whether the process can end in order: the engine has ended, and did not break its GPU.
        """
        self._stopping.set()
        if self._idle.wait(self._settings.grace_seconds):
            return not self._gpu_is_broken
        delivered = self._delivered
        if delivered is None:
            return self._idle.wait(_SECONDS_TO_LET_GO)
        delivered.in_hand.reporter.hand_back()
        if self._idle.wait(_SECONDS_TO_LET_GO):
            return not self._gpu_is_broken
        delivered.in_hand.attempt.discard()
        delivered.delivery.hand_back()
        log.info("handed back a job whose engine goes on")
        return False

    def _take_one(self) -> None:
        message = self._queues.receive()
        if message is None:
            return
        self._idle.clear()
        try:
            if self._stopping.is_set():
                self._queues.hand_back(message)
            elif job := parse_job(message):
                self._do(job, message)
        finally:
            self._idle.set()

    def _do(self, job: Job, message: Message) -> None:
        started = time.monotonic()
        in_hand = self._machine.take(job, self._queues.send_progress)
        delivery = Delivery(
            self._queues,
            message,
            visibility_seconds=self._settings.visibility_seconds,
            deadline=deadline_of(job),
            on_hang=self._on_hang,
        )
        self._delivered = _Delivered(delivery, in_hand)
        try:
            with delivery:
                result = self._machine.result_of(in_hand)
                self._refuse_failure_by_stopping(result, in_hand.reporter)
                delivery.finish(result)
            log_outcome(job, result.outcome, started, result.error)
        except HandedBack:
            delivery.hand_back()
            log_outcome(job, "handed_back", started)
        except BrokenGpu:
            self._gpu_is_broken = True
            delivery.hand_back()
            raise
        finally:
            self._delivered = None

    def _refuse_failure_by_stopping(self, result: JobResult, reporter: Reporter) -> None:
        """What fails while the worker stops is not the job's fault: Ctrl-C also ends an engine's child processes."""
        if result.error and (reporter.handed_back or (self._stopping.is_set() and result.error.retryable)):
            raise HandedBack
