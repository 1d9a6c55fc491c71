"""A production: anything that machines make and a person gives the green light to."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

from greenlight.domain.approval import Approval
from greenlight.domain.credits import LedgerEntry, Movement
from greenlight.domain.errors import InvalidTransition, NotFound, PriceChanged, StaleRevision
from greenlight.domain.events import Event
from greenlight.domain.money import Estimate, usd
from greenlight.domain.status import Status

# A running production that nobody has heard of for this long is looked at by reconcile.
QUIET = timedelta(minutes=10)
# One that waits for its turn or has only just got it is looked at this soon: whoever starts it may have died.
TURN = timedelta(minutes=1)
QUEUED, STARTING = "Queued", "Starting"


@dataclass(frozen=True)
class Failure:
    code: str
    message: str
    stage: str
    retryable: bool


@dataclass(frozen=True)
class StepResult:
    """What a finished job left behind: files by output name, their digests, and measured facts."""

    job_id: str
    outputs: dict[str, str]
    sha256: dict[str, str]
    facts: dict[str, Any]


@dataclass
class Production(ABC):
    """State changes only by methods; each refuses what the state forbids and notes the event that tells of it.

    `version` is that of the stored item (0: never stored); `run` counts workflow executions, `holds` the times that
    credits were held; `held` is what is held now, `spent` what the work has cost since then, in micro-USD.
    `stored_status` is that of the stored item: by it a write knows who joins the account's line or leaves its place.
    """

    family: ClassVar[str]
    # What is told when approved work begins: where an approval is what begins it, that.
    begins_as: ClassVar[str] = "approved"

    production_id: str
    account_id: str
    user_id: str
    created_at: datetime
    updated_at: datetime
    approve_by: datetime
    approval_days: float = 7
    status: Status = Status.QUEUED
    revision: int = 0
    version: int = 0
    stored_status: Status | None = None
    queued_at: datetime | None = None
    run: int = 0
    holds: int = 0
    held: int = 0
    progress: int = 0
    current_step: str = ""
    approval: Approval | None = None
    error: Failure | None = None
    completed_at: datetime | None = None
    spent: int = 0
    cost: int | None = None
    deleted_at: datetime | None = None
    happened: list[Event] = field(default_factory=list)
    movements: list[LedgerEntry] = field(default_factory=list)

    # -- what families say -------------------------------------------------------------------------------------------
    @abstractmethod
    def estimate(self) -> Estimate: ...

    @abstractmethod
    def record(self, step: str, result: StepResult, quantity: float, now: datetime) -> None:
        """Notes what a step made, once; `quantity` is what the step's price counts, measured."""

    @abstractmethod
    def finish(self, now: datetime) -> None:
        """Ends the work well; refuses while anything is missing."""

    def present(self, now: datetime) -> None:  # noqa: B027
        """Puts what was made so far before a person, where there is anything to prepare for that."""

    def wants(self, step: str) -> bool:  # noqa: ARG002
        """Whether what a step makes is of any use now."""
        return self.status is Status.RUNNING

    def record_failure(self, step: str, failure: Failure, now: datetime) -> bool:  # noqa: ARG002
        """Notes a step that failed for good; True where the work goes on without it."""
        return False

    def has_lost(self, now: datetime) -> bool:  # noqa: ARG002
        """Whether anything beside its workflow was lost on its way, which `forget_lost` then gives back."""
        return False

    def forget_lost(self, now: datetime) -> None:  # noqa: B027
        """Gives back what was held for what was lost."""

    @property
    def noun(self) -> str:
        """What a person calls it."""
        return self.family

    @property
    def told_as(self) -> str:
        """The family that its events are told of."""
        return self.family

    @property
    def chat(self) -> str | None:
        """The client's own conversation that its events are told in as well, where it is part of one."""
        return None

    @property
    def has_workflow(self) -> bool:
        """Whether a workflow is to run for it now."""
        return not self.status.is_final

    @property
    def is_open(self) -> bool:
        """Whether anything is still to happen to it that reconcile should see to."""
        return not self.status.is_final or self.deleted_at is not None

    @property
    def check_at(self) -> datetime:
        """When reconcile should look at this production while it is open."""
        if self.status is Status.AWAITING_APPROVAL and self.deleted_at is None:
            return self.approve_by
        if self.deleted_at is not None:
            return self.deleted_at
        return self.updated_at + (TURN if self.current_step in {QUEUED, STARTING} else QUIET)

    @property
    def execution(self) -> str:
        return f"{self.production_id}-{self.run}"

    # -- review ------------------------------------------------------------------------------------------------------
    def _revise(self, now: datetime) -> None:
        self._refuse_unless_still("be changed")
        self.revision += 1
        self.approval = None
        self.error = None
        self.completed_at = None
        self.progress = 0
        self.current_step = "AwaitApproval"
        self.approve_by = now + timedelta(days=self.approval_days)
        self._enter(Status.AWAITING_APPROVAL, now, "awaiting_approval", revision=self.revision)

    def approve(self, by: str, now: datetime, revision: int | None, max_amount: int | None) -> None:
        self._begin(now, self._agree(by, now, revision, max_amount).price)

    def _agree(self, by: str, now: datetime, revision: int | None, max_amount: int | None) -> Approval:
        self._refuse_if_deleted()
        if self.status is not Status.AWAITING_APPROVAL:
            raise InvalidTransition(
                f"This {self.noun} is {self.status.value}; only one that awaits approval can be approved."
            )
        if now >= self.approve_by:
            raise InvalidTransition(f"The time to approve this {self.noun} is over; revise it to ask again.")
        self.refuse_unless_revision(revision)
        price = self.estimate().amount
        if max_amount is not None and price > max_amount:
            raise PriceChanged(
                f"The price is {usd(price):.6f} USD now, above your limit of {usd(max_amount):.6f} USD.",
                **self._offered(),
            )
        self.approval = Approval(by, now, self.revision, price)
        return self.approval

    def refuse_unless_revision(self, revision: int | None) -> None:
        if revision is not None and revision != self.revision:
            raise StaleRevision(
                f"You saw revision {revision}, but the current one is {self.revision}; look at it and try again.",
                **self._offered(),
            )

    def _offered(self) -> dict[str, Any]:
        """What an approval would be for now."""
        estimate = self.estimate()
        return {"revision": self.revision, "amount": usd(estimate.amount), "estimate": estimate}

    def begin_again(self, now: datetime) -> None:
        """Runs an approved production again after an error or a cancellation; what is done already stays done."""
        self._refuse_if_deleted()
        if self.approval is None:
            raise InvalidTransition(f"This {self.noun} is not approved yet; approve it first.")
        if self.status not in {Status.FAILED, Status.CANCELLED}:
            raise InvalidTransition(f"This {self.noun} is {self.status.value} already.")
        self._begin(now, self.approval.price)

    def _begin(self, now: datetime, price: int) -> None:
        self.error = None
        self.completed_at = None
        self.progress = 0
        self.current_step = QUEUED
        self.cost = None
        self._hold(price, now)
        self._enter(Status.QUEUED, now, self.begins_as, revision=self.revision, amount=usd(price))

    # -- the work ----------------------------------------------------------------------------------------------------
    def start(self, now: datetime) -> None:
        """Takes one of the account's places; the store refuses where none is free."""
        if self.status is not Status.QUEUED:
            raise InvalidTransition(f"This {self.noun} is {self.status.value}, not waiting for its turn.")
        self.current_step = STARTING
        self._enter(Status.RUNNING, now, "progress", progress=self.progress, current_step=self.current_step)

    def advance(self, step: str, progress: int, now: datetime) -> bool:
        """Notes progress (0–100, never back); False when there was nothing new to note."""
        is_news = progress > self.progress or (progress == self.progress and step != self.current_step)
        if self.status is not Status.RUNNING or not is_news:
            return False
        self.progress = min(progress, 99)
        self.current_step = step
        self.updated_at = now
        self._tell("progress", now, progress=self.progress, current_step=step)
        return True

    def _succeed(self, now: datetime) -> None:
        if self.status is not Status.RUNNING:
            raise InvalidTransition(f"This {self.noun} is {self.status.value}, not running.")
        self.progress = 100
        self.current_step = "Done"
        self.completed_at = now
        self._settle(now)
        began = self.approval.at if self.approval else self.created_at
        self._enter(Status.SUCCEEDED, now, "completed", seconds=round((now - began).total_seconds(), 3))

    def fail(self, failure: Failure, now: datetime) -> None:
        if self.status.is_final:
            return
        self.error = failure
        self._stop(Status.FAILED, now, "failed", code=failure.code, stage=failure.stage, retryable=failure.retryable)

    def request_cancel(self, now: datetime) -> None:
        if self.status.is_final:
            raise InvalidTransition(f"This {self.noun} is {self.status.value} already; there is nothing to cancel.")
        if self.status is Status.RUNNING:
            self._enter(Status.CANCELLING, now, "progress", progress=self.progress, current_step="Cancelling")

    def cancel(self, now: datetime) -> None:
        if not self.status.is_final:
            self._stop(Status.CANCELLED, now, "cancelled")

    def expire(self, now: datetime) -> bool:
        """Ends a wait for approval that lasted too long; False when it has not, or is over for another reason."""
        if self.status is not Status.AWAITING_APPROVAL or now < self.approve_by:
            return False
        # One that was given and not used goes out with the wait.
        self.approval = None
        self._stop(Status.EXPIRED, now, "expired")
        return True

    def delete(self, now: datetime) -> None:
        """Marks it as gone for everybody; whatever is left of it is then taken away, and again until it is."""
        if self.status.is_at_work:
            raise InvalidTransition(f"This {self.noun} is being made; cancel it first, then delete it.")
        if self.status is Status.QUEUED:
            self.cancel(now)
        self.deleted_at = self.deleted_at or now
        self.updated_at = now

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _refuse_if_deleted(self) -> None:
        if self.deleted_at is not None:
            raise NotFound(f"This {self.noun} was deleted.")

    def _refuse_unless_still(self, action: str) -> None:
        self._refuse_if_deleted()
        if self.status.is_at_work:
            raise InvalidTransition(f"This {self.noun} is being made and cannot {action} now; cancel it first.")
        if self.status is Status.QUEUED and self.queued_at is not None:
            raise InvalidTransition(f"This {self.noun} waits for its turn and cannot {action} now; cancel it first.")

    def _stop(self, status: Status, now: datetime, what: str, **data: Any) -> None:
        self._release(now)
        self.completed_at = now
        self._enter(status, now, what, **data)

    def _hold(self, amount: int, now: datetime) -> None:
        self.spent = 0
        self.held = amount
        self.holds += 1
        self._move(Movement.HOLD, amount, now)

    def _release(self, now: datetime) -> None:
        if self.held:
            self._move(Movement.RELEASE, self.held, now)
        self.held = 0

    def _settle(self, now: datetime) -> None:
        # Nobody pays more than the price they gave the green light to.
        self.cost = min(self.spent, self.held)
        self._move(Movement.SETTLE, self.cost, now, held=self.held)
        self.held = 0

    def _move(self, movement: Movement, amount: int, now: datetime, held: int = 0) -> None:
        # One identity for a hold and one for its end: a second end of the same hold cannot be written.
        part = "hold" if movement is Movement.HOLD else "end"
        self._book(f"{self.holds}#{part}", movement, amount, now, held)

    def _book(self, name: str, movement: Movement, amount: int, now: datetime, held: int = 0) -> None:
        self.movements.append(
            LedgerEntry(
                entry_id=f"{self.production_id}#{name}",
                account_id=self.account_id,
                user_id=self.user_id,
                movement=movement,
                amount=amount,
                at=now,
                held=held,
                production_id=self.production_id,
            )
        )

    def _enter(self, status: Status, now: datetime, what: str, **data: Any) -> None:
        self.status = status
        self.updated_at = now
        if status is Status.QUEUED:
            self.queued_at = now
        self._tell(what, now, **data)

    def _tell(self, what: str, now: datetime, **data: Any) -> None:
        self._tell_as(self.told_as, what, now, **data)

    def _tell_as(self, family: str, what: str, now: datetime, **data: Any) -> None:
        self.happened.append(Event(f"{family}.{what}", now, {"status": self.status.value, **data}))

    def stored(self, version: int) -> None:
        """Notes that this is what lies in the store."""
        self.version = version
        self.stored_status = self.status

    def written(self) -> tuple[Sequence[Event], Sequence[LedgerEntry]]:
        """Hands over what a write must carry with it, and forgets it."""
        events, movements = tuple(self.happened), tuple(self.movements)
        self.happened.clear()
        self.movements.clear()
        return events, movements
