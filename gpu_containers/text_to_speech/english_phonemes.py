"""Phonemes for a voice that tells none: how an English sentence sounds, spread over words whose times are known."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from hibari.g2p import G2P

from gpu_containers.text_to_speech.closures import Phone, at_closures
from gpu_containers.text_to_speech.hibari_timing import MODIFIERS, SILENT, STRESS
from gpu_containers.text_to_speech.hibari_words import pronounce
from gpu_containers.text_to_speech.sentences import Word
from gpu_containers.text_to_speech.timing import Span

# Mean lengths in hibari's speech, in units of 10 ms.
_DIPHTHONGS, _VOWELS, _FRICATIVES = frozenset("AIOWYQ"), frozenset("ɑæɔəɛɜɪʊʌiuᵊᵻɒaeo"), frozenset("fsʃvzʒθðhʧʤ")
_STRESSED = 1.3


@cache
def _english() -> G2P:
    return G2P()


def english_phonemes(
    words: Sequence[Word], times: Sequence[Span], samples: npt.NDArray[np.float32], rate: int
) -> list[Span]:
    """`times` are those of the words in `samples`; each word's phonemes fill it by their usual lengths."""
    phones: list[Phone] = []
    for index, (sound, time) in enumerate(zip(pronounce(_english(), words), times, strict=True)):
        weighed = _weighed(sound)
        total = sum(weight for _, weight in weighed)
        ends = np.cumsum([0.0, *(weight for _, weight in weighed)]) * ((time.end - time.start) / (total or 1.0))
        edges = [time.start + float(end) for end in ends]
        phones += [Phone(symbol, index, a, b) for (symbol, _), (a, b) in zip(weighed, pairwise(edges), strict=True)]
    return [Span(phone.symbol, phone.start, phone.end) for phone in at_closures(phones, samples, rate)]


def _weighed(sound: str) -> list[tuple[str, float]]:
    weighed: list[tuple[str, float]] = []
    stress = 1.0
    for symbol in sound:
        if symbol in STRESS:
            stress = _STRESSED
        elif symbol not in SILENT and symbol not in MODIFIERS:
            vowel = symbol in _DIPHTHONGS or symbol in _VOWELS
            weighed.append((symbol, _length(symbol) * (stress if vowel else 1.0)))
            stress = 1.0 if vowel else stress
    return weighed


def _length(symbol: str) -> float:
    return 11.0 if symbol in _DIPHTHONGS else 7.0 if symbol in _VOWELS else 8.0 if symbol in _FRICATIVES else 6.0
