"""Whether this stage is set up to work: every service it depends on, its writer, and each engine where it runs."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from greenlight.contracts import Job
from greenlight.domain.catalogue import engine_version
from greenlight.domain.errors import Invalid
from greenlight.domain.jobs import JobRecord, JobSpec
from greenlight.domain.keys import Identity
from greenlight.domain.writing import RewriteRequest, WriterFailed
from greenlight.ports import Clock, JobBackend, Jobs, Media, ScriptWriter
from greenlight.services.health import Check, Health

PATIENCE = timedelta(seconds=15)
BETWEEN_LOOKS = 0.25
# Whoever asks within the same while shares the jobs that find it out.
WINDOW = 10
SAMPLE = "Hello, and welcome to our shop. We are open until seven."


@dataclass(frozen=True)
class Validation:
    """`engines` are task and engine as the stage is set to use them."""

    health: Health
    writer: tuple[str, Callable[[], ScriptWriter]]
    engines: Sequence[tuple[str, str]]
    jobs: Jobs
    backend: JobBackend
    media: Media
    clock: Clock
    pause: Callable[[float], object]

    def checks(self, identity: Identity) -> list[Check]:
        now = self.clock.now()
        sent = [(task, engine, self._send(identity.account_id, task, engine, now)) for task, engine in self.engines]
        with_writer = ThreadPoolExecutor(1, thread_name_prefix="check")
        written = with_writer.submit(self._writer)
        services = self.health.fresh()
        engines = [self._engine(task, engine, begun, now + PATIENCE) for task, engine, begun in sent]
        left = max(0.0, (now + PATIENCE - self.clock.now()).total_seconds())
        with_writer.shutdown(wait=False)
        return [*services, self._in_time(written, left), *engines]

    def _in_time(self, written: Future[Check], seconds: float) -> Check:
        try:
            return written.result(timeout=seconds + 1)
        except TimeoutError:
            message = f"It did not write a sentence within {PATIENCE.total_seconds():g} s."
            return Check(f"writer {self.writer[0]}", False, message)

    def _writer(self) -> Check:
        name, writer = self.writer
        request = RewriteRequest(SAMPLE, "friendly", "en-US", 10, "heart", None, ())
        try:
            writer().rewrite(request)
        except WriterFailed as failed:
            return Check(f"writer {name}", False, failed.message)
        return Check(f"writer {name}", True, "It wrote a sample.")

    # -- engines, tried by a job that makes nothing ------------------------------------------------------------------
    def _send(self, account_id: str, task: str, engine: str, now: datetime) -> JobRecord | str:
        """The job, or why there can be none."""
        window = int(now.timestamp()) // WINDOW
        try:
            spec = JobSpec(task, engine, engine_version(task, engine), {"check": window}, {}, {})
        except Invalid as unknown:
            return unknown.message
        record = JobRecord(
            job_id=spec.job_id(account_id),
            account_id=account_id,
            task=task,
            engine=engine,
            params=spec.params,
            inputs={},
            output_prefix=self.media.uri(f"jobs/{account_id}/{spec.cache_key}/"),
            cache_key=spec.cache_key,
            sent_at=now,
            deadline=now + 2 * PATIENCE,
        )
        if self.jobs.add(record):
            fields = asdict(record)
            self.backend.submit(Job.model_validate({name: fields[name] for name in Job.model_fields}))
        return record

    def _engine(self, task: str, engine: str, begun: JobRecord | str, until: datetime) -> Check:
        name = f"{task} {engine}"
        if isinstance(begun, str):
            return Check(name, False, begun)
        record = self.jobs.get(begun.job_id) or begun
        while not record.is_done:
            if self.clock.now() >= until:
                waited = f"No worker answered within {PATIENCE.total_seconds():g} s"
                return Check(name, False, f"{waited}; is one running for {task}?")
            self.pause(BETWEEN_LOOKS)
            record = self.jobs.get(begun.job_id) or record
        self.media.delete_under(record.output_prefix)
        if record.error is not None:
            return Check(name, False, str(record.error["message"]))
        return Check(name, True, str(record.facts.get("detail", "It is loaded.")))
