"""What MuseTalk hears: Whisper's hidden states around each frame of the video.

After MuseTalk 1.5 (musetalk/utils/audio_processor.py): all hidden states of whisper-tiny's encoder at 50 a second, and
for each frame ten of them, from two frames of 40 ms before to two after.
"""

from pathlib import Path
from typing import Any

import av
import numpy as np
import torch
from transformers import WhisperFeatureExtractor, WhisperModel

from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.talking_head.anatomy import Array

SAMPLE_RATE = 16_000
STATES_PER_SECOND = 50
_SECONDS = 30
_BEFORE, _WINDOW = 4, 10


class Ears:
    """Loaded from a folder of transformers' Whisper."""

    def __init__(self, folder: Path, accelerator: Accelerator) -> None:
        self._accelerator = accelerator
        self._features = WhisperFeatureExtractor.from_pretrained(folder, local_files_only=True)
        model = WhisperModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, dtype=accelerator.dtype
        )
        self._encoder: Any = model.get_encoder().to(accelerator.device).eval()

    @property
    def width(self) -> int:
        """Of one hidden state; 384 in whisper-tiny."""
        return int(self._encoder.config.d_model)

    @property
    def states(self) -> int:
        """Around one frame; 50 with whisper-tiny's encoder of four layers."""
        return _WINDOW * (int(self._encoder.config.encoder_layers) + 1)

    @torch.inference_mode()
    def hear(self, samples: Array, fps: int, frames: int) -> torch.Tensor:
        """(frames, 10 × layers, width) on the accelerator; `samples` at SAMPLE_RATE, in -1 to 1."""
        states = torch.cat([self._states(part) for part in _parts(samples)])
        states = torch.nn.functional.pad(states, (0, 0, 0, 0, _BEFORE, _WINDOW))
        starts = (torch.arange(frames, device=states.device) * (STATES_PER_SECOND / fps)).long()
        starts = starts.clamp(max=len(states) - _WINDOW)
        at = starts[:, None] + torch.arange(_WINDOW, device=states.device)
        return states[at].flatten(1, 2)

    def _states(self, part: Array) -> torch.Tensor:
        """(n, layers, width) for at most 30 seconds."""
        mel = self._features(part, sampling_rate=SAMPLE_RATE, return_tensors="pt").input_features
        mel = mel.to(self._accelerator.device, self._accelerator.dtype)
        hidden = self._encoder(mel, output_hidden_states=True).hidden_states
        heard = max(1, len(part) * STATES_PER_SECOND // SAMPLE_RATE)
        return torch.stack(hidden, dim=2)[0, :heard]


def _parts(samples: Array) -> list[Array]:
    size = _SECONDS * SAMPLE_RATE
    return [samples[start : start + size] for start in range(0, max(len(samples), 1), size)]


def resampled(samples: Array, rate: int) -> Array:
    """At SAMPLE_RATE, band-limited."""
    if rate == SAMPLE_RATE:
        return samples
    sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32)[None], format="flt", layout="mono")
    sound.sample_rate = rate
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    parts = [*resampler.resample(sound), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray()[0] for part in parts]).astype(np.float32)
