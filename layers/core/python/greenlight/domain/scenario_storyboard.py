"""A scenario as a storyboard: its audio script spread over its scenes, and the nearest shape of video."""

import math
import re
from collections.abc import Sequence

from greenlight.domain.scenario import Scenario
from greenlight.domain.scenario_writing import SCENE_SECONDS, AudioScript
from greenlight.domain.speech_rate import spoken_seconds
from greenlight.domain.storyboard import SIZES
from greenlight.domain.storyboard_writing import NARRATION_LEAD, NARRATION_TAIL, SceneText, StoryboardText

# How much a cut costs that falls behind a comma, or behind any other word, in seconds away from the ideal place.
AFTER_COMMA, AFTER_WORD = 0.35, 0.9
# How much longer than modelled a voice may take for its words.
CAUTION = 1.05


def nearest_aspect_ratio(size: tuple[int, int]) -> str:
    """Of those that a video can have."""
    wanted = math.log(size[0] / size[1])
    return min(SIZES, key=lambda name: abs(math.log(SIZES[name][0] / SIZES[name][1]) - wanted))


def storyboard_of(scenario: Scenario) -> tuple[StoryboardText, list[float]]:
    """The text, and the seconds of each scene: five, or more where its words take longer."""
    if scenario.text is None:
        raise ValueError("The scenario is not written.")
    said = narrations(scenario.text.audio, len(scenario.text.scenes), scenario.voice)
    scenes = tuple(
        SceneText(scene.description, scene.image_prompt, words)
        for scene, words in zip(scenario.text.scenes, said, strict=True)
    )
    durations = [_seconds(words, scenario.voice) for words in said]
    return StoryboardText(scenario.text.title, scenario.text.person, scenes), durations


def _seconds(words: str, voice: str) -> float:
    needed = spoken_seconds(words, voice) * CAUTION + NARRATION_LEAD + NARRATION_TAIL
    return max(float(SCENE_SECONDS), math.ceil(needed * 10) / 10)


def narrations(audio: AudioScript, scenes: int, voice: str) -> list[str]:
    """The words in order, about as much for each scene, cut where a sentence or at least a clause ends."""
    words = f"{audio.hook} {audio.main} {audio.cta}".split()
    ends = [spoken_seconds(" ".join(words[: n + 1]), voice) for n in range(len(words))]
    share, cuts = ends[-1] / scenes, [0]
    for number in range(1, scenes):
        # Each scene after this one has a word at least, where there are so many.
        last = max(cuts[-1] + 1, len(words) - (scenes - number))
        places = range(min(cuts[-1] + 1, len(words)), min(last, len(words)) + 1)
        cuts.append(min(places, key=lambda place: _cost(words, ends, place, number * share)))
    return [" ".join(words[a:b]) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True)]


def _cost(words: Sequence[str], ends: Sequence[float], place: int, ideal: float) -> float:
    away, before = abs(ends[place - 1] - ideal), words[place - 1]
    if re.search(r"[.!?…][\"'”’)]*$", before):
        return away
    return away + (AFTER_COMMA if before[-1] in ",;:—–" else AFTER_WORD)
