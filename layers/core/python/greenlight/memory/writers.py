"""The twins, in memory, of what writes texts and says what must not be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from greenlight.domain.scenario_writing import (
    AudioScript,
    Demographics,
    ScenarioRequest,
    ScenarioScene,
    ScenarioText,
)
from greenlight.domain.script_writing import ScriptScene, ScriptText, VariationRequest
from greenlight.domain.speech_rate import spoken_seconds
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


@dataclass
class MemoryVariationWriter:
    """Says little, at each angle otherwise; fails with `failure` at the angles that it is set for."""

    failures: dict[str, WriterFailed] = field(default_factory=dict)
    requests: list[VariationRequest] = field(default_factory=list)

    def write(self, request: VariationRequest) -> ScriptText:
        self.requests.append(request)
        if request.angle in self.failures:
            raise self.failures[request.angle]
        scenes = (
            ScriptScene(f"This is part {n} of a {request.angle}.", f"View {n} of a calm place", f"Part {n}", 5.0)
            for n in (1, 2)
        )
        return ScriptText(f"A {request.angle}", tuple(scenes))


@dataclass
class MemoryScenarioWriter:
    """Writes scenarios whose shares of time are right, but for the first `bad` drafts."""

    bad: int = 0
    failure: WriterFailed | None = None
    mended: list[Sequence[str]] = field(default_factory=list)

    def draft(
        self,
        request: ScenarioRequest,
        earlier: ScenarioText | None,
        faults: Sequence[str],
        is_wanted: Callable[[], bool],
    ) -> ScenarioText:
        self.mended.append(tuple(faults))
        if self.failure:
            raise self.failure
        if not is_wanted():
            raise WriterFailed("stopped", "Nobody wants it any more.")
        scenes = tuple(
            ScenarioScene(f"View {n}.", f"A bottle, view {n}", f"The camera nears view {n}", f"It shows view {n}.")
            for n in range(1, request.scenes + 1)
        )
        hook = "Water." if len(self.mended) <= self.bad else _spoken(0.22 * request.video_length, "water")
        audio = AudioScript(
            hook,
            _spoken(0.55 * request.video_length, "bottle"),
            _spoken(0.17 * request.video_length, "today"),
            ("#Water", "#Bottle", "#Today"),
        )
        people = Demographics("all", "25-44", "kitchen", "everyday life")
        return ScenarioText(
            "Cold water", "Water that stays cold.", request.style, "Everybody", people, "", scenes, audio
        )


def _spoken(seconds: float, word: str) -> str:
    """A sentence that takes about so long."""
    words = [word]
    while spoken_seconds(f"The {' '.join(words)}.") < seconds:
        words.append(word)
    return f"The {' '.join(words)}."


@dataclass
class MemoryModerator:
    """Refuses whatever contains `word`."""

    word: str | None = None

    def refuse(self, *texts: str) -> None:
        if self.word and any(self.word in text for text in texts):
            raise WriterFailed("moderation.violence", "The text is not fit for families; reword it.")
