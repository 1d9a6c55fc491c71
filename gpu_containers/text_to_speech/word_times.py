"""When each word of a sentence is heard where the voice does not say: by length, held to the pauses that are there."""

from collections.abc import Sequence
from itertools import pairwise

from gpu_containers.text_to_speech.pauses import Pause
from gpu_containers.text_to_speech.sentences import CLAUSE_END, CLOSING
from gpu_containers.text_to_speech.timing import Span

_WORD_WEIGHT = 1.5
_DIGIT_WEIGHT = 4.0
_FARTHEST_SHARE = 0.2


def spread_words(words: Sequence[str], start: float, end: float, pauses: Sequence[Pause]) -> list[Span]:
    """`pauses` are silences between `start` and `end`; the ones at clause marks divide the words among them."""
    ends = _progress(words)
    inner = [(a, b) for a, b in pauses if a > start and b < end]
    held = _marks_at_pauses(words, ends, start, end, inner)
    spans: list[Span] = []
    anchors = [(0, start, start), *((index, a, b) for index, (a, b) in held), (len(words), end, end)]
    for (first, _, begin), (last, stop, _) in pairwise(anchors):
        low = ends[first - 1] if first else 0.0
        share = (stop - begin) / (ends[last - 1] - low)
        edges = [begin, *(begin + (ends[i] - low) * share for i in range(first, last))]
        spans.extend(Span(words[first + i], a, b) for i, (a, b) in enumerate(pairwise(edges)))
    return spans


def _progress(words: Sequence[str]) -> list[float]:
    """How much of the sentence, from 0 to 1, has been said after each word."""
    total, ends = 0.0, []
    for word in words:
        digits = sum(map(str.isdigit, word))
        total += _WORD_WEIGHT + digits * _DIGIT_WEIGHT + sum(map(str.isalpha, word))
        ends.append(total)
    return [value / total for value in ends]


def _marks_at_pauses(
    words: Sequence[str], ends: list[float], start: float, end: float, pauses: Sequence[Pause]
) -> list[tuple[int, Pause]]:
    """(index of the first word after it, pause): each pause at the nearest clause mark, where one is near."""
    spoken = (end - start) - sum(b - a for a, b in pauses)
    marks = [i + 1 for i, word in enumerate(words[:-1]) if word.rstrip(CLOSING).endswith(CLAUSE_END)]
    held: list[tuple[int, Pause]] = []
    silent = 0.0
    for a, b in pauses:
        said = (a - start - silent) / spoken
        silent += b - a
        free = [mark for mark in marks if not held or mark > held[-1][0]]
        if free:
            nearest = min(free, key=lambda mark: abs(ends[mark - 1] - said))
            if abs(ends[nearest - 1] - said) <= _FARTHEST_SHARE:
                held.append((nearest, (a, b)))
    return held
