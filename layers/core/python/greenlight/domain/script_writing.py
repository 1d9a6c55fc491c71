"""What a script writer for videos is asked for and gives back: one of several scripts on a topic, each at its angle."""

from dataclasses import dataclass
from typing import Literal

Angle = Literal["story", "explainer", "list"]
# How the variations of one request differ.
ANGLES: tuple[Angle, ...] = ("story", "explainer", "list")


@dataclass(frozen=True)
class VariationRequest:
    """`topic` is a person's own words; the script takes about `seconds` and is told as `angle` says, in `style`."""

    topic: str
    angle: Angle
    seconds: float
    style: str
    language: str
    voice: str


@dataclass(frozen=True)
class ScriptScene:
    """`duration` is in seconds; `on_screen_text` is shown over the picture, and empty for none."""

    narration: str
    visual_prompt: str
    on_screen_text: str
    duration: float


@dataclass(frozen=True)
class ScriptText:
    title: str
    scenes: tuple[ScriptScene, ...]
