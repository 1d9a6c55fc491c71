"""A drawing: what was written, in scenes with pictures that a person refines and puts in order."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from greenlight.domain.credits import Movement
from greenlight.domain.errors import InvalidTransition, LimitReached, NotFound
from greenlight.domain.money import price
from greenlight.domain.production import QUEUED, Failure, Production, StepResult
from greenlight.domain.scenes import Refinement, Scene, reordered
from greenlight.domain.status import Status
from greenlight.domain.storyboard_writing import FRAMES_PER_SECOND, StoryboardText, scene_durations
from greenlight.domain.writing import spoken

MOST_REFINEMENTS = 5
# A picture that nobody has heard of for this long was lost on its way; the refinement is forgotten and given back.
LOST = timedelta(minutes=15)
# What later steps need to know of a finished one; a storyboard with forty scenes must stay a small item.
FACTS_KEPT = ("duration", "width", "height", "fps", "loudness_lufs", "bytes", "draft")

# Percent of the whole at which the pictures are there; what follows begins where they end.
DRAWN = 40

Stage = Literal["draw", "render"]


@dataclass(frozen=True)
class StoryboardEngines:
    """Which engine does each task of this storyboard; chosen at creation, so that a retry changes nothing."""

    text_to_image: str
    text_to_speech: str
    media: str = "ffmpeg"


@dataclass(kw_only=True)
class Drawing(Production):
    """Two stretches of work: `draw` makes the pictures, and after the green light `render` makes what comes of them.

    `results` are by step name, and the names hold the versions of what they were made from: a result that is there
    need not be made again. `paid` is what all that is settled has cost, in micro-USD; `unpaid` what each result costs
    whose work ended before it was settled: it is kept, and paid for with the work that goes on with it.
    """

    prompt: str
    seconds: float
    style: str
    engines: StoryboardEngines
    stage: Stage = "draw"
    title: str = ""
    look: str = ""
    scenes: list[Scene] = field(default_factory=list)
    results: dict[str, StepResult] = field(default_factory=dict)
    refinements: list[Refinement] = field(default_factory=list)
    refinements_asked: int = 0
    refinements_made: int = 0
    paid: int = 0
    unpaid: dict[str, int] = field(default_factory=dict)

    @property
    def durations(self) -> tuple[float, ...]:
        return scene_durations(self.seconds)

    def numbered(self, number: int) -> Scene:
        if not 1 <= number <= len(self.scenes):
            message = f"There is no scene {number}; this storyboard has scenes 1 to {len(self.scenes)}."
            raise NotFound(message, code="no_such_scene")
        return self.scenes[number - 1]

    def keyed(self, key: int) -> Scene:
        return next(scene for scene in self.scenes if scene.key == key)

    # -- the pictures ------------------------------------------------------------------------------------------------
    def ask_for_pictures(self, now: datetime) -> None:
        pictures = len(self.scenes) or len(self.durations)
        self._hold(price("text_to_image", self.engines.text_to_image, pictures).amount, now)
        self.current_step = QUEUED
        self._enter(Status.QUEUED, now, "progress", progress=0)

    def begin_drawing(self, now: datetime) -> None:
        if self._is_drawing:
            # What is written already, as a script or a scenario, is drawn and not written.
            self.advance(*(("DrawScenes", 5) if self.scenes else ("WriteStoryboard", 0)), now)

    def take_text(self, text: StoryboardText, now: datetime) -> None:
        """Makes scenes of what was written, once."""
        if self.scenes or not self._is_drawing:
            return
        self.take_scenes(text, self.durations)
        self.advance("DrawScenes", 5, now)

    def take_scenes(self, text: StoryboardText, durations: Sequence[float]) -> None:
        """`durations` are the seconds of each scene."""
        self.title, self.look = text.title, text.look
        self.scenes = [
            Scene(key, 1, words.description, words.image_prompt, spoken(words.narration), _frames(duration))
            for key, (words, duration) in enumerate(zip(text.scenes, durations, strict=True), start=1)
        ]

    def present(self, now: datetime) -> None:
        """Ends the drawing: what was drawn is paid, and a person may look at it."""
        if not self._is_drawing:
            return
        if not any(scene.draw in self.results for scene in self.scenes):
            self.fail(self._why_nothing_was_drawn(), now)
            return
        self._settle(now)
        self._revise_drawn(now)

    @property
    def _is_drawing(self) -> bool:
        return self.status is Status.RUNNING and self.stage == "draw"

    def _why_nothing_was_drawn(self) -> Failure:
        reason = next((scene.error for scene in self.scenes if scene.error), "No scene was written.")
        return Failure("no_pictures", f"No scene could be drawn: {reason}", "DrawScenes", retryable=True)

    # -- pictures that were lost -------------------------------------------------------------------------------------
    @property
    def is_open(self) -> bool:
        return super().is_open or bool(self.refinements)

    @property
    def check_at(self) -> datetime:
        checks = [asked.asked_at + LOST for asked in self.refinements]
        return min([*checks, super().check_at] if super().is_open else checks)

    def has_lost(self, now: datetime) -> bool:
        return any(asked.asked_at + LOST <= now for asked in self.refinements)

    def forget_lost(self, now: datetime) -> None:
        for asked in [asked for asked in self.refinements if asked.asked_at + LOST <= now]:
            self._drop(asked, now)

    # -- review ------------------------------------------------------------------------------------------------------
    def ask_for_refinement(self, number: int, image_prompt: str, description: str | None, now: datetime) -> Refinement:
        """Notes that a scene is to be drawn anew and holds its price; nothing else changes until it is drawn."""
        scene = self._refinable(number, now)
        self.refinements_asked += 1
        line = price("text_to_image", self.engines.text_to_image, 1)
        version, counts = 1 + self.refinements_asked, scene.draw in self.results
        asked = Refinement(scene.key, version, image_prompt, description, line.amount, now, counts)
        self.refinements.append(asked)
        self._book(f"redraw-{asked.version}#hold", Movement.HOLD, asked.price, now)
        self.updated_at = now
        self._tell("scene", now, scene_number=number, generation_status="generating")
        return asked

    def describe(self, number: int, description: str, now: datetime) -> None:
        scene = self._refinable(number, now)
        self.scenes[number - 1] = replace(scene, description=description)
        self.refinements_made += 1
        self._revise_drawn(now)

    def reorder(self, order: Sequence[int], now: datetime) -> None:
        self._refuse_unless_drawn("be reordered")
        self.scenes = reordered(self.scenes, order)
        self._revise_drawn(now)

    def _refinable(self, number: int, now: datetime) -> Scene:
        self.forget_lost(now)
        self._refuse_unless_drawn("be refined")
        scene = self.numbered(number)
        counted = sum(asked.counts for asked in self.refinements)
        if scene.draw in self.results and self.refinements_made + counted >= MOST_REFINEMENTS:
            message = f"Maximum refinement limit ({MOST_REFINEMENTS}) reached for this job"
            raise LimitReached(message, code="refinement_limit")
        return scene

    def _refuse_while_redrawing(self, now: datetime) -> None:
        self.forget_lost(now)
        if self.refinements:
            raise InvalidTransition("A scene is being drawn anew; wait for it and look at it first.")

    def _refuse_unless_drawn(self, action: str) -> None:
        self._refuse_unless_still(action)
        if not self.scenes or self.status is Status.QUEUED or self.revision == 0:
            raise InvalidTransition(f"This storyboard has no pictures yet and cannot {action}; wait until it is ready.")

    def _revise_drawn(self, now: datetime) -> None:
        """A new revision: the approval is gone. The video of before stays until the next one is begun."""
        self.stage = "render"
        self.status = Status.AWAITING_APPROVAL
        self._revise(now)
        self.progress = DRAWN

    # -- steps -------------------------------------------------------------------------------------------------------
    def wants(self, step: str) -> bool:
        if any(asked.step == step for asked in self.refinements):
            return self.deleted_at is None
        return self.status is Status.RUNNING and (self.stage == "draw") == step.startswith("draw/")

    def record(self, step: str, result: StepResult, quantity: float, now: datetime) -> None:
        known = self.results.get(step)
        if known is not None and known.job_id == result.job_id:
            return
        facts = {name: result.facts[name] for name in FACTS_KEPT if name in result.facts}
        self.results[step] = replace(result, facts=facts)
        self.scenes = [replace(scene, error=None) if scene.draw == step else scene for scene in self.scenes]
        self.updated_at = now
        asked = self._asked_for(step)
        if asked is not None:
            self._take_redrawn(asked, now)
        else:
            self._charge(step, quantity)
            self._tell_of(step, now)

    def record_failure(self, step: str, failure: Failure, now: datetime) -> bool:
        asked = self._asked_for(step)
        if asked is not None:
            self._drop(asked, now)
            return True
        if not self._is_drawing:
            return False
        for place, scene in enumerate(self.scenes):
            if scene.draw == step:
                self.scenes[place] = replace(scene, error=failure.message)
                self._tell("scene", now, scene_number=place + 1, generation_status="failed")
        return True

    @abstractmethod
    def _charge(self, step: str, quantity: float) -> None:
        """Adds what a step of the work costs to what is spent."""

    def _asked_for(self, step: str) -> Refinement | None:
        return next((asked for asked in self.refinements if asked.step == step), None)

    # -- inner workings ----------------------------------------------------------------------------------------------
    def _settle(self, now: datetime) -> None:
        super()._settle(now)
        self.paid += self.cost or 0
        self.unpaid.clear()

    def withdraw(self, asked: Refinement, now: datetime) -> None:
        """Takes back a refinement whose picture cannot even be asked for."""
        if asked in self.refinements:
            self._drop(asked, now)

    def _take_redrawn(self, asked: Refinement, now: datetime) -> None:
        self.refinements.remove(asked)
        self.refinements_made += asked.counts
        self.paid += asked.price
        self._book(f"redraw-{asked.version}#end", Movement.SETTLE, asked.price, now, held=asked.price)
        for place, scene in enumerate(self.scenes):
            if scene.key == asked.key:
                self.scenes[place] = _refined(scene, asked)
                self._tell("scene", now, scene_number=place + 1, generation_status="completed")
        self._revise_drawn(now)

    def _drop(self, asked: Refinement, now: datetime) -> None:
        self.refinements.remove(asked)
        self._book(f"redraw-{asked.version}#end", Movement.RELEASE, asked.price, now)
        self.updated_at = now

    def _stop(self, status: Status, now: datetime, what: str, **data: object) -> None:
        self._drop_all(now)
        super()._stop(status, now, what, **data)

    def delete(self, now: datetime) -> None:
        super().delete(now)
        self._drop_all(now)

    def _drop_all(self, now: datetime) -> None:
        for asked in [*self.refinements]:
            self._drop(asked, now)

    def _tell_of(self, step: str, now: datetime) -> None:
        for number, scene in enumerate(self.scenes, start=1):
            if scene.draw == step:
                self._tell("scene", now, scene_number=number, generation_status="completed")


def _frames(seconds: float) -> int:
    return round(seconds * FRAMES_PER_SECOND)


def _refined(scene: Scene, asked: Refinement) -> Scene:
    """A picture that was asked for later stays, whichever is drawn first."""
    described = replace(scene, description=asked.description or scene.description)
    if asked.version < scene.version:
        return described
    return replace(described, version=asked.version, image_prompt=asked.image_prompt, error=None)
