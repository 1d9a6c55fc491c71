"""The scenes of a storyboard, and the pieces of video that they and what lies between them become."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from greenlight.domain.errors import Invalid
from greenlight.domain.storyboard_writing import FRAMES_PER_SECOND

# Turning by the golden angle, no scene moves the way another does, whatever order a person puts them in.
GOLDEN_ANGLE = 137.508
MOVES = ("push_in", "pan", "pull_out", "drift")


@dataclass(frozen=True)
class Scene:
    """`key` is the scene's number at birth and stays; `version` is that of its picture, unique in its storyboard.

    `frames` are 25 a second; `error` says why the picture could not be drawn; `overlay` is shown over it.
    """

    key: int
    version: int
    description: str
    image_prompt: str
    narration: str
    frames: int
    error: str | None = None
    overlay: str = ""

    @property
    def seconds(self) -> float:
        return self.frames / FRAMES_PER_SECOND

    @property
    def draw(self) -> str:
        return draw_step(self.key, self.version)

    @property
    def speak(self) -> str:
        return f"speak/{self.key}"

    @property
    def body(self) -> str:
        return f"body/{self.key}.{self.version}"

    @property
    def move(self) -> dict[str, Any]:
        """How the picture moves: a function of the scene alone, so that another order moves nothing else."""
        angle = round(self.key * GOLDEN_ANGLE % 360, 1)
        return {"kind": MOVES[self.key % len(MOVES)], "angle": angle, "amount": 0.6}


@dataclass(frozen=True)
class Refinement:
    """A scene that is being drawn anew as `version`; `description` comes with the picture where one was given.

    The first picture of a scene that could not be drawn before does not count.
    """

    key: int
    version: int
    image_prompt: str
    description: str | None
    price: int
    asked_at: datetime
    counts: bool = True

    @property
    def step(self) -> str:
        return draw_step(self.key, self.version)


def draw_step(key: int, version: int) -> str:
    return f"draw/{key}.{version}"


def seam_step(before: Scene | None, after: Scene | None) -> str:
    """The piece between two scenes; before the first scene and after the last there is nobody."""
    names = (f"{scene.key}.{scene.version}" if scene else "" for scene in (before, after))
    return "seam/" + "-".join(names)


def pieces(scenes: Sequence[Scene], *, seams: bool) -> Iterator[str]:
    """The row of pieces that a video is joined from, by the names of the steps that render them."""
    if not (seams and scenes):
        yield from (scene.body for scene in scenes)
        return
    yield seam_step(None, scenes[0])
    for before, after in pairwise(scenes):
        yield before.body
        yield seam_step(before, after)
    yield scenes[-1].body
    yield seam_step(scenes[-1], None)


def reordered(scenes: Sequence[Scene], order: Sequence[int]) -> list[Scene]:
    """The scenes as `order` says, a permutation of their numbers from 1; raises Invalid for anything else."""
    if not order:
        raise Invalid("scene_order cannot be empty", field="scene_order", code="invalid_order")
    if sorted(order) != list(range(1, len(scenes) + 1)):
        message = "Failed to reorder scenes. Check that all scene numbers are valid."
        raise Invalid(message, field="scene_order", code="invalid_order")
    return [scenes[number - 1] for number in order]
