"""A storyboard: scenes with pictures that a person refines, orders and approves before they become a video."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Literal

from greenlight.domain.drawing import DRAWN, Drawing
from greenlight.domain.errors import Invalid, InvalidTransition
from greenlight.domain.money import Estimate, Line, price, usd
from greenlight.domain.production import Failure, StepResult
from greenlight.domain.scenes import pieces
from greenlight.domain.status import Status
from greenlight.domain.storyboard_writing import FRAMES_PER_SECOND

JOIN = "join"
TITLE, END = "card/title", "card/end"
# Frames of a card: three seconds.
CARD = 75
EXPORT = "export/"
# Width and height of the video by its aspect ratio.
SIZES = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960), "4:5": (864, 1080)}


@dataclass(frozen=True)
class Music:
    """A user's own music, in the media bucket; `sha256` is that of its bytes."""

    uri: str
    sha256: str


@dataclass(frozen=True)
class Cut:
    """How the video is cut: `transition` takes `transition_frames`, half of them from each of its two scenes.

    `music` is the mood of what is composed for it, `own_music` is played instead. Cards come on top of the scenes'
    seconds: one with the title before them, one with `end_card` after them where it says something.
    """

    transition: str = "crossfade"
    transition_frames: int = 12
    captions: str = "sidecar"
    music: str = "calm"
    own_music: Music | None = None
    title_card: bool = False
    end_card: str = ""


@dataclass(kw_only=True)
class Storyboard(Drawing):
    family: ClassVar[str] = "storyboard"
    begins_as: ClassVar[str] = "progress"

    aspect_ratio: str
    voice: str
    language: str = "en-US"
    cut: Cut = field(default_factory=Cut)

    @property
    def size(self) -> tuple[int, int]:
        return SIZES[self.aspect_ratio]

    @property
    def picture_quality(self) -> Literal["draft", "final"]:
        """How pictures are moved: `draft` is quicker and less smooth."""
        return "final"

    @property
    def video(self) -> StepResult | None:
        """The video that is paid for: one whose work was stopped at the last step is nobody's yet."""
        return None if JOIN in self.unpaid else self.results.get(JOIN)

    # -- the green light ---------------------------------------------------------------------------------------------
    def approve(self, by: str, now: datetime, revision: int | None, max_amount: int | None) -> None:
        if self.approval is not None and self.status is Status.AWAITING_APPROVAL:
            raise InvalidTransition("This storyboard is approved already; render it, or change it to ask again.")
        undrawn = [n for n, scene in enumerate(self.scenes, start=1) if scene.draw not in self.results]
        if undrawn and self.status is Status.AWAITING_APPROVAL:
            raise InvalidTransition(f"Scene {undrawn[0]} has no picture; refine it with a new_image_prompt first.")
        self._refuse_while_redrawing(now)
        agreed = self._agree(by, now, revision, max_amount)
        # A green light that nobody uses goes out like one that nobody gives.
        self.approve_by = now + timedelta(days=self.approval_days)
        self._tell("approved", now, revision=self.revision, amount=usd(agreed.price))

    # -- the video ---------------------------------------------------------------------------------------------------
    def render(self, now: datetime) -> None:
        self._refuse_if_deleted()
        if self.status in {Status.QUEUED, Status.RUNNING, Status.CANCELLING}:
            raise InvalidTransition(f"This storyboard is {self.status.value} already; wait for it or cancel it.")
        if self.approval is None:
            raise Invalid("This storyboard is not approved; approve it first.", code="not_approved")
        if self.status is Status.AWAITING_APPROVAL and now >= self.approve_by:
            raise InvalidTransition("The time to render what was approved is over; reorder or refine it to ask again.")
        self._refuse_while_redrawing(now)
        # Prices may have risen since.
        self._begin(now, min(self.estimate().amount, self.approval.price))

    def _begin(self, now: datetime, price: int) -> None:
        self.stage = "render"
        wanted = set(self.work)
        self.results = {step: result for step, result in self.results.items() if step in wanted and step != JOIN}
        self.unpaid = {step: amount for step, amount in self.unpaid.items() if step in self.results}
        super()._begin(now, price)
        self.progress = DRAWN
        self.spent = sum(self.unpaid.values())

    @property
    def pieces(self) -> list[str]:
        scenes = pieces(self.scenes, seams=self.cut.transition != "cut")
        return [*([TITLE] if self.cut.title_card else []), *scenes, *([END] if self.cut.end_card else [])]

    @property
    def work(self) -> list[str]:
        """Every step that the video is made by, in order."""
        spoken = [scene.speak for scene in self.scenes if scene.narration]
        return [*(scene.draw for scene in self.scenes), *spoken, *self.pieces, JOIN]

    @property
    def missing(self) -> list[str]:
        return [step for step in self.work if step not in self.results]

    def finish(self, now: datetime) -> None:
        if JOIN not in self.results:
            raise InvalidTransition("The video is not joined; run the missing steps first.")
        self._succeed(now)

    # -- steps -------------------------------------------------------------------------------------------------------
    def wants(self, step: str) -> bool:
        if step.startswith(EXPORT):
            return self.video is not None and self.deleted_at is None
        return super().wants(step)

    def _charge(self, step: str, quantity: float) -> None:
        if not step.startswith(EXPORT):
            self.unpaid[step] = self.price_of(step, quantity).amount
            self.spent += self.unpaid[step]

    def _tell_of(self, step: str, now: datetime) -> None:
        super()._tell_of(step, now)
        if step.startswith(EXPORT):
            self._tell_export(step, "completed", now)

    def record_failure(self, step: str, failure: Failure, now: datetime) -> bool:
        if step.startswith(EXPORT):
            self._tell_export(step, "failed", now, code=failure.code)
            return True
        return super().record_failure(step, failure, now)

    def price_of(self, step: str, quantity: float) -> Line:
        task = {"draw": "text_to_image", "speak": "text_to_speech"}.get(step.partition("/")[0], "media")
        engine: str = getattr(self.engines, task)
        return price(task, engine, quantity)

    def estimate(self) -> Estimate:
        """What rendering costs from here: only what is not made yet, or was made and not paid for."""
        due = {*self.missing, *self.unpaid}
        said = sum(len(scene.narration) for scene in self.scenes if scene.speak in due)
        filmed = sum(self.seconds_of(step) for step in self.pieces if step in due)
        lines = (self.price_of("speak", said), self.price_of("body", filmed))
        return Estimate(tuple(line for line in lines if line.quantity))

    @property
    def expected(self) -> int:
        """What all that was and will be made costs, in micro-USD."""
        promised = self.paid + self.held + sum(asked.price for asked in self.refinements)
        is_rendering = self.held and self.stage == "render"
        return promised if is_rendering else promised + self.estimate().amount

    def seconds_of(self, piece: str) -> float:
        """How long a piece of the video is; what is joined costs nothing on top."""
        half = self.cut.transition_frames / 2 if self.cut.transition != "cut" else 0
        kind, _, name = piece.partition("/")
        if kind == "body":
            frames = next(scene.frames for scene in self.scenes if scene.body == piece) - 2 * half
        elif kind == "seam":
            frames = half if name.startswith("-") or name.endswith("-") else 2 * half
        else:
            frames = CARD if kind == "card" else 0
        return frames / FRAMES_PER_SECOND

    def _tell_export(self, step: str, what: str, now: datetime, **data: object) -> None:
        form, _, quality = step.removeprefix(EXPORT).partition("-")
        self._tell_as("export", what, now, format=form, quality=quality, **data)


@dataclass(frozen=True)
class NewStoryboard:
    """What a person sends; `duration` is in seconds, `music` a file of audio to play in place of composed music."""

    prompt: str
    duration: float
    style: str
    aspect_ratio: str
    voice: str | None = None
    language: str = "en-US"
    cut: Cut = field(default_factory=Cut)
    music: bytes | None = None
    approval_days: float | None = None
