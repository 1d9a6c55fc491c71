"""`batch`: does the jobs that it is given and ends; its exit code says whether AWS Batch should try again.

0: they are done. 1: one failed, for good or not, and said so in `failure-{attempt}.json` beside where its result would
be; whoever reads that decides about a next attempt. 75: one ended without that, because of SIGTERM, a storage that is
away, a GPU that broke or an engine that hangs; Batch starts the same attempt again. What is no job has no place to say
so, and is 1.
"""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import ValidationError

from gpu_containers.runtime import cloud, signals
from gpu_containers.runtime.failures import BrokenGpu, why_no_job
from gpu_containers.runtime.logs import log_as_json, log_outcome
from gpu_containers.runtime.machine import InHand, Machine, seconds_until_hang
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.reporting import HandedBack
from gpu_containers.runtime.settings import ServerSettings
from gpu_containers.runtime.storage import CLOUD_ERRORS, NotFoundError, Storage, UriError
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobResult, Task

log = logging.getLogger(__name__)

# The last is EX_TEMPFAIL of sysexits.h; the job definition tries again on it.
DONE, FAILED, TRY_AGAIN = 0, 1, 75


class NoJobError(Exception):
    """What was given is no job; the message says why."""


def run_batch(task: str, engines: str | None, given: Sequence[str]) -> int:
    """`given` are jobs: S3 URIs, files, or JSON. An engine is loaded once for all of them.

    A spot instance that is taken away sends SIGTERM first; what is in hand is let go of, and the rest not begun.
    """
    log_as_json()
    settings = ServerSettings.from_environment(os.environ)
    registry = Registry.from_module(engines or engines_module(task), os.environ)
    workspace = Workspace(settings.work_dir)
    endings = signals.Endings()
    machine = Machine(Task(task), registry, cloud.storage(), workspace)
    batch = Batch(machine, given, patience=settings.patience_seconds, end=endings.put)
    signals.listen(endings)
    threading.Thread(target=signals.guarded, args=(batch.run, endings), name="batch", daemon=True).start()
    reason = endings.get()
    engine_has_ended = batch.let_go() and reason != signals.BROKEN
    workspace.close()
    log.info("batch ended with %d", batch.code)
    return signals.leave(batch.code, engine_has_ended=engine_has_ended)


class Batch:
    """`code` is the exit code: the worst of the jobs, where trying again is worse than having failed.

    `end` is called with the reason when an engine neither ends nor reports `patience` seconds after its job's deadline,
    or breaks its GPU.
    """

    def __init__(self, machine: Machine, given: Sequence[str], *, patience: float, end: Callable[[str], None]) -> None:
        self.code = TRY_AGAIN
        self._machine = machine
        self._given = given
        self._patience = patience
        self._end = end
        self._send = cloud.progress_sender(os.environ)
        self._stopping = threading.Event()
        self._over = threading.Event()
        self._in_hand: InHand | None = None

    def run(self) -> None:
        try:
            codes = [self._code_of(each) for each in self._given]
            self.code = TRY_AGAIN if self._stopping.is_set() else max(codes, default=DONE)
        finally:
            self._over.set()

    def let_go(self, seconds: float = 3.0) -> bool:
        """Says whether the engine has ended."""
        self._stopping.set()
        if in_hand := self._in_hand:
            in_hand.reporter.hand_back()
            if not self._over.wait(seconds):
                in_hand.attempt.discard()
        return self._over.wait(seconds)

    def _code_of(self, given: str) -> int:
        if self._stopping.is_set():
            return TRY_AGAIN
        try:
            job = read_job(given, self._machine.storage)
            result = self._result_of(job)
            return DONE if not result.error else FAILED if self._tell(job, result) else TRY_AGAIN
        except NoJobError as error:
            log.error("%s", error)
            return FAILED
        except HandedBack:
            return TRY_AGAIN
        except BrokenGpu:
            self._stopping.set()
            self._end(signals.BROKEN)
            return TRY_AGAIN
        except CLOUD_ERRORS:
            log.warning("the storage did not answer as it should", exc_info=True)
            return TRY_AGAIN

    def _result_of(self, job: Job) -> JobResult:
        started = time.monotonic()
        self._in_hand = in_hand = self._machine.take(job, self._send)
        watch = threading.Timer(seconds_until_hang(job, self._patience), self._give_up, [job])
        watch.daemon = True
        watch.start()
        try:
            result = self._machine.result_of(in_hand)
        finally:
            watch.cancel()
            self._in_hand = None
        log_outcome(job, result.outcome, started, result.error)
        return result

    def _give_up(self, job: Job) -> None:
        log.error("the engine hangs: it neither ended nor reported by its deadline", extra={"job_id": job.job_id})
        self._end(signals.HANGS)

    def _tell(self, job: Job, failure: JobResult) -> bool:
        """Says whether the failure lies beside where the result would be, for whoever hears that this batch failed."""
        if not job.output_prefix.endswith("/"):
            return False
        try:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "failure.json"
                file.write_text(failure.model_dump_json())
                self._machine.storage.store(file, f"{job.output_prefix}failure-{job.attempt}.json")
        except (UriError, OSError):
            log.warning("the failure could not be told", exc_info=True, extra={"job_id": job.job_id})
            return False
        return True


def read_job(given: str, storage: Storage) -> Job:
    try:
        if given.startswith("s3://"):
            return Job.model_validate_json(storage.read(given))
        return Job.model_validate_json(given if given.lstrip().startswith("{") else Path(given).read_bytes())
    except ValidationError as error:
        raise NoJobError(why_no_job(error)) from error
    except (NotFoundError, ValueError, OSError) as error:
        raise NoJobError(f"There is no job at {given[:200]!r}.") from error
