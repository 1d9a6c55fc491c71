"""SageMaker's contract for a container over one `Machine`: `/ping`, and `/invocations` with one job at a time."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from pydantic import ValidationError

from gpu_containers.runtime import signals
from gpu_containers.runtime.failures import BrokenGpu, why_no_job
from gpu_containers.runtime.logs import log_outcome
from gpu_containers.runtime.machine import InHand, Machine, ending_by, seconds_until_hang
from gpu_containers.runtime.reporting import HandedBack, utc_now
from gpu_containers.runtime.storage import CLOUD_ERRORS, NotFoundError, UriError
from greenlight.contracts import Job, JobResult, Progress

log = logging.getLogger(__name__)

# SageMaker gives an invocation up after an hour and tells nobody here; a job ends before, and can still say so.
LONGEST_SECONDS = 3_500.0


@dataclass(frozen=True)
class Refusal:
    """`status` is HTTP's; `message` says what would be right; `ends` is why the process ends after it, if it does."""

    status: int
    message: str
    ends: str = ""


Answer = JobResult | Refusal
_LOADING = Refusal(503, "The engines are still loading.")
_BUSY = Refusal(503, "This container does one job at a time and has one in hand: ask again in a while.")
_STOPPING = Refusal(503, "This container stops; another one will do the job.")
_STORAGE_AWAY = Refusal(503, "The storage did not answer as it should: ask again in a while.")
_UNEXPECTED = Refusal(500, "The job could not be done for a reason that only the log tells.")
_HANGS = Refusal(500, "The engine hangs; the container is started anew.", ends=signals.HANGS)
_BROKEN = Refusal(503, "The GPU is broken; the container is started anew.", ends=signals.BROKEN)


class Invocations:
    """`end` is called with the reason when an engine neither ends nor reports `patience` seconds after its job's
    deadline, or breaks its GPU. A job has `longest` seconds, or less by its deadline.
    """

    def __init__(
        self,
        machine: Machine,
        send: Callable[[Progress], None],
        *,
        patience: float,
        end: Callable[[str], None],
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self._machine = machine
        self._send = send
        self._patience = patience
        self._end = end
        self._longest = timedelta(seconds=longest)
        self._busy = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()
        self._stopping = threading.Event()
        self._loaded = threading.Event()
        self._in_hand: InHand | None = None

    def load(self, engines: list[str]) -> None:
        """Loads what jobs will ask for; raises `JobFailed` with the reason why one cannot be."""
        for engine in engines:
            self._machine.registry.get(engine)
        self._loaded.set()

    @property
    def is_ready(self) -> bool:
        return self._loaded.is_set() and not self._stopping.is_set()

    @contextmanager
    def invoke(self, body: bytes) -> Iterator[Answer]:
        """The result of the job in `body`, or why there is none; the job is in hand until its answer was sent."""
        job = self._read(body) if self.is_ready else _STOPPING if self._stopping.is_set() else _LOADING
        if isinstance(job, Refusal):
            yield job
            return
        if not self._busy.acquire(blocking=False):
            yield _BUSY
            return
        self._idle.clear()
        answer: Answer = _STOPPING
        try:
            if not self._stopping.is_set():
                answer = self._do(job)
            yield answer
        finally:
            self._answered(answer)

    def drain(self, grace: float, to_let_go: float = 1.0) -> bool:
        """Gives the job in hand `grace` seconds to finish, else lets go of it; says whether the engine has ended."""
        self._stopping.set()
        if not self._loaded.is_set():
            return False
        if self._idle.wait(grace):
            return True
        if in_hand := self._in_hand:
            in_hand.reporter.hand_back()
            if not self._idle.wait(to_let_go):
                in_hand.attempt.discard()
                return False
        return self._idle.wait(to_let_go)

    def _answered(self, answer: Answer) -> None:
        ends = answer.ends if isinstance(answer, Refusal) else ""
        if ends:
            self._stopping.set()
        if ends != signals.HANGS:
            # An engine that hangs stays in hand: nothing may begin beside it, and nobody wait for its threads.
            self._in_hand = None
            self._idle.set()
            self._busy.release()
        if ends:
            self._end(ends)

    def _read(self, body: bytes) -> Job | Refusal:
        try:
            if (uri := _reference(body)) is not None:
                body = self._machine.storage.read(uri).encode()
            return Job.model_validate_json(body)
        except ValidationError as error:
            return Refusal(400, why_no_job(error))
        except (NotFoundError, UriError) as error:
            return Refusal(400, f"There is no job at {error}.")
        except CLOUD_ERRORS:
            log.warning("the job could not be read", exc_info=True)
            return _STORAGE_AWAY
        except Exception:
            log.warning("what was sent cannot be read", exc_info=True)
            return Refusal(400, "This is no job; it cannot even be read.")

    def _do(self, job: Job) -> Answer:
        started = time.monotonic()
        job = ending_by(job, utc_now() + self._longest)
        self._in_hand = in_hand = self._machine.take(job, self._send)
        answers: list[Answer] = []
        thread = threading.Thread(target=lambda: answers.append(self._answer(in_hand)), name="engine", daemon=True)
        thread.start()
        thread.join(seconds_until_hang(job, self._patience))
        if not answers:
            log.error("the engine hangs: it neither ended nor reported by its deadline", extra={"job_id": job.job_id})
            return _HANGS
        answer = answers[0]
        log_outcome(job, answer.outcome if isinstance(answer, JobResult) else "handed_back", started)
        return answer

    def _answer(self, in_hand: InHand) -> Answer:
        try:
            result = self._machine.result_of(in_hand)
        except HandedBack:
            return _STOPPING
        except BrokenGpu:
            return _BROKEN
        except CLOUD_ERRORS:
            log.warning("the result could not be published", exc_info=True)
            return _STORAGE_AWAY
        except BaseException:
            # Also an engine's sys.exit(): a thread that dies would be taken for one that hangs.
            log.exception("the job could not be done", extra={"job_id": in_hand.job.job_id})
            return _UNEXPECTED
        if result.error and result.error.retryable and self._stopping.is_set():
            # What fails while the container stops is not the job's fault.
            return _STOPPING
        return result


def _reference(body: bytes) -> str | None:
    """Where the job lies, for a request that is `{"job_uri": "s3://…"}` rather than the job."""
    try:
        match json.loads(body):
            case {"job_uri": str(uri), **rest} if not rest:
                return uri
    except ValueError:
        pass
    return None
