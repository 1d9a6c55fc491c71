"""What a join_pieces job may ask for."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Seconds = Annotated[float, Field(ge=0, le=3_600, allow_inf_nan=False)]
Side = Annotated[int, Field(ge=16, le=4096, multiple_of=2)]


class SceneSpan(BaseModel):
    """Seconds of the video in which a scene, and the voice in it, has its place."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    start: Seconds
    duration: Annotated[Seconds, Field(gt=0)]

    @property
    def end(self) -> float:
        return self.start + self.duration


class Music(BaseModel):
    """`gain_db` is how far the music lies from a voice's loudness where nobody speaks; under speech it is lower."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: Literal["none", "generated", "input"] = "none"
    mood: Annotated[str, Field(max_length=100)] = "calm"
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] = 0
    gain_db: Annotated[float, Field(ge=-60, le=12, allow_inf_nan=False)] = -7.0


class JoinPiecesParams(BaseModel):
    """Captions that are burned lie on the pieces already; they come as files too."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pieces: Annotated[int, Field(ge=1, le=999)]
    scenes: Annotated[tuple[SceneSpan, ...], Field(min_length=1, max_length=999)]
    music: Music = Music()
    captions: Literal["sidecar", "burned", "none"] = "sidecar"
    title: Annotated[str, Field(max_length=200)] = ""
    width: Side
    height: Side

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        starts = [scene.start for scene in self.scenes]
        if starts != sorted(starts):
            raise ValueError("scenes must be listed in the order of their start")
        return self
