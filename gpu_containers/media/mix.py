"""Mixes voices and music into one file of sound, exactly as long as the video, second by second."""

import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gpu_containers.media.mix_duck import Duck
from gpu_containers.media.mix_meter import RATE, Samples
from gpu_containers.media.mix_music import Track
from gpu_containers.media.mix_voices import REFERENCE, Voice

_BLOCK = RATE
_FADE_IN, _FADE_OUT = 0.3, 2.0  # seconds of the music, at most a quarter of it
_FLOAT = 3  # the format tag of samples in a WAV file


class Mix:
    """`gain_db` is how far the music lies from a voice's loudness where nobody speaks."""

    def __init__(self, length: int, voices: Sequence[Voice], track: Track | None, gain_db: float, duck: Duck) -> None:
        self.length = length
        self._voices, self._track, self._duck = voices, track, duck
        heard = track is not None and np.isfinite(track.loudness)
        self._gain = 10 ** ((REFERENCE - track.loudness + gain_db) / 20) if track and heard else 0.0

    def block(self, begin: int, end: int) -> Samples:
        """The stereo samples from `begin` to before `end`."""
        mixed = np.zeros((end - begin, 2), np.float32)
        if self._track is not None:
            mixed += self._track.samples[begin:end] * self._music_gain(begin, end)[:, None]
        for voice in self._voices:
            first, last = max(begin, voice.begin), min(end, voice.begin + len(voice.samples))
            if first < last:
                mixed[first - begin : last - begin] += voice.samples[first - voice.begin : last - voice.begin, None]
        return mixed

    def write(self, path: Path, check: Callable[[], None]) -> Path:
        """Writes a WAV of float samples, which cannot clip; `check` is called every second of it and may raise."""
        with path.open("wb") as file:
            file.write(_header(self.length))
            for begin in range(0, self.length, _BLOCK):
                check()
                file.write(self.block(begin, min(begin + _BLOCK, self.length)).tobytes())
        return path

    def _music_gain(self, begin: int, end: int) -> NDArray[np.float32]:
        at, whole = np.arange(begin, end) / RATE, self.length / RATE
        fade_in, fade_out = min(_FADE_IN, whole / 4), min(_FADE_OUT, whole / 4)
        edges = np.clip(np.minimum(at / fade_in, (whole - at) / fade_out), 0, 1)
        gain: NDArray[np.float32] = (self._gain * self._duck.gain(at) * edges).astype(np.float32)
        return gain


def _header(length: int) -> bytes:
    size, frame = length * 8, 8
    head = struct.pack("<4sI4s4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16)
    return head + struct.pack("<HHIIHH4sI", _FLOAT, 2, RATE, RATE * frame, frame, 32, b"data", size)
