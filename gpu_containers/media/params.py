"""What a job may ask for is read once and refused in one sentence; here what a finish_reel job may ask for."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gpu_containers.runtime.params import read_as

_WIDEST = 3.0

Length = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Offset = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]


class FaceBox(BaseModel):
    """Pixels of the portrait, from its upper left corner."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    x: Offset
    y: Offset
    width: Length
    height: Length


class FinishReelParams(BaseModel):
    """`face` is where the portrait of `portrait_width` × `portrait_height` shows it; the video may be scaled."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    captions: Literal["none", "burned", "sidecar"] = "sidecar"
    aspect_ratio: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$")] | None = None
    face: FaceBox | None = None
    portrait_width: Length | None = None
    portrait_height: Length | None = None
    title: Annotated[str, Field(max_length=200)] = ""

    @property
    def ratio(self) -> float | None:
        """Width by height that the video shall have; None leaves it as it is."""
        if self.aspect_ratio is None:
            return None
        width, height = self.aspect_ratio.split(":")
        return int(width) / int(height)

    @model_validator(mode="after")
    def _usable(self) -> "FinishReelParams":
        if self.ratio is not None and not 1 / _WIDEST <= self.ratio <= _WIDEST:
            raise ValueError("the aspect_ratio must lie between 1:3 and 3:1, for example 9:16")
        if self.face and not (self.portrait_width and self.portrait_height):
            raise ValueError("a face needs portrait_width and portrait_height beside it")
        return self


def read_params(params: dict[str, Any]) -> FinishReelParams:
    return read_as(FinishReelParams, params)
