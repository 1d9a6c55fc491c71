"""Writes the notes of a piece: harmony in bars, voices that come and go, a tune that returns, and a last chord."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.media.music_mood import Mood
from gpu_containers.media.music_tones import PAD_RELEASE

_LAST = 3.2  # seconds that the last chord rings, at most a quarter of the piece
_PAD, _PLUCKED, _BASS, _LEAD = 54, 64, 33, 72  # the lowest pitch of each voice; 69 is A at 440 Hz
_HUMAN = 0.006  # seconds that a played note may be early or late
_RHYTHMS = ((0, 3, 4, 6), (0, 2, 3, 6), (0, 4, 5, 6), (0, 3, 6), (1, 2, 4, 6), (0, 4))


@dataclass(frozen=True)
class Note:
    """`pitch` in semitones, 69 is A; `pan` from -1, left, to 1."""

    at: float
    voice: str
    pitch: int
    seconds: float
    level: float
    pan: float = 0.0


def write_score(seconds: float, mood: Mood, chance: np.random.Generator) -> list[Note]:
    writer = _Writer(mood, chance)
    last = min(_LAST, seconds / 4)
    wished = 240 / chance.uniform(*mood.tempo)
    bars = max(2, round((seconds - last) / wished))
    writer.bar = (seconds - last) / bars
    for number in range(bars):
        degree = mood.cadence if number == bars - 1 else writer.progression[number % len(writer.progression)]
        writer.write_bar(number, degree, _fullness(number, bars))
    writer.write_end(bars * writer.bar, last)
    return writer.notes


def _fullness(number: int, bars: int) -> int:
    """0 to 3: how many voices play; it grows, takes breath once in a long piece, and goes at the end."""
    opening = 1 if bars < 8 else 2
    if number < opening:
        return 0
    if number >= bars - opening or number < 2 * opening:
        return 1
    breath = bars >= 16 and number // 4 == (bars * 5 // 8) // 4
    return 1 if breath else 2 if number < 4 * opening else 3


class _Writer:
    """Holds what the seed decided once: key, progression, figures and tune."""

    def __init__(self, mood: Mood, chance: np.random.Generator) -> None:
        self.notes: list[Note] = []
        self.bar = 2.0
        self._mood, self._chance = mood, chance
        self._key = int(chance.integers(12))
        self.progression = mood.progressions[chance.integers(len(mood.progressions))]
        self._arpeggio = mood.arpeggios[chance.integers(len(mood.arpeggios))]
        self._bass = mood.bass[chance.integers(len(mood.bass))]
        self._tune = [self._motif(), self._motif()]

    def write_bar(self, number: int, degree: int, fullness: int) -> None:
        at, chord = number * self.bar, self._chord(degree)
        self._pad(at, chord, self.bar)
        self._pluck(at, chord, 0.6 if fullness == 0 else 1.0)
        if fullness >= 1:
            self._low(at, chord[0])
        if fullness >= 2:
            self._beat(at, 0.7 if fullness == 2 else 1.0)
        if fullness >= 3 and number // 4 % 2 == 1:
            self._sing(at, self._tune[number % 4 == 2], chord)

    def write_end(self, at: float, seconds: float) -> None:
        """The tonic: struck once, slightly spread, and left to ring until the end."""
        chord, held = self._chord(0), max(0.1, seconds - PAD_RELEASE)
        self._pad(at, chord, held)
        self._add(at, "bass", _above(chord[0], _BASS), held, self._mood.levels[2])
        for index, pitch in enumerate([*self._plucked(chord), _above(chord[0], _LEAD)]):
            self._add(at + 0.045 * index, self._mood.plucked, pitch, 2.0, self._mood.levels[1] * 0.8)

    def _chord(self, degree: int) -> list[int]:
        """Pitches of root, third, fifth and colour, in no octave yet; no colour where it would rub on the root."""
        root, third, fifth, colour = (self._step(degree + step) for step in (0, 2, 4, self._mood.colour))
        return [root, third, fifth, root if (colour - root) % 12 == 1 else colour]

    def _step(self, step: int) -> int:
        octave, place = divmod(step, len(self._mood.scale))
        return self._key + self._mood.scale[place] + 12 * octave

    def _plucked(self, chord: list[int]) -> list[int]:
        three = sorted(_above(pitch, _PLUCKED) for pitch in chord[:3])
        return [*three, three[0] + 12]

    def _pad(self, at: float, chord: list[int], seconds: float) -> None:
        # One octave holds all chords, so that each voice moves little; every other note an octave up opens the sound.
        close = sorted({_above(pitch, _PAD) for pitch in chord})
        for index, pitch in enumerate(close):
            opened = pitch + 12 * (index % 2)
            self._add(at, "pad", opened, seconds, self._mood.levels[0] * (1.0 if index < 3 else 0.6))

    def _pluck(self, at: float, chord: list[int], level: float) -> None:
        pitches = self._plucked(chord)
        for eighth, index in enumerate(self._arpeggio):
            if index is not None:
                accent = 1.0 if eighth % 4 == 0 else 0.72
                pan = 0.45 * (-1) ** eighth
                self._play(at + eighth * self.bar / 8, self._mood.plucked, pitches[index], accent * level, 1, pan)

    def _low(self, at: float, root: int) -> None:
        ends = [*self._bass[1:], 8]
        for eighth, end in zip(self._bass, ends, strict=True):
            seconds = (end - eighth) * self.bar / 8 * 0.95
            level = self._mood.levels[2] * (1.0 if eighth == 0 else 0.8)
            self._add(at + eighth * self.bar / 8, "bass", _above(root, _BASS), seconds, level)

    def _beat(self, at: float, level: float) -> None:
        for drum, hits in self._mood.drums.items():
            for eighth, accent in hits:
                pan = 0.3 if drum in ("shaker", "wood") else 0.0
                self._play(at + eighth * self.bar / 8, drum, 0, accent * level, 4, pan)

    def _sing(self, at: float, motif: list[tuple[int, int]], chord: list[int]) -> None:
        for eighth, step in motif:
            pitch = _above(self._step(step), _LEAD)
            if eighth % 4 == 0:
                pitch = min((_above(tone, _LEAD) for tone in chord[:3]), key=lambda tone: abs(tone - pitch))
            self._play(at + eighth * self.bar / 8, self._mood.lead, pitch, 0.9, 3, 0.12)

    def _motif(self) -> list[tuple[int, int]]:
        """Eighths and steps of the scale: a walk over the five tones that rub on no chord."""
        walk, steps = (0, 2, 3, 4, 6, 7) if self._mood.scale[2] == 3 else (0, 1, 2, 4, 5, 7), []
        place = int(self._chance.integers(1, 4))
        for eighth in _RHYTHMS[self._chance.integers(len(_RHYTHMS))]:
            steps.append((eighth, walk[place]))
            place = int(np.clip(place + self._chance.choice((-1, 1, 1, 2, -2)), 0, len(walk) - 1))
        return steps

    def _play(self, at: float, voice: str, pitch: int, level: float, section: int, pan: float) -> None:
        """A note by hand: a little early or late, a little louder or softer."""
        moved = max(0.0, at + self._chance.uniform(-_HUMAN, _HUMAN))
        self._add(moved, voice, pitch, 0.0, self._mood.levels[section] * level * self._chance.uniform(0.88, 1.0), pan)

    def _add(self, at: float, voice: str, pitch: int, seconds: float, level: float, pan: float = 0.0) -> None:
        if level > 0:
            self.notes.append(Note(at, voice, pitch, seconds, level, pan))


def _above(pitch: int, lowest: int) -> int:
    """The same note in the octave that begins at `lowest`."""
    return lowest + (pitch - lowest) % 12
