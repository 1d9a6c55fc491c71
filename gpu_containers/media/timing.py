"""Reads the `timing.json` of a speech: when its sentences, words and phonemes are heard."""

from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from gpu_containers.runtime.engine import JobFailed

Seconds = Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)]


class Span(BaseModel):
    """Seconds from the beginning of the speech; a phoneme's text may be called `symbol`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = Field(validation_alias=AliasChoices("text", "symbol"))
    start: Seconds
    end: Seconds


class Timing(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    duration: Seconds
    sentences: tuple[Span, ...] = ()
    words: tuple[Span, ...] = ()
    phonemes: tuple[Span, ...] = ()


def read_timing(path: Path) -> Timing:
    try:
        return Timing.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        message = f"The timing of the speech cannot be read ({where}: {first['msg']}); make the speech again."
        raise JobFailed("invalid_timing", message) from error
