"""From phonemes to tracks of lip movement: a target for each sound, blended with its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpu_containers.talking_head.anatomy import Array

CHANNELS = ("jaw", "raise", "depress", "pucker", "press", "tongue")
RATE = 200
REST = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
# Seconds over which a channel is blended: lips round early and slowly, the jaw and the tongue are quick.
_BLEND = (0.030, 0.030, 0.030, 0.055, 0.022, 0.026)

# Amounts in mouth units (see shapes.py) for a loud sound, in the alphabet of misaki and Kokoro.
_TARGETS = {
    "mbp": (0.0, 0.0, 0.0, 0.0, 0.32, 0.0),
    "fv": (0.05, 0.09, -0.02, 0.0, 0.0, 0.0),
    "w": (0.12, 0.02, 0.0, 0.36, 0.0, 0.0),
    "uʊ": (0.17, 0.03, 0.0, 0.33, 0.0, 0.0),
    "oɔ": (0.36, 0.05, 0.02, 0.25, 0.0, 0.0),
    "ɑ": (0.52, 0.07, 0.03, 0.09, 0.0, 0.0),
    "æ": (0.45, 0.09, 0.06, 0.0, 0.0, 0.1),
    "aʌ": (0.43, 0.06, 0.03, 0.06, 0.0, 0.0),
    "ɛe": (0.33, 0.08, 0.05, -0.03, 0.0, 0.2),
    "əᵊɜɐ": (0.26, 0.05, 0.03, 0.06, 0.0, 0.1),
    "ɪᵻ": (0.22, 0.07, 0.05, -0.04, 0.0, 0.3),
    "ij": (0.18, 0.08, 0.07, -0.09, 0.0, 0.4),
    "sz": (0.12, 0.08, 0.08, -0.05, 0.0, 0.3),
    "ʃʒʧʤ": (0.15, 0.11, 0.10, 0.20, 0.0, 0.3),
    "θð": (0.18, 0.06, 0.05, 0.0, 0.0, 0.9),
    "tdnɾTʔ": (0.16, 0.06, 0.05, 0.0, 0.0, 0.8),
    "lɫ": (0.22, 0.06, 0.05, 0.0, 0.0, 1.0),
    "ɹr": (0.19, 0.06, 0.05, 0.20, 0.0, 0.3),
    "kɡgŋ": (0.20, 0.05, 0.04, 0.02, 0.0, 0.1),
    "h": (0.24, 0.05, 0.03, 0.03, 0.0, 0.0),
}
_OF_SOUND = {sound: target for sounds, target in _TARGETS.items() for sound in sounds}
_GLIDES = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "W": "aʊ", "Y": "ɔɪ", "Q": "əʊ"}
CLOSED = frozenset("mbp")
_LONGEST_HOLD = 0.08


@dataclass(frozen=True)
class Phoneme:
    """Seconds from the beginning of the speech."""

    symbol: str
    start: float
    end: float


def lip_tracks(phonemes: Sequence[Phoneme], duration: float) -> Array:
    """(n, len(CHANNELS)) at RATE; what is no phoneme is rest."""
    stepped = np.tile(np.array(REST, np.float32), (max(1, round(duration * RATE)), 1))
    for phoneme in phonemes:
        sounds = [sound for sound in _GLIDES.get(phoneme.symbol, phoneme.symbol) if sound in _OF_SOUND]
        edges = np.linspace(phoneme.start, phoneme.end, len(sounds) + 1)
        for sound, start, end in zip(sounds, edges, edges[1:], strict=False):
            stepped[round(start * RATE) : max(round(end * RATE), round(start * RATE) + 1)] = _OF_SOUND[sound]
    blended = np.stack([_blend(stepped[:, i], seconds) for i, seconds in enumerate(_BLEND)], 1)
    return blended.astype(np.float32)


def closures(phonemes: Sequence[Phoneme], duration: float, frame: float) -> Array:
    """At RATE, 1 where m, b or p hold the lips together and 0 where they do not, with quick ways between.

    A hold lasts one `frame` (seconds) at least, so that no closed sound falls between two frames.
    """
    times = (np.arange(max(1, round(duration * RATE)), dtype=np.float32) + 0.5) / RATE
    held = np.zeros_like(times)
    for phoneme in phonemes:
        if phoneme.symbol in CLOSED:
            middle = (phoneme.start + phoneme.end) / 2
            half = np.clip((phoneme.end - phoneme.start) / 2, frame * 0.62, _LONGEST_HOLD)
            beyond = (np.abs(times - middle) - half) / 0.045
            held = np.maximum(held, np.clip(1 - beyond, 0, 1))
    return held


def _blend(track: Array, seconds: float) -> Array:
    reach = round(3 * seconds * RATE)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (seconds * RATE)) ** 2)
    return np.asarray(np.convolve(np.pad(track, reach, "edge"), kernel / kernel.sum(), "valid"), np.float32)
