"""The speech as the face needs it: how loud it is from moment to moment, how hissing, and what its timing says."""

import json
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.talking_head.anatomy import Array
from gpu_containers.talking_head.visemes import RATE, Phoneme

_WINDOW = 0.030
# Below the loudest moments by this much is silence; quieter than this at its loudest is no speech at all.
_RANGE_DB, _SILENCE_DB = 30.0, -55.0


@dataclass(frozen=True)
class Speech:
    """`loudness` and `hiss` (0 to 1) are at visemes.RATE; `phonemes` is empty where the timing has none."""

    duration: float
    loudness: Array
    hiss: Array
    phonemes: tuple[Phoneme, ...]
    words: tuple[tuple[float, float], ...]


def read_speech(audio: Path, timing: Path) -> Speech:
    samples, rate = read_samples(audio)
    document = _timing(timing)
    try:
        phonemes = tuple(
            Phoneme(str(p["symbol"]), float(p["start"]), float(p["end"])) for p in document.get("phonemes", ())
        )
        words = tuple((float(word["start"]), float(word["end"])) for word in document.get("words", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise _bad_timing() from error
    return Speech(len(samples) / rate, loudness(samples, rate), hiss(samples, rate), phonemes, words)


def loudness(samples: Array, rate: int) -> Array:
    """0 in silence, 1 at the loudest moments, by decibels; at visemes.RATE."""
    power = _averaged(samples.astype(np.float64) ** 2, rate)
    decibels = 10 * np.log10(power + 1e-10)
    loudest = float(np.percentile(decibels, 97))
    if loudest < _SILENCE_DB:
        return np.zeros(len(decibels), np.float32)
    return np.asarray(np.clip((decibels - loudest + _RANGE_DB) / _RANGE_DB, 0, 1), np.float32)


def hiss(samples: Array, rate: int) -> Array:
    """How much of the sound is high (s, f, sh): 0 to 1, at visemes.RATE."""
    wide = samples.astype(np.float64)
    change = np.diff(wide, prepend=wide[:1])
    ratio = _averaged(change**2, rate) / (_averaged(wide**2, rate) + 1e-9)
    return np.asarray(np.clip(ratio * (rate / 48_000) ** 2 / 0.25, 0, 1), np.float32)


def _averaged(values: np.ndarray[tuple[int], np.dtype[np.float64]], rate: int) -> Array:
    hop = rate / RATE
    window = np.hanning(round(_WINDOW * rate) + 2)[1:-1]
    count = max(1, round(len(values) / hop))
    # Means over one hop, then a Hann window over hops: as good as a window over samples, and quick.
    sums = np.concatenate([[0.0], np.cumsum(values)])
    edges = np.minimum(np.rint(np.arange(count + 1) * hop).astype(int), len(values))
    means = np.diff(sums[edges]) / np.maximum(np.diff(edges), 1)
    taps = np.hanning(max(3, round(len(window) / hop)) + 2)[1:-1]
    reach = len(taps) // 2
    padded = np.pad(means, (reach, len(taps) - 1 - reach), "edge")
    return np.asarray(np.convolve(padded, taps / taps.sum(), "valid"), np.float32)


def read_samples(path: Path) -> tuple[Array, int]:
    """Samples in -1 to 1, and how many there are in a second."""
    try:
        with wave.open(str(path), "rb") as sound:
            if sound.getsampwidth() != 2 or sound.getnchannels() != 1:
                raise _bad_speech("must be a WAV file of one channel and 16 bits")
            rate, data = sound.getframerate(), sound.readframes(sound.getnframes())
    except (wave.Error, EOFError, OSError) as error:
        raise _bad_speech("is not a WAV file that can be read") from error
    samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2")
    if not len(samples):
        raise _bad_speech("is empty")
    return samples.astype(np.float32) / 32768, rate


def _timing(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _bad_timing() from error
    if not isinstance(document, dict):
        raise _bad_timing()
    return document


def _bad_speech(what: str) -> JobFailed:
    return JobFailed("invalid_speech", f"The speech {what}; make it again with the text_to_speech task.")


def _bad_timing() -> JobFailed:
    return JobFailed("invalid_timing", "The timing of the speech cannot be read; make the speech again.")
