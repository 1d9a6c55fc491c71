"""`batch`: does the jobs that it is given and ends; its exit code says whether AWS Batch should try again."""

import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from gpu_containers.runtime import cloud, signals
from gpu_containers.runtime.logs import log_as_json
from gpu_containers.runtime.machine import InHand, Machine
from gpu_containers.runtime.registry import Registry, engines_module
from gpu_containers.runtime.reporting import HandedBack
from gpu_containers.runtime.settings import ServerSettings
from gpu_containers.runtime.storage import CLOUD_ERRORS, NotFoundError, Storage, UriError
from gpu_containers.runtime.workspace import Workspace
from greenlight.contracts import Job, JobError, JobResult, Task

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
    batch = Batch(Machine(Task(task), registry, cloud.storage(), workspace), given)
    endings = signals.Endings()
    signals.listen(endings)
    threading.Thread(target=signals.guarded, args=(batch.run, endings), name="batch", daemon=True).start()
    reason = endings.get()
    engine_has_ended = batch.let_go() if reason == signals.STOP else True
    workspace.close()
    log.info("batch ended with %d", batch.code)
    return signals.leave(batch.code, engine_has_ended=engine_has_ended)


class Batch:
    """`code` is the exit code: the worst of the jobs, where trying again is worse than having failed."""

    def __init__(self, machine: Machine, given: Sequence[str]) -> None:
        self.code = TRY_AGAIN
        self._machine = machine
        self._given = given
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
            self._in_hand = in_hand = self._machine.take(job, self._send)
            result = self._machine.result_of(in_hand)
            self._tell(job, result)
        except NoJobError as error:
            log.error("%s", error)
            return FAILED
        except HandedBack:
            return TRY_AGAIN
        except CLOUD_ERRORS:
            log.warning("the storage did not answer as it should", exc_info=True)
            return TRY_AGAIN
        finally:
            self._in_hand = None
        return TRY_AGAIN if result.error and result.error.retryable else FAILED if result.error else DONE

    def _tell(self, job: Job, result: JobResult) -> None:
        """A failure lies beside where the result would be, for whoever hears that this batch failed."""
        log.info("job ended", extra={"job_id": job.job_id, "outcome": result.outcome} | _code_in(result.error))
        if not result.error or not job.output_prefix.endswith("/"):
            return
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "failure.json"
            file.write_text(result.model_dump_json())
            try:
                self._machine.storage.store(file, f"{job.output_prefix}failure-{job.attempt}.json")
            except UriError:
                log.error("the failure cannot be told: %s", result.error.message)


def read_job(given: str, storage: Storage) -> Job:
    try:
        if given.startswith("s3://"):
            return Job.model_validate_json(storage.read(given))
        return Job.model_validate_json(given if given.lstrip().startswith("{") else Path(given).read_bytes())
    except ValidationError as error:
        fields = ", ".join(sorted({".".join(map(str, each["loc"])) or "the text" for each in error.errors()}))
        raise NoJobError(f"This is no job; look at {fields}.") from error
    except (NotFoundError, UriError, OSError) as error:
        raise NoJobError(f"There is no job at {given[:200]!r}.") from error


def _code_in(error: JobError | None) -> dict[str, str]:
    return {"code": error.code} if error else {}
