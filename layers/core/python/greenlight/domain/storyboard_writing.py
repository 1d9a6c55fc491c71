"""What a storyboard writer is asked for and gives back, and how long each scene is."""

import math
from dataclasses import dataclass
from itertools import pairwise

FRAMES_PER_SECOND = 25
SHORTEST_SCENE, USUAL_SCENE, LONGEST_SCENE = 3.0, 5.0, 8.0
# Silence before and after the spoken words of a scene, in seconds.
NARRATION_LEAD, NARRATION_TAIL = 0.3, 0.15

# How much longer (+) or shorter (−) than the average a scene is, over and over: the opening lingers.
_RHYTHM = (1.0, -0.5, 0.3, -0.8, 0.5, -0.2)
_SPREAD = 0.2


@dataclass(frozen=True)
class StoryboardRequest:
    """`prompt` is a person's own words; `durations` the seconds of each scene that is to be written."""

    prompt: str
    durations: tuple[float, ...]
    style: str
    aspect_ratio: str
    language: str
    voice: str


@dataclass(frozen=True)
class SceneText:
    description: str
    image_prompt: str
    narration: str


@dataclass(frozen=True)
class StoryboardText:
    """`look` describes people, places and palette once; every image prompt contains it word for word."""

    title: str
    look: str
    scenes: tuple[SceneText, ...]


def scene_durations(total: float) -> tuple[float, ...]:
    """Seconds of each scene, in whole frames that add up to the frame nearest `total` (of at least one scene).

    About one scene every five seconds, and two wherever two of the shortest fit.
    """
    frames = math.floor(total * FRAMES_PER_SECOND + 0.5)
    shortest, longest = int(SHORTEST_SCENE * FRAMES_PER_SECOND), int(LONGEST_SCENE * FRAMES_PER_SECOND)
    wanted = max(2, math.floor(total / USUAL_SCENE + 0.5))
    count = max(1, math.ceil(frames / longest), min(wanted, frames // shortest))
    average = frames / count
    # A frame is kept back for the rounding, so that no scene leaves its limits.
    room = max(0.0, min(_SPREAD * average, average - shortest - 1, longest - average - 1))
    ends, end = [0], 0.0
    for swing in _swings(count):
        end += average + room * swing
        ends.append(math.floor(end + 0.5))
    return tuple((b - a) / FRAMES_PER_SECOND for a, b in pairwise(ends))


def _swings(count: int) -> list[float]:
    """One for each scene, from −1 to 1, adding up to nothing."""
    rhythm = [_RHYTHM[i % len(_RHYTHM)] for i in range(count)]
    mean = sum(rhythm) / count
    largest = max(abs(swing - mean) for swing in rhythm) or 1.0
    return [(swing - mean) / largest for swing in rhythm]


def narration_seconds(duration: float) -> float:
    """How long the words of a scene may take to say."""
    return duration - NARRATION_LEAD - NARRATION_TAIL
