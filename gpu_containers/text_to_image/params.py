"""What a text_to_image job may ask for, read once and refused in one sentence."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from gpu_containers.runtime.params import read_as
from greenlight.contracts import LARGEST_PICTURE, SMALLEST_PICTURE

LONGEST_PROMPT = 4_000
Side = Annotated[int, Field(ge=SMALLEST_PICTURE, le=LARGEST_PICTURE)]


class ImageParams(BaseModel):
    """`width` × `height` in pixels; the same params give the same picture where the engine can."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    prompt: Annotated[str, Field(min_length=1, max_length=LONGEST_PROMPT)]
    width: Side = 1280
    height: Side = 720
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    style: Annotated[str, Field(max_length=200)] = "cinematic"
    scene_number: Annotated[int, Field(ge=0)] | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def styled_prompt(self) -> str:
        """For engines that read the style as words."""
        return f"{self.prompt}\n\nStyle: {self.style}." if self.style else self.prompt


def read_params(params: dict[str, Any]) -> ImageParams:
    return read_as(ImageParams, params, "picture job")
