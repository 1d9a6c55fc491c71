"""The room in which tones sound: an echo of noise that dies away, highs first, different on either side."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gpu_containers.media.mix_meter import RATE, Samples

_SECONDS, _FIRST = 1.7, 0.018  # how long it lasts, and when it begins
_BANDS = ((150.0, 900.0, 1.7), (900.0, 3000.0, 1.3), (3000.0, 7500.0, 0.8))  # Hz from, Hz to, seconds to fall by 60 dB


def in_room(dry: NDArray[np.float64], wet: float) -> Samples:
    """Mono samples as they are heard in stereo with `wet` of the room in them."""
    length = len(dry) + round(_SECONDS * RATE)
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(dry.astype(np.float32), size)
    heard = np.fft.irfft(spectrum[None] * _echo(size), size)[:, :length].T * np.float32(wet)
    heard[: len(dry)] += dry[:, None]
    return np.ascontiguousarray(heard, np.float32)


@cache
def _echo(size: int) -> NDArray[np.complex64]:
    length = round((_SECONDS - _FIRST) * RATE)
    chance, at = np.random.default_rng(11), np.arange(length) / RATE
    bins = np.fft.rfftfreq(length, 1 / RATE)
    sides = np.zeros((2, size))
    for low, high, decay in _BANDS:
        noise = np.fft.rfft(chance.standard_normal((2, length))) * ((bins >= low) & (bins < high))
        sides[:, -length:] += np.fft.irfft(noise, length) * 10 ** (-3 * at / decay)
    sides = np.roll(sides, round(_FIRST * RATE) + length, axis=1)
    return np.fft.rfft(sides / np.sqrt((sides**2).sum(axis=1, keepdims=True))).astype(np.complex64)
