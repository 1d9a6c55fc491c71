"""What an image_to_video job may ask for, and the picture that it gives; refused in one sentence."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.params import read_as
from gpu_containers.runtime.pictures import BadPicture, Size, decode, flattened
from gpu_containers.runtime.profile import FPS

LONGEST_PROMPT = 4_000
_SMALLEST_PICTURE = 16
Side = Annotated[int, Field(ge=64, le=2048, multiple_of=2)]


class VideoParams(BaseModel):
    """`fps` is the video's; only with 25 can it be joined by copying with what the rest of the system makes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    prompt: Annotated[str, Field(min_length=1, max_length=LONGEST_PROMPT)]
    width: Side = 1280
    height: Side = 720
    seconds: Annotated[float, Field(ge=0.5, le=10)] = 5.0
    fps: Annotated[int, Field(ge=10, le=60)] = FPS
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    negative_prompt: Annotated[str, Field(max_length=LONGEST_PROMPT)] | None = None

    @property
    def size(self) -> Size:
        return self.width, self.height

    @property
    def frames(self) -> int:
        return round(self.seconds * self.fps)


def read_params(params: dict[str, Any]) -> VideoParams:
    return read_as(VideoParams, params, "video job")


def open_image(inputs: Mapping[str, Path]) -> Image.Image:
    """The input `image` in RGB, upright."""
    if "image" not in inputs:
        raise JobFailed("missing_input", "The input 'image' is not there: the video begins with a picture.")
    try:
        picture = flattened(decode(inputs["image"].read_bytes()))
    except BadPicture as error:
        raise JobFailed("invalid_picture", f"The input 'image' is not usable: {error}.") from error
    if min(picture.size) < _SMALLEST_PICTURE:
        raise JobFailed("invalid_picture", f"The input 'image' is not usable: send {_SMALLEST_PICTURE} pixels or more.")
    return picture
