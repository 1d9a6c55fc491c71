"""What Kokoro's network is made of: the published config.json, read and checked."""

from math import prod
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Size = Annotated[int, Field(ge=1, le=8192)]
SAMPLE_RATE = 24_000
# The longest that the published voices have a style for.
MOST_PHONEMES = 510
# A pad before and one after the phonemes.
PADS = 2


class GeneratorConfig(BaseModel):
    """`istftnet` of config.json."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    upsample_rates: tuple[Size, ...] = Field(min_length=1)
    upsample_kernel_sizes: tuple[Size, ...]
    upsample_initial_channel: Size
    resblock_kernel_sizes: tuple[Size, ...] = Field(min_length=1)
    resblock_dilation_sizes: tuple[tuple[Size, ...], ...]
    gen_istft_n_fft: Size
    gen_istft_hop_size: Size

    @property
    def samples_per_pitch(self) -> int:
        return prod(self.upsample_rates) * self.gen_istft_hop_size


class BertConfig(BaseModel):
    """`plbert` of config.json; what else it has is for transformers."""

    model_config = ConfigDict(extra="allow", frozen=True)

    hidden_size: Size
    num_attention_heads: Size
    intermediate_size: Size
    max_position_embeddings: Size
    num_hidden_layers: Size


class KokoroConfig(BaseModel):
    """The reference network has `dim_in` (64) and `max_conv_dim` (512) written out as numbers."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    vocab: dict[str, int] = Field(min_length=1)
    n_token: Size
    hidden_dim: Size
    style_dim: Size
    max_dur: Size
    n_layer: Size
    text_encoder_kernel_size: Size
    dim_in: Size = 64
    max_conv_dim: Size = 512
    plbert: BertConfig
    istftnet: GeneratorConfig

    @classmethod
    def read(cls, path: Path) -> "KokoroConfig":
        return cls.model_validate_json(path.read_bytes())

    @model_validator(mode="after")
    def _has_an_embedding_for_each_symbol(self) -> "KokoroConfig":
        if not all(0 < number < self.n_token for number in self.vocab.values()):
            raise ValueError("a symbol's number is not below n_token")
        return self

    @property
    def samples_per_frame(self) -> int:
        """One frame of a predicted duration is two of pitch: 600 samples, 25 ms, in the published network."""
        return 2 * self.istftnet.samples_per_pitch

    @property
    def longest(self) -> int:
        """Phonemes at once."""
        return min(MOST_PHONEMES, self.plbert.max_position_embeddings - PADS)
