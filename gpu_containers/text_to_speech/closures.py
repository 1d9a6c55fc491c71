"""Moves stops and nasals onto their closures: the dip in the sound that a viewer must see as closed lips."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

CLOSING = "pbmtdkɡn"
REACH_SECONDS = 0.04
SHORTEST_NEIGHBOUR = 0.015
_HOP_SECONDS = 0.0025
_WINDOW_HOPS = 4
_TOUCHING = 0.002
_FAR_COSTS_DB = 6.0


@dataclass(frozen=True)
class Phone:
    """One phoneme of the word with index `word`, in seconds."""

    symbol: str
    word: int
    start: float
    end: float


def at_closures(phones: Sequence[Phone], samples: npt.NDArray[np.float32], rate: int) -> list[Phone]:
    """The same phonemes; each that closes is moved by at most 40 ms, and what touches it gives way."""
    level = _brightness(samples, rate)
    moved = list(phones)
    for i, phone in enumerate(moved):
        if phone.symbol not in CLOSING:
            continue
        before = moved[i - 1] if i and phone.start - moved[i - 1].end < _TOUCHING else None
        after = moved[i + 1] if i + 1 < len(moved) and moved[i + 1].start - phone.end < _TOUCHING else None
        if before is None or after is None:
            continue  # beside a pause the silence itself has set the edge
        low = before.start + SHORTEST_NEIGHBOUR - phone.start
        high = after.end - SHORTEST_NEIGHBOUR - phone.end
        shift = _to_dip(level, (phone.start + phone.end) / 2, low, high)
        moved[i - 1] = replace(before, end=phone.start + shift)
        moved[i] = replace(phone, start=phone.start + shift, end=phone.end + shift)
        moved[i + 1] = replace(after, start=phone.end + shift)
    return moved


def _brightness(samples: npt.NDArray[np.float32], rate: int) -> npt.NDArray[np.float64]:
    """dB of the first difference every 2.5 ms: it makes little of a nasal's hum and much of an open mouth."""
    hop = round(rate * _HOP_SECONDS)
    power = np.square(np.diff(samples, prepend=samples[:1]).astype(np.float64))
    frames = power[: len(power) // hop * hop].reshape(-1, hop).mean(axis=1)
    smooth = np.convolve(frames, np.ones(_WINDOW_HOPS) / _WINDOW_HOPS, mode="same")
    return np.asarray(10 * np.log10(smooth + 1e-10), np.float64)


def _to_dip(level: npt.NDArray[np.float64], middle: float, low: float, high: float) -> float:
    """Seconds from `middle` to the deepest point from `low` to `high`, where a farther one must be deeper."""
    low, high = max(low, -REACH_SECONDS), min(high, REACH_SECONDS)
    first, last = int((middle + low) / _HOP_SECONDS), int((middle + high) / _HOP_SECONDS)
    if low >= 0 or high <= 0 or first < 0 or last > len(level) or last - first < 2:
        return 0.0
    away = (np.arange(first, last) + 0.5) * _HOP_SECONDS - middle
    cost = level[first:last] + _FAR_COSTS_DB * np.square(away / REACH_SECONDS)
    return float(np.clip(away[int(np.argmin(cost))], low, high))
