"""What the face does from frame to frame: lips by the speech, blinks, small turns of the head, brows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpu_containers.talking_head.anatomy import Array
from gpu_containers.talking_head.shapes import MOVEMENTS, smooth
from gpu_containers.talking_head.speech import Speech
from gpu_containers.talking_head.visemes import CHANNELS, RATE, closures, lip_tracks

_BLINK_EVERY = (3.0, 6.0)
_CLOSING, _SHUT, _OPENING = 0.07, 0.02, 0.13
# How far the head goes: shifts in face widths, growth as a part, turns in radians.
_SWAY = {"shift_x": 0.010, "shift_y": 0.006, "grow": 0.006, "roll": 0.016, "yaw": 0.050, "pitch": 0.022}
_NOD, _BROWS = 0.030, 0.022
_EMPHASES_APART = 0.9


@dataclass(frozen=True)
class Motion:
    """One row a frame: `amounts` of MOVEMENTS, `lids` (0 open, 1 closed), `tongue`."""

    amounts: Array
    lids: Array
    tongue: Array


def plan_motion(speech: Speech, fps: int, seed: int) -> Motion:
    """The whole performance; the same for the same speech, fps and seed."""
    frames = max(1, round(speech.duration * fps))
    times = (np.arange(frames, dtype=np.float32) + 0.5) / fps
    amounts = np.zeros((frames, len(MOVEMENTS)), np.float32)
    lips = _sampled(_lips(speech, 1 / fps), times)
    for name in ("jaw", "raise", "depress", "pucker", "press"):
        amounts[:, MOVEMENTS.index(name)] = lips[:, CHANNELS.index(name)]
    amounts[:, MOVEMENTS.index("close")] = 1
    sway, blinks, emphasis = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1]), _emphases(speech)
    for name, reach in _SWAY.items():
        amounts[:, MOVEMENTS.index(name)] = reach * _noise(times, sway)
    amounts[:, MOVEMENTS.index("pitch")] += _NOD * _bumps(times, emphasis, 0.16)
    amounts[:, MOVEMENTS.index("brows")] = _BROWS * (_bumps(times, emphasis[::2], 0.22) + 0.25 * _noise(times, sway))
    return Motion(amounts, _blinking(times, speech.duration, blinks), lips[:, CHANNELS.index("tongue")])


def _lips(speech: Speech, frame: float) -> Array:
    """Lip tracks at visemes.RATE: the shape by the phonemes, how much of it by the sound."""
    loud = speech.loudness
    tracks = lip_tracks(speech.phonemes, speech.duration) if speech.phonemes else _from_sound(speech)
    length = min(len(tracks), len(loud))
    tracks, loud = tracks[:length].copy(), loud[:length]
    heard = smooth(loud / 0.25)[:, None]
    opened = [CHANNELS.index(name) for name in ("jaw", "raise", "depress")]
    tracks[:, opened] *= heard * (0.15 + 0.85 * loud[:, None])
    tracks[:, CHANNELS.index("pucker")] *= 0.3 + 0.7 * heard[:, 0]
    if speech.phonemes:
        shut = closures(speech.phonemes, speech.duration, frame)[:length, None] * smooth(_nearby(loud) / 0.1)[:, None]
        tracks[:, opened] *= 1 - shut
        tracks[:, CHANNELS.index("press")] = 0.32 * shut[:, 0]
    return tracks


def _nearby(loud: Array) -> Array:
    """The loudest within a quarter of a second, so that the silence of a closed sound does not count as a pause."""
    reach = RATE // 8
    padded = np.pad(loud, reach)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(1), np.float32)


def _from_sound(speech: Speech) -> Array:
    """Without phonemes: vowels open, hisses spread and nearly close."""
    tracks = np.zeros((len(speech.loudness), len(CHANNELS)), np.float32)
    hissing = speech.hiss
    tracks[:, CHANNELS.index("jaw")] = 0.42 * (1 - 0.7 * hissing)
    tracks[:, CHANNELS.index("raise")] = 0.06 + 0.03 * hissing
    tracks[:, CHANNELS.index("depress")] = 0.03 + 0.05 * hissing
    tracks[:, CHANNELS.index("pucker")] = 0.08 - 0.12 * hissing
    tracks[:, CHANNELS.index("tongue")] = 0.3 * hissing
    return tracks


def _sampled(tracks: Array, times: Array) -> Array:
    at = (np.arange(len(tracks)) + 0.5) / RATE
    return np.stack([np.interp(times, at, track) for track in tracks.T], 1).astype(np.float32)


def _noise(times: Array, random: np.random.Generator) -> Array:
    """Slow and never repeating, mostly within -1 to 1."""
    pitches, phases = random.uniform((0.07, 0.17, 0.33), (0.14, 0.28, 0.52)), random.uniform(0, 2 * np.pi, 3)
    waves = np.sin(2 * np.pi * np.outer(times, pitches) + phases)
    return np.asarray(waves @ np.array([0.6, 0.35, 0.2]), np.float32)


def _emphases(speech: Speech) -> list[float]:
    """When the loudest words are spoken, at most one in a second or so."""
    chosen: list[float] = []
    at = (np.arange(len(speech.loudness)) + 0.5) / RATE
    heard = [(float(speech.loudness[(at >= a) & (at < b)].sum()), (a + b) / 2) for a, b in speech.words]
    for _, moment in sorted(heard, reverse=True):
        if all(abs(moment - other) > _EMPHASES_APART for other in chosen):
            chosen.append(moment)
    return sorted(chosen[: int(speech.duration / 1.6) + 1])


def _bumps(times: Array, moments: Sequence[float], width: float) -> Array:
    bumps = np.zeros_like(times)
    for moment in moments:
        bumps += np.exp(-(((times - moment) / width) ** 2))
    return bumps


def _blinking(times: Array, duration: float, random: np.random.Generator) -> Array:
    """Lids shut quickly and open at leisure."""
    closed = np.zeros_like(times)
    moment = random.uniform(0.8, 2.5)
    while moment < duration:
        since = times - moment
        one = smooth(since / _CLOSING) * (1 - smooth((since - _CLOSING - _SHUT) / _OPENING))
        closed = np.maximum(closed, one)
        moment += random.uniform(*_BLINK_EVERY)
    return closed
