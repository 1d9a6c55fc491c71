"""What a text_to_speech job may ask for, read once and refused in one sentence."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from gpu_containers.runtime.params import read_as

LONGEST_TEXT = 20_000


class SpeechParams(BaseModel):
    """`speed` multiplies the voice's own pace; the same `seed` gives the same samples where the engine can."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    voice: str = "heart"
    language: str = "en-US"
    speed: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    seed: Annotated[int, Field(ge=0)] = 0


def read_params(params: dict[str, Any]) -> SpeechParams:
    return read_as(SpeechParams, params, "speech job")
