"""What a job for a piece of a storyboard's video may ask for."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gpu_containers.media.moves import Move

Side = Annotated[int, Field(ge=64, le=4096, multiple_of=2)]
Frames = Annotated[int, Field(ge=1, le=15_000)]
Overlap = Annotated[int, Field(ge=0, le=250, multiple_of=2)]
_BREAKS = ("Cc", "Cs", "Zl", "Zp")


def _line(value: object) -> object:
    """Text without what would break its line or could not be drawn: control characters, breaks, half characters."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(" " if unicodedata.category(c) in _BREAKS else c for c in value).split())


Line = Annotated[str, BeforeValidator(_line), Field(max_length=200)]


class PieceParams(BaseModel):
    """Sizes in pixels, lengths in frames of 25 a second."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    width: Side
    height: Side
    quality: Literal["draft", "final"] = "final"


class SceneParams(PieceParams):
    captions: Literal["burned", "none"] = "none"
    transition_frames: Overlap = 0


class BodyParams(SceneParams):
    """`overlay` is shown over the picture; the seams on both sides do not show it."""

    frames: Frames
    move: Move = Move()
    overlay: Line = ""

    @model_validator(mode="after")
    def _something_is_left(self) -> Self:
        if self.frames <= self.transition_frames:
            raise ValueError("a scene's frames must be more than its transition_frames")
        return self


class SeamSide(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    frames: Frames
    move: Move = Move()


class SeamParams(SceneParams):
    """Without `from` the first scene comes out of black, without `to` the last one goes to black."""

    transition: Literal["crossfade", "slide"] = "crossfade"
    transition_frames: Annotated[int, Field(ge=2, le=250, multiple_of=2)]
    from_: SeamSide | None = Field(default=None, alias="from")
    to: SeamSide | None = None

    @model_validator(mode="after")
    def _usable(self) -> Self:
        sides = [side for side in (self.from_, self.to) if side]
        if not sides:
            raise ValueError("a seam needs `from`, `to` or both")
        if any(side.frames <= self.transition_frames for side in sides):
            raise ValueError("a scene's frames must be more than the transition_frames")
        return self


class CardParams(PieceParams):
    kind: Literal["title", "end"] = "title"
    text: Annotated[Line, Field(min_length=1)]
    subtitle: Line = ""
    frames: Frames = 75
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] = 0
