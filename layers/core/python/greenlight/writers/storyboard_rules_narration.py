"""Picks, of the ways to say something, one that fills its scene and does not overflow it."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

from greenlight.domain.speakable import unspeakable_reason
from greenlight.domain.speech_rate import cautious_seconds
from greenlight.domain.storyboard_writing import StoryboardRequest, narration_seconds
from greenlight.domain.writing import normalised
from greenlight.writers.rules_fit import cut_to_fit, dropped_to_fit, values
from greenlight.writers.rules_text import finished, sentences
from greenlight.writers.storyboard_rules_clauses import clause_of
from greenlight.writers.storyboard_rules_grammar import bare
from greenlight.writers.storyboard_rules_verbs import BASES, HELPERS, PAST
from greenlight.writers.storyboard_rules_words import DETERMINERS, PREPOSITIONS

_FULL_ENOUGH = 0.6
_THIN = 0.45
# A sentence cannot end with one of these once what followed is gone.
_UNFINISHED = PAST | HELPERS | DETERMINERS | PREPOSITIONS | {"and", "or"}
_BREAKS = (PREPOSITIONS | {"and", "or", "who", "which", "that"}) - {"to", "for", "about", "as"}


@lru_cache(maxsize=4096)
def _seconds(text: str, voice: str) -> float:
    return cautious_seconds(text, voice)


@dataclass
class Narrator:
    """Says nothing twice in one storyboard."""

    request: StoryboardRequest
    rng: random.Random
    said: set[str] = field(default_factory=set)

    def measure(self, text: str) -> float:
        return _seconds(text, self.request.voice)

    def one_of(self, lines: Iterable[str], duration: float) -> str | None:
        """A line or two that follow one another; None where none fits or all were said."""
        return self._chosen(_ways(list(lines)), duration)

    def event(self, told: list[str], duration: float, tails: tuple[str, ...]) -> str | None:
        """What of these sentences fits, in their order, with a few words more where much time is left."""
        room = narration_seconds(duration)
        whole = " ".join(told)
        if self.measure(whole) > room and len(told) > 1:
            worth = values(told)
            # A story without its first sentence cannot be followed.
            worth[0] *= 1 if self.said else 10
            whole = " ".join(dropped_to_fit(told, room, self.measure, worth))
        for text in (whole, *_cuts(whole), cut_to_fit(whole, room, self.measure) or ""):
            if self._fits(text, duration):
                return self._taken(self._lengthened(text, duration, tails))
        return None

    def _lengthened(self, text: str, duration: float, tails: tuple[str, ...]) -> str:
        if self.measure(text) >= _THIN * duration:
            return text
        fitting = [longer for tail in tails if self._fits(longer := f"{text} {tail}", duration)]
        return self.rng.choice(fitting) if fitting else text

    def _chosen(self, texts: list[str], duration: float) -> str | None:
        fitting = [text for text in texts if self._fits(text, duration)]
        full = [text for text in fitting if self.measure(text) >= _FULL_ENOUGH * duration]
        if full:
            return self._taken(self.rng.choice(full))
        return self._taken(max(fitting, key=self.measure)) if fitting else None

    def _fits(self, text: str, duration: float) -> bool:
        if not text or self.measure(text) > narration_seconds(duration) or self.said & _sayings(text):
            return False
        return not unspeakable_reason(text, self.request.language)

    def _taken(self, text: str) -> str:
        self.said |= _sayings(text)
        return text


def _sayings(text: str) -> set[str]:
    return {normalised(text), *map(normalised, sentences(text))}


def _ways(lines: list[str]) -> list[str]:
    """Every choice of lines in their order; one with a + only right behind the one before it."""
    ways = []
    for chosen in (c for size in (1, 2, 3) for c in combinations(range(len(lines)), size)):
        if all(i - 1 in chosen for i in chosen if lines[i].startswith("+ ")):
            ways.append(" ".join(lines[i].removeprefix("+ ") for i in chosen))
    return ways


def _cuts(text: str) -> list[str]:
    """Its beginnings that stand alone, the longest first: each ends before an "in …", "who …" or ", …"."""
    words = text.rstrip(".!").split()
    said = clause_of(text)
    ends = [i for i in range(3, len(words)) if bare(words[i]) in _BREAKS or words[i - 1].endswith(",")]
    found = [finished(" ".join(words[:end])) for end in reversed(ends)]
    return [cut for cut in found if _stands(cut) and (clause_of(cut) or not said)]


def _stands(text: str) -> bool:
    before, last = ["", *map(bare, text.split())][-2:]
    return last not in _UNFINISHED and not (before in HELPERS and last in BASES)
