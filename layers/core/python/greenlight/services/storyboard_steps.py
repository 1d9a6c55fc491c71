"""What the workflow of a storyboard asks for between its jobs: a text, a look at what was drawn, the work there is."""

from collections.abc import Callable
from dataclasses import dataclass

from greenlight.domain.errors import NotFound
from greenlight.domain.storyboard import JOIN, Storyboard
from greenlight.domain.storyboard_writing import StoryboardRequest, StoryboardText
from greenlight.domain.writing import WriterFailed
from greenlight.ports import Clock, Productions, StoryboardWriter
from greenlight.services.productions import change
from greenlight.services.writer_failures import failure_of


@dataclass(frozen=True)
class StoryboardSteps:
    """Each may be called again at any time and does only what is missing; answers are names of steps."""

    productions: Productions
    writer: Callable[[], StoryboardWriter]
    clock: Clock

    def write(self, production_id: str) -> list[str]:
        """Writes the scenes where there are none yet; the pictures that are to be drawn."""
        storyboard = self._find(production_id)
        if storyboard is None or storyboard.stage != "draw":
            return []
        storyboard = change(self.productions, storyboard, lambda p: p.begin_drawing(self.clock.now()))
        if not storyboard.scenes and not storyboard.status.is_final:
            storyboard = self._written(storyboard)
        return [scene.draw for scene in storyboard.scenes if scene.draw not in storyboard.results]

    def plan(self, production_id: str) -> dict[str, list[str]]:
        """What is missing of the video: the voices, and the pieces that need them."""
        storyboard = self._find(production_id)
        missing = [step for step in storyboard.missing if step != JOIN] if storyboard else []
        spoken = [step for step in missing if step.startswith("speak/")]
        return {"voices": spoken, "pieces": [step for step in missing if step not in spoken]}

    def _written(self, storyboard: Storyboard) -> Storyboard:
        request = StoryboardRequest(
            prompt=storyboard.prompt,
            durations=storyboard.durations,
            style=storyboard.style,
            aspect_ratio=storyboard.aspect_ratio,
            language=storyboard.language,
            voice=storyboard.voice,
        )
        try:
            text: StoryboardText = self.writer().write(request)
        except WriterFailed as failed:
            failure = failure_of(failed, "WriteStoryboard")
            return change(self.productions, storyboard, lambda p: p.fail(failure, self.clock.now()))
        return change(self.productions, storyboard, lambda p: p.take_text(text, self.clock.now()))

    def _find(self, production_id: str) -> Storyboard | None:
        try:
            found = self.productions.get(production_id)
        except NotFound:
            return None
        return found if isinstance(found, Storyboard) and found.deleted_at is None else None
