"""Integrated loudness (ITU-R BS.1770) of samples in memory, so that voices and music can be set against each other."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Samples = NDArray[np.float32]
_STEP = RATE // 10  # a block of 400 ms begins every 100 ms
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
# The two filters of the K curve at 48 kHz: numerator and denominator.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


class Meter:
    """Fed with (n, channels) samples block by block; mono counts as both sides of stereo."""

    def __init__(self) -> None:
        self._powers: list[NDArray[np.float64]] = []

    def add(self, samples: Samples) -> None:
        steps = samples[: len(samples) // _STEP * _STEP].reshape(-1, _STEP, samples.shape[1])
        spectrum = np.fft.rfft(steps, axis=1)
        power = (np.abs(spectrum) ** 2 * _k_curve()[None, :, None]).sum(axis=(1, 2)) * 2 / _STEP**2
        self._powers.append(power * 2 / samples.shape[1])

    @property
    def loudness(self) -> float:
        """LUFS; -inf for silence."""
        steps = np.concatenate([np.zeros(0), *self._powers])
        blocks = np.convolve(steps, np.full(4, 0.25), "valid") if len(steps) >= 4 else steps
        loud = blocks[_lufs(blocks) > _ABSOLUTE_GATE]
        if not len(loud):
            return -math.inf
        kept = loud[_lufs(loud) > float(_lufs(loud.mean())) + _RELATIVE_GATE]
        return float(_lufs(kept.mean()))


def loudness(samples: Samples) -> float:
    meter = Meter()
    meter.add(samples)
    return meter.loudness


@cache
def _k_curve() -> NDArray[np.float64]:
    """What the K curve does to the power of each bin of a step's spectrum."""
    z = np.exp(-2j * np.pi * np.arange(_STEP // 2 + 1) / _STEP)
    response = np.ones_like(z)
    for above, below in (_SHELF, _HIGH_PASS):
        response *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    power: NDArray[np.float64] = np.abs(response) ** 2
    return power


def _lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
