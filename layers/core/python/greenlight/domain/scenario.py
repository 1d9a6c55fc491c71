"""A scenario: an advertisement for a product, written, checked by code, repaired, and shown by a first picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from greenlight.domain.errors import InvalidTransition
from greenlight.domain.money import Estimate, price
from greenlight.domain.production import QUEUED, Failure, Production, StepResult
from greenlight.domain.products import ProductImage
from greenlight.domain.scenario_writing import ProductFacts, ScenarioRequest, ScenarioText
from greenlight.domain.status import Status

PREVIEW = "draw_preview"
MOST_REPAIRS = 3
# Percent of the whole: the text is drafted between the first two, the picture drawn between the last two.
READ, WRITTEN, SHOWN = 5, 60, 95
# The steps as their clients read them.
WRITING, REPAIRING = "Writing the scenario", "Repairing the scenario ({} of {})"
CHECKED, DRAWING = "Checking the scenario", "Drawing the preview image"


@dataclass(frozen=True)
class ScenarioEngines:
    """Who writes and draws; chosen at creation, so that a retry changes nothing."""

    writer: str
    text_to_image: str


@dataclass(kw_only=True)
class Scenario(Production):
    """`product` and `image` are as they were when it was asked for; `short_id` is the short that it is the latest of.

    `text` is the latest draft and `faults` what is wrong with it; `drafts` counts them.
    """

    family: ClassVar[str] = "scenario"
    begins_as: ClassVar[str] = "progress"

    product_id: str
    product: ProductFacts
    image: ProductImage | None
    style: str
    mood: str
    video_length: int
    resolution: str
    language: str
    voice: str
    engines: ScenarioEngines
    short_id: str
    text: ScenarioText | None = None
    faults: list[str] = field(default_factory=list)
    drafts: int = 0
    warning: str = ""
    results: dict[str, StepResult] = field(default_factory=dict)

    @property
    def request(self) -> ScenarioRequest:
        return ScenarioRequest(
            product=self.product,
            style=self.style,
            mood=self.mood,
            video_length=self.video_length,
            resolution=self.resolution,
            language=self.language,
            voice=self.voice,
            has_image=self.image is not None,
        )

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.resolution.split(":")
        return int(width), int(height)

    @property
    def is_right(self) -> bool:
        return self.text is not None and not self.faults

    @property
    def preview(self) -> StepResult | None:
        return self.results.get(PREVIEW)

    def estimate(self) -> Estimate:
        return Estimate((price("generate_scenario", self.engines.writer, 1),))

    # -- writing -----------------------------------------------------------------------------------------------------
    def ask_for_text(self, now: datetime) -> None:
        self._hold(self.estimate().amount, now)
        self.current_step = QUEUED
        self._enter(Status.QUEUED, now, "progress", progress=0)

    def begin_draft(self, now: datetime) -> None:
        if self.drafts:
            step, at = REPAIRING.format(self.drafts, MOST_REPAIRS), READ + (WRITTEN - READ) * self.drafts // 4
        else:
            step, at = WRITING, READ
        self.advance(step, at, now)

    def take_draft(self, text: ScenarioText, faults: Sequence[str], now: datetime) -> None:
        """Notes a draft; one that may not be repaired once more ends the scenario."""
        if self.status is not Status.RUNNING or self.is_right:
            return
        self.text, self.faults = text, list(faults)
        self.drafts += 1
        self.updated_at = now
        if not faults:
            self.advance(CHECKED, WRITTEN, now)
        elif self.drafts > MOST_REPAIRS:
            message = f"The scenario could not be written within {MOST_REPAIRS} repairs. Still wrong: {faults[0]}"
            self.fail(Failure("scenario_not_repaired", message, "WriteScenario", retryable=True), now)

    # -- the preview -------------------------------------------------------------------------------------------------
    def wants(self, step: str) -> bool:
        return self.status is Status.RUNNING and step == PREVIEW and self.is_right

    def record(self, step: str, result: StepResult, quantity: float, now: datetime) -> None:  # noqa: ARG002
        self.results[step] = result
        self.updated_at = now
        self._tell("artifact", now, artifact="preview")

    def record_failure(self, step: str, failure: Failure, now: datetime) -> bool:  # noqa: ARG002
        """A scenario is good without its picture."""
        self.warning = f"The preview image could not be drawn: {failure.message}"
        self.updated_at = now
        return True

    def finish(self, now: datetime) -> None:
        if not self.is_right:
            raise InvalidTransition("The scenario is not written; run the missing steps first.")
        if self.preview is None and not self.warning:
            self.warning = "The preview image was not drawn in time."
        self.spent = self.estimate().amount
        self._succeed(now)


@dataclass(frozen=True)
class NewScenario:
    """What a person sends; `short_id` is an existing short that this is to be the latest scenario of."""

    product_id: str
    style: str
    mood: str
    video_length: int
    resolution: str
    language: str
    short_id: str | None = None
