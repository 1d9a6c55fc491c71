"""Composes music of an exact length from a mood and a seed: the same ones give the same music; it ends on its key."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from gpu_containers.media.mix_meter import RATE, Samples
from gpu_containers.media.music_mood import mood_named
from gpu_containers.media.music_score import Note, write_score
from gpu_containers.media.music_tones import LONGEST, tone

_BLOCK = RATE
_TONES = 96


def compose(length: int, mood: str, seed: int) -> Iterator[Samples]:
    """Blocks of stereo samples between -1 and 1, `length` of them in all; an unknown mood is played as calm."""
    # Each tone is made once and played as often as needed; the cache goes with the piece, as it may hold 60 MB.
    play = lru_cache(_TONES)(tone)
    notes = write_score(length / RATE, mood_named(mood), np.random.default_rng(seed))
    notes.sort(key=lambda note: note.at)
    sounding = np.zeros((_BLOCK + round(LONGEST * RATE), 2), np.float32)
    for begin in range(0, length, _BLOCK):
        while notes and round(notes[0].at * RATE) < begin + _BLOCK:
            note = notes.pop(0)
            _add(sounding, round(note.at * RATE) - begin, note, play(note.voice, note.pitch, round(note.seconds, 2)))
        # The curve bends only the loudest moments, and keeps them below 1.
        yield np.tanh(sounding[: min(_BLOCK, length - begin)])
        sounding[:-_BLOCK] = sounding[_BLOCK:]
        sounding[-_BLOCK:] = 0


def _add(sounding: Samples, at: int, note: Note, played: Samples) -> None:
    sides = np.array([1 - max(0.0, note.pan), 1 + min(0.0, note.pan)], np.float32)
    sounding[at : at + len(played)] += played * (sides * np.float32(note.level))
