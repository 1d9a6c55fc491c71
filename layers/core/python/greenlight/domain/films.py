"""How a script is filmed: what a person may choose, how large the picture is, and what the whole will cost."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Literal

from greenlight.domain.drawing import StoryboardEngines
from greenlight.domain.money import Estimate, price
from greenlight.domain.script_writing import ScriptScene
from greenlight.domain.storyboard import SIZES
from greenlight.domain.writing import spoken

Quality = Literal["low", "medium", "high"]
# Pixels of the short side where a storyboard's own size is not taken.
SHORT_SIDES: dict[Quality, int] = {"low": 480, "high": 1080}


@dataclass(frozen=True)
class FilmConfig:
    """`music` is the mood of what is composed for the film, or `none`."""

    voice: str
    quality: Quality = "medium"
    aspect_ratio: str = "16:9"
    captions: str = "sidecar"
    music: str = "calm"
    style: str = "cinematic"

    @property
    def digest(self) -> str:
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


def size_of(aspect_ratio: str, quality: Quality) -> tuple[int, int]:
    """Width and height in whole pairs of pixels."""
    width, height = SIZES[aspect_ratio]
    side = SHORT_SIDES.get(quality)
    if side is None:
        return width, height
    scale = side / min(width, height)
    return _even(width * scale), _even(height * scale)


def _even(length: float) -> int:
    return 2 * round(length / 2)


def film_price(scenes: Sequence[ScriptScene], engines: StoryboardEngines) -> Estimate:
    """All that a film of these scenes takes: pictures, voices, and seconds of video."""
    lines = (
        price("text_to_image", engines.text_to_image, len(scenes)),
        price("text_to_speech", engines.text_to_speech, sum(len(spoken(scene.narration)) for scene in scenes)),
        price("media", engines.media, sum(scene.duration for scene in scenes)),
    )
    return Estimate(tuple(line for line in lines if line.quantity))
