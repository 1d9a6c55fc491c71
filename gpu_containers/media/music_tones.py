"""How the voices of the music sound, made of sines and noise."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gpu_containers.media.mix_meter import RATE, Samples
from gpu_containers.media.music_room import in_room

LONGEST = 12.0  # seconds a tone may sound, its room included
PAD_RELEASE = 1.2  # seconds that a pad sounds after it was let go, under the next chord
_Mono = NDArray[np.float64]
_CYCLE = 1 << 14  # samples in the table of one cycle


def tone(voice: str, pitch: int, seconds: float) -> Samples:
    """Stereo samples of one note; `seconds` counts for voices that are held."""
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    if voice == "pad":
        return _pad(frequency, min(seconds, LONGEST - 3))
    if voice == "bass":
        return _bass(frequency, min(seconds, LONGEST - 3))
    make, wet = _STRUCK[voice]
    return in_room(make(frequency), wet)[: round(LONGEST * RATE)]


def _times(seconds: float) -> _Mono:
    return np.arange(round(seconds * RATE)) / RATE


def _eased(at: _Mono, attack: float) -> _Mono:
    """Rises from 0 to 1 without a corner, so that nothing clicks."""
    rise: _Mono = 0.5 - 0.5 * np.cos(np.pi * np.clip(at / attack, 0, 1))
    return rise


def _held(at: _Mono, attack: float, release: float) -> _Mono:
    return _eased(at, attack) * _eased(at[-1] - at, release)


def _pad(frequency: float, seconds: float) -> Samples:
    """Six slightly different strings, three on each side; they overlap the next chord."""
    at = _times(seconds + PAD_RELEASE)
    turn = np.linspace(0, 2 * np.pi, _CYCLE, endpoint=False)
    harmonics = range(1, 13)
    parts = [np.sin(n * turn + 2.4 * n * n) * n**-1.2 * np.exp(-n * frequency / 2000) for n in harmonics]
    table = np.sum(parts, axis=0)
    swell = _held(at, 0.45, PAD_RELEASE) * (1 + 0.12 * np.sin(2 * np.pi * 0.31 * at + frequency))
    sides = []
    for cents in ((-7.0, 0.0, 5.0), (-4.5, 0.0, 7.5)):
        turns = [frequency * 2 ** (c / 1200) * at + 0.37 * c for c in cents]
        sides.append(sum(table[(turns_of * _CYCLE).astype(np.int64) % _CYCLE] for turns_of in turns))
    return (0.06 * np.stack(sides, 1) * swell[:, None]).astype(np.float32)


def _bass(frequency: float, seconds: float) -> Samples:
    at = _times(seconds + 0.1)
    body = sum(level * np.sin(2 * np.pi * n * frequency * at) for n, level in ((1, 1.0), (2, 0.4), (3, 0.14)))
    sound = 0.2 * body * _held(at, 0.015, 0.1) * np.exp(-at / 1.6)
    return np.repeat(sound[:, None], 2, 1).astype(np.float32)


def _struck(frequency: float, parts: tuple[tuple[float, float, float], ...], attack: float = 0.004) -> _Mono:
    """Partials as (multiple of the frequency, level, seconds to fall by 60 dB)."""
    at = _times(max(decay for _, _, decay in parts))
    sound = np.zeros_like(at)
    for multiple, level, decay in parts:
        partial = multiple * frequency
        if partial < 14_000:
            soft = level * np.exp(-partial / 7000)  # highs that ring as loud as lows are hard on the ear
            sound += soft * np.sin(2 * np.pi * partial * at) * np.exp(-6.9 * at / decay)
    return sound * _held(at, attack, 0.03)


def _keys(frequency: float) -> _Mono:
    return 0.3 * _struck(
        frequency, ((1, 1.0, 2.2), (2, 0.25, 1.4), (3, 0.12, 0.9), (4, 0.06, 0.6), (7, 0.06, 0.25), (11, 0.03, 0.12))
    )


def _harp(frequency: float) -> _Mono:
    return 0.26 * _struck(frequency, tuple((n, n**-1.1, 1.8 / n**0.6) for n in range(1, 13)), 0.003)


def _bell(frequency: float) -> _Mono:
    return 0.2 * _struck(
        frequency, ((1, 1.0, 2.4), (2, 0.3, 1.6), (3.01, 0.18, 1.0), (5.4, 0.09, 0.5), (8.2, 0.04, 0.25)), 0.008
    )


def _marimba(frequency: float) -> _Mono:
    return 0.42 * _struck(
        frequency / 2, ((1, 0.5, 0.7), (2, 1.0, 0.8), (4, 0.3, 0.4), (9.2, 0.14, 0.16), (16, 0.05, 0.06)), 0.003
    )


def _pizzicato(frequency: float) -> _Mono:
    return 0.4 * _struck(frequency, tuple((n, n**-1.0, 0.55 / n**0.5) for n in range(1, 15)), 0.003)


def _strings(frequency: float) -> _Mono:
    """Short bows, an octave below what is written."""
    at = _times(0.5)
    parts = [np.sin(np.pi * n * frequency * at + n * n) * n**-1.1 * np.exp(-n * frequency / 3000) for n in range(1, 11)]
    bow: _Mono = 0.22 * np.sum(parts, axis=0) * _eased(at, 0.03) * np.exp(-at / 0.14) * _eased(at[-1] - at, 0.08)
    return bow


def _noise(seconds: float, low: float, high: float) -> _Mono:
    """Noise between two frequencies, always the same."""
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(round(seconds * RATE)))
    bins = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    shape = 1 / (1 + (low / np.maximum(bins, 1)) ** 4) / (1 + (bins / high) ** 4)
    noise = np.fft.irfft(spectrum * shape, round(seconds * RATE))
    level: _Mono = noise / np.abs(noise).max()
    return level


def _falling(seconds: float, high: float, low: float, speed: float) -> _Mono:
    """A skin that is struck: its pitch falls from `high` to `low`."""
    at = _times(seconds)
    turns = low * at + (high - low) * speed * (1 - np.exp(-at / speed))
    sound: _Mono = np.sin(2 * np.pi * turns) * _held(at, 0.003, 0.05)
    return sound


def _kick(_: float) -> _Mono:
    return 0.55 * _falling(0.35, 130, 48, 0.035) * np.exp(-_times(0.35) / 0.09)


def _taiko(_: float) -> _Mono:
    thump = 0.3 * _noise(0.9, 60, 500) * np.exp(-_times(0.9) / 0.05)
    return 0.6 * _falling(0.9, 105, 58, 0.06) * np.exp(-_times(0.9) / 0.2) + thump * _eased(_times(0.9), 0.003)


def _clap(_: float) -> _Mono:
    at = _times(0.25)
    return 0.22 * _noise(0.25, 1000, 6000) * np.exp(-at / 0.05) * _held(at, 0.004, 0.05)


def _shaker(_: float) -> _Mono:
    at = _times(0.12)
    return 0.11 * _noise(0.12, 4500, 12000) * np.exp(-at / 0.028) * _held(at, 0.012, 0.03)


def _wood(_: float) -> _Mono:
    return 0.16 * _struck(820, ((1, 1.0, 0.09), (1.52, 0.5, 0.06)), 0.002)


_STRUCK: dict[str, tuple[Callable[[float], _Mono], float]] = {
    "keys": (_keys, 0.3),
    "harp": (_harp, 0.35),
    "bell": (_bell, 0.5),
    "marimba": (_marimba, 0.2),
    "pizzicato": (_pizzicato, 0.3),
    "strings": (_strings, 0.35),
    "kick": (_kick, 0.04),
    "taiko": (_taiko, 0.35),
    "clap": (_clap, 0.3),
    "shaker": (_shaker, 0.15),
    "wood": (_wood, 0.25),
}
