"""SageMaker's contract for a container over one `Machine`: `/ping`, and `/invocations` with one job at a time."""

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from gpu_containers.runtime.logs import log_outcome
from gpu_containers.runtime.machine import InHand, Machine
from gpu_containers.runtime.reporting import HandedBack, deadline_of, utc_now
from gpu_containers.runtime.storage import CLOUD_ERRORS, NotFoundError, UriError
from greenlight.contracts import Job, JobResult, Progress

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """`status` is HTTP's; `message` says what would be right."""

    status: int
    message: str


Answer = JobResult | Refusal
_BUSY = Refusal(503, "This container does one job at a time and has one in hand: ask again in a while.")
_STOPPING = Refusal(503, "This container stops; another one will do the job.")


class Invocations:
    """`on_hang` is called when an engine neither ends nor reports `patience` seconds after its job's deadline."""

    def __init__(
        self, machine: Machine, send: Callable[[Progress], None], *, patience: float, on_hang: Callable[[], None]
    ) -> None:
        self._machine = machine
        self._send = send
        self._patience = patience
        self._on_hang = on_hang
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

    def invoke(self, body: bytes) -> Answer:
        """The result of the job in `body`, or why there is none."""
        if not self.is_ready:
            return _STOPPING if self._stopping.is_set() else Refusal(503, "The engines are still loading.")
        job = self._read(body)
        if isinstance(job, Refusal):
            return job
        if not self._busy.acquire(blocking=False):
            return _BUSY
        self._idle.clear()
        try:
            return _STOPPING if self._stopping.is_set() else self._do(job)
        finally:
            self._in_hand = None
            self._idle.set()
            self._busy.release()

    def drain(self, grace: float, to_let_go: float = 1.0) -> bool:
        """Gives the job in hand `grace` seconds to finish, else lets go of it; says whether the engine has ended."""
        self._stopping.set()
        if self._idle.wait(grace):
            return True
        if in_hand := self._in_hand:
            in_hand.reporter.hand_back()
            if not self._idle.wait(to_let_go):
                in_hand.attempt.discard()
                return False
        return self._idle.wait(to_let_go)

    def _read(self, body: bytes) -> Job | Refusal:
        try:
            if (uri := _reference(body)) is not None:
                body = self._machine.storage.read(uri).encode()
            return Job.model_validate_json(body)
        except ValidationError as error:
            fields = ", ".join(sorted({".".join(map(str, each["loc"])) or "the body" for each in error.errors()}))
            return Refusal(400, f"This is no job; look at {fields}.")
        except (NotFoundError, UriError) as error:
            return Refusal(400, f"There is no job at {error}.")
        except CLOUD_ERRORS:
            log.warning("the job could not be read", exc_info=True)
            return Refusal(503, "The storage did not answer as it should: ask again in a while.")

    def _do(self, job: Job) -> Answer:
        started = time.monotonic()
        self._in_hand = in_hand = self._machine.take(job, self._send)
        answers: list[Answer] = []
        thread = threading.Thread(target=lambda: answers.append(self._answer(in_hand)), name="engine", daemon=True)
        thread.start()
        thread.join((deadline_of(job) - utc_now()).total_seconds() + self._patience)
        if not answers:
            log.error("the engine hangs: it neither ended nor reported by its deadline", extra={"job_id": job.job_id})
            self._on_hang()
            return Refusal(500, "The engine hangs; the container is started anew.")
        answer = answers[0]
        log_outcome(job, answer.outcome if isinstance(answer, JobResult) else "handed_back", started)
        return answer

    def _answer(self, in_hand: InHand) -> Answer:
        try:
            result = self._machine.result_of(in_hand)
        except HandedBack:
            return _STOPPING
        except CLOUD_ERRORS:
            log.warning("the result could not be published", exc_info=True)
            return Refusal(503, "The storage did not answer as it should: ask again in a while.")
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
