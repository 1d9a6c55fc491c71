"""The Job plane: submit what is missing, answer every workflow that waits, retry what may be retried."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from greenlight.contracts import Job, JobError, JobResult, Progress
from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.jobs import JobRecord, JobSpec, Waiter
from greenlight.domain.production import Production
from greenlight.ports import Clock, JobBackend, Jobs, Media, Productions, Workflows
from greenlight.services.job_answers import NOBODY, JobAnswers, plan

TIME_LIMIT = timedelta(hours=2)
# A notice that was not taken to its end comes back after the result queue's visibility timeout, which is longer; one
# that comes sooner is a duplicate, and sending the job again would start a second machine.
TOLD_AGAIN_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class JobPlane:
    jobs: Jobs
    backend: JobBackend
    workflows: Workflows
    productions: Productions
    media: Media
    clock: Clock

    @property
    def answers(self) -> JobAnswers:
        return JobAnswers(self.jobs, self.workflows, self.productions, self.clock)

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
        self.answers.note(production, step)
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
            self.answers.answer_all(record)
        return record

    def _withdraw(self, record: JobRecord, token: str) -> None:
        for waiter in self.jobs.waiters(record.job_id):
            if waiter.token == token:
                self.jobs.answered(waiter)
        if all(waiter.answered for waiter in self.jobs.waiters(record.job_id)):
            self.backend.cancel(record)
        self.workflows.fail(token, "Stopped", "The production was stopped.")

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
        elif not record.is_done and result.attempt == record.attempt - 1 and self._may_be_unsent(record):
            # Told again: we may have died between writing the next attempt and sending it.
            self._send(record)
        if record is None or not record.is_done:
            return None
        self.answers.answer_all(record)
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

    def _may_be_unsent(self, record: JobRecord) -> bool:
        return self.clock.now() - record.sent_at >= TOLD_AGAIN_AFTER

    def _is_worth_another_try(self, record: JobRecord, error: JobError) -> bool:
        # It may be cancelled for one production while another has begun to wait for the same job.
        may_go_well = error.retryable or error.code == "cancelled"
        if not may_go_well or record.attempts_left == 0:
            return False
        return any(not waiter.answered for waiter in self.jobs.waiters(record.job_id))

    # -- a container tells how far it is -----------------------------------------------------------------------------
    def progressed(self, progress: Progress) -> None:
        self.answers.progressed(progress)
