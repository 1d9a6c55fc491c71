"""From phonemes spread over time, pitch and energy to samples: Kokoro's decoder and the vocoder behind it."""

import numpy as np
import torch

from gpu_containers.text_to_speech.kokoro_config import KokoroConfig
from gpu_containers.text_to_speech.kokoro_generator import Generator
from gpu_containers.text_to_speech.kokoro_layers import AdainResBlk1d, Layer

_CURVES = 2


class Decoder(Layer):
    def __init__(self, config: KokoroConfig) -> None:
        super().__init__()
        hidden, style, wide = config.hidden_dim, config.style_dim, 2 * config.max_conv_dim
        told = wide + config.dim_in + _CURVES
        made = config.istftnet.upsample_initial_channel
        self.encode = AdainResBlk1d(hidden + _CURVES, wide, style)
        self.decode = torch.nn.ModuleList(AdainResBlk1d(told, wide, style) for _ in range(3))
        self.decode.append(AdainResBlk1d(told, made, style, doubled=True))
        self.F0_conv = torch.nn.Conv1d(1, 1, 3, 2, padding=1)
        self.N_conv = torch.nn.Conv1d(1, 1, 3, 2, padding=1)
        self.asr_res = torch.nn.Sequential(torch.nn.Conv1d(hidden, config.dim_in, 1))
        self.generator = Generator(config.istftnet, style)

    def forward(
        self,
        phonemes: torch.Tensor,
        pitch: torch.Tensor,
        energy: torch.Tensor,
        s: torch.Tensor,
        random: np.random.Generator,
    ) -> torch.Tensor:
        """(1, samples) of `phonemes` (1, hidden, frames) and curves (1, 1, 2 × frames)."""
        curves = torch.cat([self.F0_conv(pitch), self.N_conv(energy)], dim=1)
        beside = torch.cat([self.asr_res(phonemes), curves], dim=1)
        x = self.encode(torch.cat([phonemes, curves], dim=1), s)
        for block in self.decode:
            x = block(torch.cat([x, beside], dim=1), s)
        return self.generator(x, s, pitch, random)
