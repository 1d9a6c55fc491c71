"""A script: one of three variations on a topic, edited as often as wanted until a person has it filmed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from greenlight.domain.approval import Approval
from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.errors import InvalidTransition, PriceChanged
from greenlight.domain.films import FilmConfig, film_price
from greenlight.domain.money import Estimate, usd
from greenlight.domain.production import QUEUED, Production, StepResult
from greenlight.domain.script_writing import Angle, ScriptScene, ScriptText
from greenlight.domain.status import Status


@dataclass(kw_only=True)
class Script(Production):
    """`config` is how it is filmed where nobody says otherwise.

    `films` are the jobs that were confirmed, by the revision and the configuration that they film: what is confirmed
    again without a change is the same job.
    """

    family: ClassVar[str] = "script"
    begins_as: ClassVar[str] = "progress"

    topic: str
    angle: Angle
    seconds: float
    language: str
    config: FilmConfig
    engines: StoryboardEngines
    chat_id: str | None = None
    title: str = ""
    scenes: list[ScriptScene] = field(default_factory=list)
    films: dict[str, str] = field(default_factory=dict)

    @property
    def chat(self) -> str | None:
        return self.chat_id

    @property
    def has_workflow(self) -> bool:
        """Once written, it waits for a person and for nothing else."""
        return self.status in {Status.QUEUED, Status.RUNNING, Status.CANCELLING}

    @property
    def text(self) -> ScriptText:
        return ScriptText(self.title, tuple(self.scenes))

    @property
    def is_written(self) -> bool:
        return self.revision > 0

    def estimate(self) -> Estimate:
        return film_price(self.scenes, self.engines)

    def record(self, step: str, result: StepResult, quantity: float, now: datetime) -> None:
        """Nothing is made of a script but films, which are jobs of their own."""

    def finish(self, now: datetime) -> None:
        """It is over when it is confirmed, and not by its workflow."""

    # -- writing -----------------------------------------------------------------------------------------------------
    def ask_for_text(self, now: datetime) -> None:
        self.current_step = QUEUED
        self._enter(Status.QUEUED, now, "progress", progress=0)

    def begin_writing(self, now: datetime) -> None:
        self.advance("WriteScript", 1, now)

    def take_text(self, text: ScriptText, now: datetime) -> None:
        """Puts what was written up for review, once."""
        if self.status is not Status.RUNNING or self.is_written:
            return
        self.status = Status.AWAITING_APPROVAL
        self._replace(text, now)

    # -- review ------------------------------------------------------------------------------------------------------
    def edit(self, text: ScriptText, now: datetime) -> None:
        self._refuse_if_deleted()
        if self.has_workflow:
            raise InvalidTransition("This script is still being written; wait until it is there.")
        self._replace(text, now)

    def _replace(self, text: ScriptText, now: datetime) -> None:
        self._revise(now)
        self.title, self.scenes = text.title, list(text.scenes)

    # -- the green light ---------------------------------------------------------------------------------------------
    def confirm(
        self, by: str, now: datetime, config: FilmConfig, revision: int | None, max_amount: int | None, job_id: str
    ) -> str:
        """The job that films this revision so: `job_id`, or the one that was confirmed before."""
        self._refuse_unless_confirmable(now)
        self.refuse_unless_revision(revision)
        known = self.films.get(self._film(config))
        if known is not None:
            return known
        price = self.estimate().amount
        if max_amount is not None and price > max_amount:
            message = f"The price is {usd(price):.6f} USD, above your limit of {usd(max_amount):.6f} USD."
            raise PriceChanged(message, **self._offered())
        self.approval = Approval(by, now, self.revision, price)
        self.films[self._film(config)] = job_id
        self.status, self.updated_at, self.completed_at = Status.SUCCEEDED, now, now
        self.current_step, self.progress = "Done", 100
        return job_id

    def unconfirm(self, job_id: str, now: datetime) -> None:
        """Takes back the confirmation of a film that could not be begun, or is deleted."""
        self.films = {film: known for film, known in self.films.items() if known != job_id}
        if self.films or self.status is not Status.SUCCEEDED:
            return
        self.approval, self.completed_at = None, None
        self.status, self.updated_at = Status.AWAITING_APPROVAL, now
        self.current_step, self.progress = "AwaitApproval", 0

    def _refuse_unless_confirmable(self, now: datetime) -> None:
        self._refuse_if_deleted()
        if self.has_workflow:
            raise InvalidTransition("This script is still being written; wait until it is there.")
        if not self.is_written:
            raise InvalidTransition("This script was not written; write it yourself, or ask for new ones.")
        if self.status is Status.EXPIRED or (self.status is Status.AWAITING_APPROVAL and now >= self.approve_by):
            raise InvalidTransition("The time to confirm this script is over; update it to ask again.")

    def _film(self, config: FilmConfig) -> str:
        return f"{self.revision}/{config.digest}"


@dataclass(frozen=True)
class NewScripts:
    """What a person sends for three variations; `seconds` is about how long each video is to be."""

    topic: str
    seconds: float
    language: str
    config: FilmConfig
    chat_id: str | None = None
    approval_days: float | None = None
