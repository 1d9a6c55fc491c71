"""The life of any production: start, approve, cancel, expire, delete, and pick up what was lost."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from greenlight.contracts import JobError
from greenlight.domain.errors import ConcurrentChange, NoPlace, NotFound
from greenlight.domain.production import Failure, Production
from greenlight.domain.status import Status
from greenlight.ports import Clock, Credits, Doorbells, JobBackend, Jobs, Media, Productions, Workflows

log = logging.getLogger(__name__)
P = TypeVar("P", bound=Production)
ATTEMPTS = 8
# Jobs whose files a request can take away while somebody waits for its answer.
SOON_GONE = 40
# What is stored can be reviewed; an approval starts the workflow that is missing, and so does reconcile.
UNSTARTED = "the workflow of %s could not be started"


def change(productions: Productions, production: P, mutate: Callable[[P], object]) -> P:
    """Applies `mutate` to what is stored, again with a fresh copy for as long as somebody else writes first."""
    for attempt in range(ATTEMPTS):
        mutate(production)
        try:
            productions.save(production)
        except ConcurrentChange:
            # The pieces of a video are often done at the same moment, each by a process of its own.
            productions.make_way(attempt)
            production = productions.get(production.production_id, production.account_id)  # type: ignore[assignment]
        else:
            return production
    raise ConcurrentChange(f"This {production.family} is being changed by many at once; try again.")


@dataclass(frozen=True)
class Lifecycle:
    productions: Productions
    doorbells: Doorbells
    jobs: Jobs
    backend: JobBackend
    workflows: Workflows
    credits: Credits
    media: Media
    clock: Clock

    def begin(self, production: Production) -> None:
        production.run = 1
        if production.held:
            self.credits.open(production.account_id, production.user_id)
        self.productions.add(production)
        try:
            if production.status is Status.QUEUED:
                self.take_turns(production.account_id, production.production_id)
            else:
                self._start(production)
        except Exception:
            log.exception(UNSTARTED, production.production_id)

    def revise(self, production: P, propose: Callable[[P], None]) -> P:
        """Puts a new revision up for review; a production whose workflow had ended gets a new one."""
        before = production.run

        def mutate(current: P) -> None:
            reopened = current.status.is_final
            propose(current)
            current.run += reopened

        production = change(self.productions, production, mutate)
        if production.run != before and production.has_workflow:
            self._try_to_start(production)
        return production

    def approve(self, production: P, by: str, revision: int | None, max_amount: int | None) -> P:
        return self.proceed(production, lambda p: p.approve(by, self.clock.now(), revision, max_amount))

    def proceed(self, production: P, mutate: Callable[[P], object]) -> P:
        """Changes what a person gave the green light to, and lets its workflow walk on; a missing one is started."""
        self.credits.open(production.account_id, production.user_id)
        production = change(self.productions, production, mutate)
        if production.status is not Status.QUEUED:
            return production
        try:
            self.take_turns(production.account_id, production.production_id)
        except Exception:
            # It is in line, or its place is taken: reconcile starts what should run and does not.
            log.exception("the work of %s could not be started", production.production_id)
        return self.productions.get(production.production_id)  # type: ignore[return-value]

    def begin_again(self, production: P) -> P:
        def mutate(current: P) -> None:
            current.begin_again(self.clock.now())
            # The workflow of before may be about to end; nobody waits for that.
            current.run += 1

        return self.proceed(production, mutate)

    def take_turns(self, account_id: str, newcomer: str | None = None) -> int:
        """Starts those in line that there is a place for; a newcomer only itself, and only where its turn has come.

        Asked when a place is given back, and again by reconcile: whoever should have asked may have died.
        """
        turns = [turn for turn in self.productions.in_line(account_id) if newcomer is None or turn == newcomer]
        return sum(self._try_to_take_turn(production_id) for production_id in turns)

    def await_approval(self, production_id: str, token: str) -> None:
        """A workflow waits here: it is let on at once where the approval is given already."""
        self.doorbells.put(production_id, token)
        production = self._find(production_id)
        if production is not None and not production.status.is_final:
            production = change(self.productions, production, lambda p: p.present(self.clock.now()))
        if production is None or production.status.is_final:
            self.workflows.fail(token, "Stopped", "The production has ended or was deleted.")
        elif production.status not in {Status.AWAITING_APPROVAL, Status.QUEUED}:
            self.workflows.succeed(token, {})

    def cancel(self, production: P) -> P:
        production = change(self.productions, production, lambda p: p.request_cancel(self.clock.now()))
        self._stop(production, "cancelled")
        return change(self.productions, production, lambda p: p.cancel(self.clock.now()))

    def finish(self, production_id: str) -> None:
        """The last step of a workflow; harmless when it was done before."""
        production = self._find(production_id)
        if production is not None and not production.status.is_final:
            change(self.productions, production, lambda p: p.finish(self.clock.now()))

    def fail_at(self, production_id: str, execution: str, stage: str, error: dict[str, str]) -> None:
        """Takes a workflow's error output; a job's own error comes as JSON in `Cause`."""
        failure = _failure(stage, error)

        def mutate(current: Production) -> None:
            # Revised, cancelled or run again meanwhile: the failure belongs to an approval that is gone.
            if current.status is Status.RUNNING and current.execution == execution:
                current.fail(failure, self.clock.now())

        production = self._find(production_id)
        if production is not None and production.execution == execution:
            self._release_jobs(production)
            change(self.productions, production, mutate)

    def delete(self, production: Production) -> None:
        """Marks first: it is gone for everybody from then on. Reconcile takes away what a crash or many jobs leave."""
        production = change(self.productions, production, lambda p: p.delete(self.clock.now()))
        if len(self.jobs.of(production.production_id)) <= SOON_GONE:
            self._take_away(production)

    def reconcile(self, *, everything: bool = False) -> dict[str, int]:
        """Looks at what is due (or at all that is unfinished) and sets going again what should run and does not."""
        now = self.clock.now()
        counts = dict.fromkeys(("looked_at", "expired", "restarted", "cancelled", "deleted", "failed"), 0)
        for production_id in self.productions.due(None if everything else now):
            counts["looked_at"] += 1
            try:
                done = self._pick_up(production_id)
            except Exception:
                # One that cannot be read or moved must not stop the others; the count raises an alarm.
                log.exception("could not pick up %s", production_id)
                done = "failed"
            if done:
                counts[done] += 1
        return counts

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _pick_up(self, production_id: str) -> str | None:
        production = self._find(production_id)
        if production is None:
            return None
        if production.deleted_at is not None:
            self._take_away(production)
            return "deleted"
        if production.has_lost(self.clock.now()):
            change(self.productions, production, lambda p: p.forget_lost(self.clock.now()))
            return None
        return None if production.status.is_final else self._keep_going(production)

    def _try_to_take_turn(self, production_id: str) -> bool:
        """One that cannot be started must not keep those behind it waiting."""
        try:
            return self._take_turn(production_id)
        except Exception:
            log.exception(UNSTARTED, production_id)
            return False

    def _take_turn(self, production_id: str) -> bool:
        """False where it was its turn no more: others took the place, or started it meanwhile."""
        production = self._find(production_id)
        if production is None or production.status is not Status.QUEUED:
            return False
        production.start(self.clock.now())
        try:
            self.productions.save(production)
        except (ConcurrentChange, NoPlace):
            return False
        self._ring(production)
        return True

    def _keep_going(self, production: Production) -> str | None:
        if production.status is Status.CANCELLING:
            self._stop(production, "cancelled")
            change(self.productions, production, lambda p: p.cancel(self.clock.now()))
            return "cancelled"
        if production.status is Status.QUEUED:
            return "restarted" if self.take_turns(production.account_id) else None
        if change(self.productions, production, lambda p: p.expire(self.clock.now())).status is Status.EXPIRED:
            self._stop(production, "expired")
            return "expired"
        if not production.has_workflow:
            return None
        if self.workflows.is_running(production.family, production.execution):
            # For a start that was stored by somebody who then died.
            if production.status is Status.RUNNING:
                self._ring(production)
            return None
        self._restart(production)
        return "restarted"

    def _ring(self, production: Production) -> None:
        """A workflow that has not reached its wait yet finds the approval by itself; one past it does not mind."""
        if not self.workflows.is_running(production.family, production.execution):
            self._restart(production)
            return
        token = self.doorbells.get(production.production_id)
        if token is not None:
            self.workflows.succeed(token, {})

    def _restart(self, production: Production) -> None:
        def mutate(current: Production) -> None:
            current.run += 1
            current.updated_at = self.clock.now()

        self._start(change(self.productions, production, mutate))

    def _try_to_start(self, production: Production) -> None:
        try:
            self._start(production)
        except Exception:
            log.exception(UNSTARTED, production.production_id)

    def _start(self, production: Production) -> None:
        self.workflows.start(production.family, production.execution, production.production_id)

    def _stop(self, production: Production, reason: str) -> None:
        self.workflows.stop(production.family, production.execution, reason)
        self._release_jobs(production)

    def _release_jobs(self, production: Production) -> None:
        """Nobody waits any more: jobs that nobody else waits for are asked to stop."""
        for waiter in self.jobs.of(production.production_id):
            if waiter.answered:
                continue
            self.jobs.answered(waiter)
            record = self.jobs.get(waiter.job_id)
            if record is not None and not record.is_done and all(w.answered for w in self.jobs.waiters(waiter.job_id)):
                self.backend.cancel(record)

    def _take_away(self, production: Production) -> None:
        self._stop(production, "deleted")
        for waiter in self.jobs.of(production.production_id):
            self._forget_job(waiter.job_id, production.production_id)
        self.media.delete_under(self.media.uri(f"productions/{production.production_id}/"))
        self.productions.delete(production)

    def _forget_job(self, job_id: str, production_id: str) -> None:
        record = self.jobs.get(job_id)
        if self.jobs.forget(job_id, production_id) and record is not None:
            self.media.delete_under(record.output_prefix)

    def _find(self, production_id: str) -> Production | None:
        try:
            return self.productions.get(production_id)
        except NotFound:
            return None


def _failure(stage: str, error: dict[str, str]) -> Failure:
    try:
        said = JobError.model_validate_json(error.get("Cause", ""))
    except ValidationError:
        return Failure("workflow_error", f"The step {stage} failed unexpectedly; try again.", stage, retryable=True)
    return Failure(said.code, said.message, stage, said.retryable)
