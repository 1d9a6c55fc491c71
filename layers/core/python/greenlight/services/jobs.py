"""The Job plane: submit what is missing, answer every workflow that waits, retry what may be retried."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import ModuleType

from greenlight.contracts import Job, JobError, JobResult, Progress
from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.jobs import JobRecord, JobSpec, Waiter
from greenlight.domain.production import Failure, Production, StepResult
from greenlight.ports import Clock, JobBackend, Jobs, Media, Productions, Workflows
from greenlight.services import make_reel, make_storyboard
from greenlight.services.productions import change

JOURNEYS: dict[str, ModuleType] = {"reel": make_reel, "storyboard": make_storyboard}
# The token of a waiter whom no workflow stands behind.
NOBODY = ""
TIME_LIMIT = timedelta(hours=2)


@dataclass(frozen=True)
class JobPlane:
    jobs: Jobs
    backend: JobBackend
    workflows: Workflows
    productions: Productions
    media: Media
    clock: Clock

    # -- a workflow asks ---------------------------------------------------------------------------------------------
    def submit(self, production_id: str, step: str, token: str) -> None:
        """Has a step's job done, or answers at once when it was done before."""
        try:
            production = self.productions.get(production_id)
        except NotFound:
            self.workflows.fail(token, "Stopped", "The production was deleted.")
            return
        if not production.wants(step):
            self.workflows.fail(token, "Stopped", f"The production is {production.status.value}.")
            return
        self._note(production, step)
        record = self._ask(production, step, token)
        if not record.is_done and not self.productions.get(production_id).wants(step):
            # Cancelled between the first look and the waiter: whoever cancelled could not see it.
            self._withdraw(record, token)

    def request(self, production: Production, step: str) -> JobRecord:
        """Has a step's job done for whom no workflow waits; what it makes is recorded in the production."""
        return self._ask(production, step, NOBODY)

    def _ask(self, production: Production, step: str, token: str) -> JobRecord:
        spec = plan(step, production)
        job_id = spec.job_id(production.account_id)
        # The waiter is written first: whoever finishes the job from now on will find it.
        self.jobs.put_waiter(Waiter(job_id, production.production_id, step, token, self.clock.now()))
        record = self._ensure(job_id, spec, production)
        if record.is_done:
            self._answer_all(record)
        return record

    def _withdraw(self, record: JobRecord, token: str) -> None:
        for waiter in self.jobs.waiters(record.job_id):
            if waiter.token == token:
                self.jobs.answered(waiter)
        if all(waiter.answered for waiter in self.jobs.waiters(record.job_id)):
            self.backend.cancel(record)
        self.workflows.fail(token, "Stopped", "The production was stopped.")

    def _note(self, production: Production, step: str) -> None:
        journey = JOURNEYS[production.family]
        self._tell(production, journey.state(step), journey.span(step, production)[0])

    def _tell(self, production: Production, state: str, progress: int) -> None:
        """Progress is news, not truth: where somebody else writes first, the next message tells it again."""
        if production.advance(state, progress, self.clock.now()):
            with suppress(ConcurrentChange):
                self.productions.save(production)

    def _ensure(self, job_id: str, spec: JobSpec, production: Production) -> JobRecord:
        now = self.clock.now()
        for _ in range(8):
            record = self.jobs.get(job_id)
            if record is None:
                record = self._new(job_id, spec, production)
                written = self.jobs.add(record)
            elif record.is_done and self._has_result(record):
                return record
            elif record.is_done:
                record = record.restarted(now, now + TIME_LIMIT)
                written = self.jobs.save(record)
            elif record.may_be_lost(now):
                record = record.retried(now, now + TIME_LIMIT)
                written = self.jobs.save(record)
            else:
                return record
            if written:
                self._send_or_fail(job_id, record)
                return record
        raise ConcurrentChange("This job is being submitted by many at once; try again.")

    def _send_or_fail(self, job_id: str, record: JobRecord) -> None:
        try:
            self._send(record)
        except Exception:
            # A record that says "queued" must have its message; this one starts anew when it is asked for again.
            stored = self.jobs.get(job_id)
            if stored is not None and stored.attempt == record.attempt:
                self.jobs.save(stored.failed({"code": "not_sent", "message": "The job could not be sent."}))
            raise

    def _has_result(self, record: JobRecord) -> bool:
        return record.error is None and self.media.exists(f"{record.output_prefix}result.json")

    def _new(self, job_id: str, spec: JobSpec, production: Production) -> JobRecord:
        now = self.clock.now()
        return JobRecord(
            job_id=job_id,
            account_id=production.account_id,
            task=spec.task,
            engine=spec.engine,
            params=spec.params,
            inputs=spec.inputs,
            output_prefix=self.media.uri(f"jobs/{production.account_id}/{spec.cache_key}/"),
            cache_key=spec.cache_key,
            sent_at=now,
            deadline=now + TIME_LIMIT,
        )

    def _send(self, record: JobRecord) -> None:
        fields = asdict(record)
        self.backend.submit(Job.model_validate({name: fields[name] for name in Job.model_fields}))

    # -- a container answers -----------------------------------------------------------------------------------------
    def finished(self, result: JobResult) -> JobRecord | None:
        """Takes a result that may come twice, late, or for a workflow that is long gone.

        The job as it ended, where it is this result that ended it.
        """
        record = before = self.jobs.get(result.job_id)
        if before is None or record is None:
            return None
        # A success is good whenever it comes, a failure only of the attempt that is being waited for.
        if not record.is_done and (result.attempt == record.attempt or result.outcome == "succeeded"):
            record = self._settle(record, result)
        elif not record.is_done and result.attempt == record.attempt - 1:
            # Told again: we may have died between writing the next attempt and sending it; sending twice is harmless.
            self._send(record)
        if record is None or not record.is_done:
            return None
        self._answer_all(record)
        return None if before.is_done else record

    def dead(self, job: Job) -> None:
        """A job whose message came back too often: its workers died each time."""
        error = JobError(
            code="job_died",
            message=f"The {job.task.value} job stopped its workers each time; the input may be too large for them.",
        )
        self.finished(JobResult(job_id=job.job_id, attempt=job.attempt, outcome="failed", error=error))

    def _settle(self, record: JobRecord, result: JobResult) -> JobRecord | None:
        if result.outcome == "succeeded":
            done = record.succeeded(result.outputs, result.sha256, result.facts)
            return done if self.jobs.save(done) else self.jobs.get(record.job_id)
        error = result.error or JobError(code="engine_error", message="The engine failed without saying why.")
        if self._is_worth_another_try(record, error):
            again = record.retried(self.clock.now(), self.clock.now() + TIME_LIMIT)
            if self.jobs.save(again):
                self._send(again)
            return None
        failed = record.failed(error.model_dump())
        return failed if self.jobs.save(failed) else self.jobs.get(record.job_id)

    def _is_worth_another_try(self, record: JobRecord, error: JobError) -> bool:
        if error.code == "cancelled":
            # Cancelled for one production while another had begun to wait for the same job.
            return any(not waiter.answered for waiter in self.jobs.waiters(record.job_id))
        return error.retryable and record.attempts_left > 0

    def _answer_all(self, record: JobRecord) -> None:
        for waiter in self.jobs.waiters(record.job_id):
            if not waiter.answered:
                self._answer(record, waiter)

    def _answer(self, record: JobRecord, waiter: Waiter) -> None:
        if record.error is not None:
            if self._goes_on_without(record, waiter):
                self._let_on(waiter)
            elif waiter.token != NOBODY:
                cause = JobError(**record.error).model_dump_json()
                self.workflows.fail(waiter.token, record.error["code"], cause)
        elif self._record(record, waiter):
            self._let_on(waiter)
        elif waiter.token != NOBODY:
            self.workflows.fail(waiter.token, "Stopped", "The production no longer wants this.")
        self.jobs.answered(waiter)

    def _let_on(self, waiter: Waiter) -> None:
        if waiter.token != NOBODY:
            self.workflows.succeed(waiter.token, {"step": waiter.step})

    def _goes_on_without(self, record: JobRecord, waiter: Waiter) -> bool:
        """Whether the production takes it that this step failed for good."""
        error = JobError.model_validate(record.error)
        failure = Failure(error.code, error.message, waiter.step, error.retryable)
        taken: list[bool] = []

        def mutate(current: Production) -> None:
            wanted = _still_wants(current, waiter.step, record.job_id)
            taken.append(wanted and current.record_failure(waiter.step, failure, self.clock.now()))

        return self._changed(waiter, mutate) and taken[-1]

    def _record(self, record: JobRecord, waiter: Waiter) -> bool:
        """False where the production is gone, or meanwhile wants another text spoken or nothing at all."""
        result = StepResult(record.job_id, record.outputs, record.sha256, record.facts)
        wanted: list[bool] = []

        def mutate(current: Production) -> None:
            wanted.append(_still_wants(current, waiter.step, record.job_id))
            if wanted[-1]:
                journey, now = JOURNEYS[current.family], self.clock.now()
                current.record(waiter.step, result, journey.quantity(waiter.step, current, result), now)
                current.advance(journey.state(waiter.step), journey.span(waiter.step, current)[1], now)

        return self._changed(waiter, mutate) and wanted[-1]

    def _changed(self, waiter: Waiter, mutate: Callable[[Production], None]) -> bool:
        """False where the production is gone."""
        try:
            change(self.productions, self.productions.get(waiter.production_id), mutate)
        except NotFound:
            return False
        return True

    # -- a container tells how far it is -----------------------------------------------------------------------------
    def progressed(self, progress: Progress) -> None:
        for waiter in self.jobs.waiters(progress.job_id):
            if not waiter.answered:
                self._advance(waiter, progress.fraction)

    def _advance(self, waiter: Waiter, fraction: float) -> None:
        try:
            production = self.productions.get(waiter.production_id)
        except NotFound:
            return
        if production.wants(waiter.step):
            journey = JOURNEYS[production.family]
            begin, end = journey.span(waiter.step, production)
            self._tell(production, journey.state(waiter.step), round(begin + (end - begin) * fraction))


def plan(step: str, production: Production) -> JobSpec:
    spec: JobSpec = JOURNEYS[production.family].plan(step, production)
    return spec


def _still_wants(production: Production, step: str, job_id: str) -> bool:
    if not production.wants(step):
        return False
    try:
        spec = plan(step, production)
    except (KeyError, StopIteration):
        # What the step works on is not made yet in this run, or is no longer part of it.
        return False
    return spec.job_id(production.account_id) == job_id
