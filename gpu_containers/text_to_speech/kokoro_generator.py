"""Kokoro's vocoder (iSTFTNet): harmonics of the pitch and noise, shaped by the style into a spectrum that is inverted.

After iSTFTNet (Kaneko et al., 2022) with the source of hn-NSF (Wang et al., 2019), as kokoro 0.9.4 has them.
"""

import math

import numpy as np
import torch
from torch.nn import functional

from gpu_containers.text_to_speech.kokoro_config import SAMPLE_RATE, GeneratorConfig
from gpu_containers.text_to_speech.kokoro_layers import AdaIN1d, Layer

_HARMONICS = 9
_VOICED_HZ = 10
_SINE, _BREATH = 0.1, 0.003
_SOURCE_DILATIONS = (1, 3, 5)


class Source(Layer):
    """What vocal cords give: sines where there is pitch, noise where there is none."""

    def __init__(self, samples_per_pitch: int) -> None:
        super().__init__()
        self._scale = samples_per_pitch
        self.l_linear = torch.nn.Linear(_HARMONICS, 1)

    def forward(self, pitch: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
        """(1, samples) of a pitch (1, 1, frames) in Hz.

        The noise is drawn on the CPU, so that a seed means the same on every device. The reference shifts the first
        phase of each harmonic at random, which its resampling then loses; so there are no shifts here.
        """
        numbers = torch.arange(1, _HARMONICS + 1, device=pitch.device, dtype=pitch.dtype)[:, None]
        phase = ((pitch * numbers / SAMPLE_RATE) % 1).cumsum(-1) * (2 * math.pi) * self._scale
        sines = functional.interpolate(phase, scale_factor=self._scale, mode="linear").sin().mT * _SINE
        voiced = (pitch > _VOICED_HZ).to(pitch.dtype).repeat_interleave(self._scale, dim=-1).mT
        noise = torch.from_numpy(random.standard_normal(sines.shape, np.float32)).to(sines)
        excited = sines * voiced + noise * (voiced * _BREATH + (1 - voiced) * (_SINE / 3))
        return torch.tanh(self.l_linear(excited))[..., 0]


class AdaINResBlock1(Layer):
    """Dilated convolutions with a learned sine (snake) between them, each told by the style."""

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...], style: int) -> None:
        super().__init__()

        def convolutions(dilations: tuple[int, ...]) -> torch.nn.ModuleList:
            made = [
                torch.nn.Conv1d(channels, channels, kernel, dilation=d, padding=(kernel - 1) * d // 2)
                for d in dilations
            ]
            return torch.nn.ModuleList(made)

        count = len(dilations)
        self.convs1, self.convs2 = convolutions(dilations), convolutions((1,) * count)
        self.adain1 = torch.nn.ModuleList(AdaIN1d(style, channels) for _ in range(count))
        self.adain2 = torch.nn.ModuleList(AdaIN1d(style, channels) for _ in range(count))
        self.alpha1 = torch.nn.ParameterList(torch.ones(1, channels, 1) for _ in range(count))
        self.alpha2 = torch.nn.ParameterList(torch.ones(1, channels, 1) for _ in range(count))

    def forward(self, x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
        for i, (first, second) in enumerate(zip(self.convs1, self.convs2, strict=True)):
            y = first(_snake(self.adain1[i](x, s), self.alpha1[i]))
            x = x + second(_snake(self.adain2[i](y, s), self.alpha2[i]))
        return x


class Generator(Layer):
    def __init__(self, config: GeneratorConfig, style: int) -> None:
        super().__init__()
        self._fft, self._hop = config.gen_istft_n_fft, config.gen_istft_hop_size
        self._kernels = len(config.resblock_kernel_sizes)
        self.m_source = Source(config.samples_per_pitch)
        self.ups, self.resblocks = torch.nn.ModuleList(), torch.nn.ModuleList()
        self.noise_convs, self.noise_res = torch.nn.ModuleList(), torch.nn.ModuleList()
        width, rates = config.upsample_initial_channel, config.upsample_rates
        for i, (rate, kernel) in enumerate(zip(rates, config.upsample_kernel_sizes, strict=True)):
            self.ups.append(torch.nn.ConvTranspose1d(width, width // 2, kernel, rate, padding=(kernel - rate) // 2))
            width //= 2
            for size, dilations in zip(config.resblock_kernel_sizes, config.resblock_dilation_sizes, strict=True):
                self.resblocks.append(AdaINResBlock1(width, size, dilations, style))
            self._hear_source(width, math.prod(rates[i + 1 :]), style)
        self.conv_post = torch.nn.Conv1d(width, self._fft + 2, 7, padding=3)
        self.register_buffer("window", torch.hann_window(self._fft), persistent=False)

    def _hear_source(self, width: int, stride: int, style: int) -> None:
        kernel, padding = (1, 0) if stride == 1 else (2 * stride, (stride + 1) // 2)
        self.noise_convs.append(torch.nn.Conv1d(self._fft + 2, width, kernel, stride, padding=padding))
        self.noise_res.append(AdaINResBlock1(width, 11 if stride == 1 else 7, _SOURCE_DILATIONS, style))

    def forward(
        self, x: torch.Tensor, s: torch.Tensor, pitch: torch.Tensor, random: np.random.Generator
    ) -> torch.Tensor:
        """(1, samples)."""
        source = self._spectrum(self.m_source(pitch, random))
        last = len(self.ups) - 1
        for i, up in enumerate(self.ups):
            x = up(functional.leaky_relu(x, 0.1))
            x = functional.pad(x, (1, 0), mode="reflect") if i == last else x
            x = x + self.noise_res[i](self.noise_convs[i](source), s)
            blocks = self.resblocks[i * self._kernels : (i + 1) * self._kernels]
            x = sum(block(x, s) for block in blocks) / self._kernels
        size, phase = self.conv_post(functional.leaky_relu(x)).split(self._fft // 2 + 1, dim=1)
        spectrum = torch.polar(size.exp(), phase.sin())
        return torch.istft(spectrum, self._fft, self._hop, window=self.window)

    def _spectrum(self, samples: torch.Tensor) -> torch.Tensor:
        spectrum = torch.stft(samples, self._fft, self._hop, window=self.window, return_complex=True)
        return torch.cat([spectrum.abs(), spectrum.angle()], dim=1)


def _snake(x: torch.Tensor, alpha: torch.Tensor) -> torch.Tensor:
    return x + (1 / alpha) * torch.sin(alpha * x) ** 2
