"""The twins, in memory, of what writes texts."""

from dataclasses import dataclass, field

from greenlight.domain.storyboard_writing import SceneText, StoryboardRequest, StoryboardText
from greenlight.domain.writing import WriterFailed


@dataclass
class MemoryStoryboardWriter:
    """Numbers its scenes; fails with `failure` while one is set. `requests` is what it was asked."""

    failure: WriterFailed | None = None
    requests: list[StoryboardRequest] = field(default_factory=list)

    def write(self, request: StoryboardRequest) -> StoryboardText:
        self.requests.append(request)
        if self.failure:
            raise self.failure
        look = "One calm place in soft light"
        scenes = (
            SceneText(f"View {n} of the place.", f"{look}, view {n}", f"View {n}.")
            for n in range(1, len(request.durations) + 1)
        )
        return StoryboardText("A calm place", look, tuple(scenes))
