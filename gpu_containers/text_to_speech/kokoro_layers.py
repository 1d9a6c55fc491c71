"""What both halves of Kokoro are made of: a style is the scale and shift after a normalisation.

After StyleTTS 2 (Li et al., 2023) as kokoro 0.9.4 has it (Apache-2.0). Names of parameters are those of the published
weights, with each pair weight_g, weight_v folded into the weight that it means. Everything is one sentence at a time,
so that nothing is padded or masked: `x` is (1, channels, time), `s` is (1, style).
"""

from math import sqrt

import torch
from torch.nn import functional

_SLOPE = 0.2


class Layer(torch.nn.Module):  # type: ignore[misc]  # torch's types are not read
    """A module of torch."""


class AdaIN1d(Layer):
    def __init__(self, style: int, channels: int) -> None:
        super().__init__()
        self.fc = torch.nn.Linear(style, 2 * channels)

    def forward(self, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
        scale, shift = self.fc(s)[..., None].chunk(2, dim=1)
        return (1 + scale) * functional.instance_norm(x) + shift


class AdaLayerNorm(Layer):
    """Of (1, time, channels)."""

    def __init__(self, style: int, channels: int) -> None:
        super().__init__()
        self.fc = torch.nn.Linear(style, 2 * channels)

    def forward(self, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
        scale, shift = self.fc(s)[:, None].chunk(2, dim=-1)
        return (1 + scale) * functional.layer_norm(x, x.shape[-1:]) + shift


class ChannelNorm(Layer):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = torch.nn.Parameter(torch.ones(channels))
        self.beta = torch.nn.Parameter(torch.zeros(channels))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x.mT, self.gamma.shape, self.gamma, self.beta).mT


class AdainResBlk1d(Layer):
    """A residual block told by a style; `doubled` has twice as many steps."""

    def __init__(self, given: int, made: int, style: int, *, doubled: bool = False) -> None:
        super().__init__()
        self.doubled = doubled
        self.norm1 = AdaIN1d(style, given)
        self.norm2 = AdaIN1d(style, made)
        self.conv1 = torch.nn.Conv1d(given, made, 3, padding=1)
        self.conv2 = torch.nn.Conv1d(made, made, 3, padding=1)
        if doubled:
            self.pool = torch.nn.ConvTranspose1d(given, given, 3, 2, groups=given, padding=1, output_padding=1)
        if given != made:
            self.conv1x1 = torch.nn.Conv1d(given, made, 1, bias=False)

    def forward(self, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
        y = functional.leaky_relu(self.norm1(x, s), _SLOPE)
        y = self.conv1(self.pool(y) if self.doubled else y)
        y = self.conv2(functional.leaky_relu(self.norm2(y, s), _SLOPE))
        x = x.repeat_interleave(2, dim=-1) if self.doubled else x
        return (y + (self.conv1x1(x) if hasattr(self, "conv1x1") else x)) * sqrt(0.5)


def both_ways(given: int, made: int) -> torch.nn.LSTM:
    """An LSTM that reads (1, time, given) from both ends, `made` numbers a step."""
    return torch.nn.LSTM(given, made // 2, batch_first=True, bidirectional=True)
