"""What comes of a job for those who wait for it: recorded in their production, and told to their workflow."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType

from greenlight.contracts import JobError, Progress
from greenlight.domain.errors import ConcurrentChange, NotFound
from greenlight.domain.jobs import JobRecord, JobSpec, Waiter
from greenlight.domain.production import Failure, Production, StepResult
from greenlight.ports import Clock, Jobs, Productions, Workflows
from greenlight.services import make_reel, make_scenario, make_storyboard
from greenlight.services.productions import change

JOURNEYS: dict[str, ModuleType] = {
    "reel": make_reel,
    "storyboard": make_storyboard,
    "script_video": make_storyboard,
    "scenario": make_scenario,
}
# The token of a waiter whom no workflow stands behind.
NOBODY = ""


@dataclass(frozen=True)
class JobAnswers:
    jobs: Jobs
    workflows: Workflows
    productions: Productions
    clock: Clock

    def answer_all(self, record: JobRecord) -> None:
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
            wanted = still_wants(current, waiter.step, record.job_id)
            taken.append(wanted and current.record_failure(waiter.step, failure, self.clock.now()))

        return self._changed(waiter, mutate) and taken[-1]

    def _record(self, record: JobRecord, waiter: Waiter) -> bool:
        """False where the production is gone, or meanwhile wants another text spoken or nothing at all."""
        result = StepResult(record.job_id, record.outputs, record.sha256, record.facts)
        wanted: list[bool] = []

        def mutate(current: Production) -> None:
            wanted.append(still_wants(current, waiter.step, record.job_id))
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

    def note(self, production: Production, step: str) -> None:
        journey = JOURNEYS[production.family]
        self._tell(production, journey.state(step), journey.span(step, production)[0])

    def _tell(self, production: Production, state: str, progress: int) -> None:
        """Progress is news, not truth: where somebody else writes first, the next message tells it again."""
        if production.advance(state, progress, self.clock.now()):
            with suppress(ConcurrentChange):
                self.productions.save(production)


def plan(step: str, production: Production) -> JobSpec:
    spec: JobSpec = JOURNEYS[production.family].plan(step, production)
    return spec


def still_wants(production: Production, step: str, job_id: str) -> bool:
    if not production.wants(step):
        return False
    try:
        spec = plan(step, production)
    except (KeyError, StopIteration):
        # What the step works on is not made yet in this run, or is no longer part of it.
        return False
    return spec.job_id(production.account_id) == job_id
