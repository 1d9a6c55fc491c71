"""The film of a confirmed script: a storyboard whose green light was given before its pictures were drawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from greenlight.domain.approval import Approval
from greenlight.domain.films import Quality, size_of
from greenlight.domain.money import Estimate
from greenlight.domain.production import Failure
from greenlight.domain.scenes import Scene
from greenlight.domain.script import Script
from greenlight.domain.storyboard import Storyboard
from greenlight.domain.storyboard_writing import FRAMES_PER_SECOND
from greenlight.domain.writing import spoken


@dataclass(kw_only=True)
class ScriptVideo(Storyboard):
    """`script_id` names the script, whose `approval.revision` it films."""

    family: ClassVar[str] = "script_video"
    begins_as: ClassVar[str] = "approved"

    script_id: str
    quality: Quality = "medium"
    chat_id: str | None = None

    @property
    def noun(self) -> str:
        return "video"

    @property
    def told_as(self) -> str:
        return "script"

    @property
    def chat(self) -> str | None:
        return self.chat_id

    @property
    def size(self) -> tuple[int, int]:
        return size_of(self.aspect_ratio, self.quality)

    @property
    def picture_quality(self) -> Literal["draft", "final"]:
        return "draft" if self.quality == "low" else "final"

    @property
    def filename(self) -> str:
        """Names the video among all there are, and says what it is about."""
        words = "".join(c if c.isascii() and c.isalnum() else " " for c in self.title.lower()).split()
        return "-".join([*words[:8], f"{self.production_id}.mp4"])

    def film(self, script: Script, now: datetime) -> None:
        """Takes the scenes of a script, and its approval as the green light for all that they take."""
        self.scenes = [
            Scene(
                key=key,
                version=1,
                description=scene.visual_prompt,
                image_prompt=scene.visual_prompt,
                narration=spoken(scene.narration),
                frames=round(scene.duration * FRAMES_PER_SECOND),
                overlay=scene.on_screen_text,
            )
            for key, scene in enumerate(script.scenes, start=1)
        ]
        self.title, self.revision = script.title, script.revision
        by = script.approval.by if script.approval else self.user_id
        self.approval = Approval(by, now, script.revision, self.estimate().amount)
        self._begin(now, self.approval.price)

    def estimate(self) -> Estimate:
        due = {*self.missing, *self.unpaid}
        pictures = self.price_of("draw", sum(scene.draw in due for scene in self.scenes))
        return Estimate((*([pictures] if pictures.quantity else []), *super().estimate().lines))

    @property
    def expected(self) -> int:
        promised = self.paid + self.held
        return promised if self.held else promised + self.estimate().amount

    def _begin(self, now: datetime, price: int) -> None:
        super()._begin(now, price)
        if self._undrawn:
            self.stage, self.progress = "draw", 0

    def present(self, now: datetime) -> None:
        """Goes on to the video: what a person looks at is the script."""
        if not self._is_drawing:
            return
        undrawn = self._undrawn
        if undrawn:
            number, scene = undrawn[0]
            reason = scene.error or "Its picture never came."
            self.fail(Failure("not_drawn", f"Scene {number} could not be drawn: {reason}", "DrawScenes", True), now)
            return
        self.stage, self.updated_at = "render", now

    @property
    def _undrawn(self) -> list[tuple[int, Scene]]:
        return [(n, scene) for n, scene in enumerate(self.scenes, start=1) if scene.draw not in self.results]
