"""How a diffusion model is to be run: `greenlight.json`, which lies beside the model's own files."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from gpu_containers.runtime.pictures import Size
from gpu_containers.runtime.weights import WeightsError

RECIPE = "greenlight.json"
# What an engine says itself at each run.
_OURS = frozenset(
    {"prompt", "image", "width", "height", "num_frames", "num_inference_steps", "generator", "negative_prompt"}
    | {"guidance_scale", "true_cfg_scale", "output_type", "return_dict", "frame_rate", "latents"}
    | {"callback_on_step_end", "callback_on_step_end_tensor_inputs"}
)
Dtype = Literal["bfloat16", "float16", "float32"]
Side = Annotated[int, Field(ge=16, le=4096)]
Option = bool | int | float | str | list[int] | list[float] | None


class Recipe(BaseModel):
    """`sizes` are the widths and heights that the model was trained on, each a multiple of `multiple_of`; `options` are
    further arguments of the pipeline's call; `vae_dtype` where the VAE wants another number format than the rest.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    pipeline: str
    steps: int = Field(ge=1, le=200)
    guidance: float = Field(ge=0, le=30, allow_inf_nan=False)
    guidance_name: Literal["guidance_scale", "true_cfg_scale"] = "guidance_scale"
    negative_prompt: str | None = Field(default=None, max_length=4_000)
    multiple_of: int = Field(default=16, ge=1, le=256)
    sizes: list[tuple[Side, Side]] = Field(min_length=1, max_length=100)
    dtype: Dtype = "bfloat16"
    vae_dtype: Dtype | None = None
    attention: str | None = None
    compile: bool = False
    options: dict[str, Option] = Field(default={}, max_length=50)

    @field_validator("sizes")
    @classmethod
    def _are_multiples(cls, sizes: list[Size], info: Any) -> list[Size]:
        unit = info.data.get("multiple_of", 1)
        if any(side % unit for size in sizes for side in size):
            raise ValueError(f"each width and height must be a multiple of {unit}")
        return sizes

    @field_validator("attention")
    @classmethod
    def _is_installed_here(cls, attention: str | None) -> str | None:
        if attention and attention.endswith("_hub"):
            raise ValueError("it would be downloaded while the engine runs")
        return attention

    @field_validator("options")
    @classmethod
    def _are_not_ours(cls, options: dict[str, Option]) -> dict[str, Option]:
        if both := sorted(_OURS & set(options)):
            raise ValueError(f"the engine says {', '.join(both)} itself")
        return options


class VideoRecipe(Recipe):
    """`frames`: the counts that the model makes, or the most of them where it makes every count of step × n + 1."""

    fps: float = Field(ge=1, le=60)
    frames_step: int = Field(default=4, ge=1, le=64)
    frames: Annotated[int, Field(ge=2, le=1_000)] | Annotated[list[int], Field(min_length=1, max_length=100)]
    image_name: Literal["image"] = "image"

    @model_validator(mode="after")
    def _frames_are_of_the_step(self) -> Self:
        if any(count < 1 or count % self.frames_step != 1 % self.frames_step for count in self.counts):
            raise ValueError(f"each of `frames` must be a multiple of {self.frames_step} and one more")
        return self

    @property
    def counts(self) -> list[int]:
        if isinstance(self.frames, int):
            return list(range(self.frames, 1, -self.frames_step))[::-1]
        return sorted(self.frames)

    def count_for(self, seconds: float) -> int | None:
        """The fewest frames whose last one is shown at `seconds` or later; None where the model makes none so long."""
        return next((count for count in self.counts if (count - 1) / self.fps >= seconds - 1e-6), None)

    @property
    def longest(self) -> float:
        return (self.counts[-1] - 1) / self.fps


R = TypeVar("R", bound=Recipe)


def read_recipe(name: str, folder: Path, kind: type[R]) -> R:
    """Raises `WeightsError` that names the first field that is wrong."""
    if not (folder / RECIPE).is_file():
        raise WeightsError(name, f"there is no {RECIPE} in its folder")
    try:
        return kind.model_validate_json((folder / RECIPE).read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the whole"
        raise WeightsError(name, f"{RECIPE} is wrong at `{field}`: {first['msg']}") from error
