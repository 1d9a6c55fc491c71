"""Parts timed words into caption cues that read well: whole phrases, two short lines, time enough to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gpu_containers.media.caption_lines import ends_phrase, ends_weakly, pieces, wrap
from gpu_containers.media.timing import Span, Timing
from gpu_containers.runtime.profile import FPS

SHORTEST, LONGEST = 0.8, 6.0  # seconds on the screen
READING_SPEED = 20.0  # characters a second
_GAP = 2  # frames of nothing between two cues, so that the eye sees the change
_BRIDGE = 10  # frames; a shorter pause is closed to _GAP rather than flickering
_LINGER = 0.2  # seconds that a cue stays after its voice where nothing follows
_LATEST = 12  # frames that a cue may begin late to leave the one before it enough time


@dataclass(frozen=True)
class Cue:
    """Seconds, on whole frames of 25 fps; `lines` are one or two, never empty."""

    start: float
    end: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Piece:
    """A word, or a part of one too long for a line."""

    text: str
    start: float
    end: float


def make_cues(timing: Timing, line_length: int) -> list[Cue]:
    """Cues of at most two lines of `line_length` characters; none crosses the end of a sentence."""
    groups = [group for sentence in _sentences(timing, line_length) for group in _part(sentence, line_length)]
    return _timed(groups, line_length, timing.duration)


def _sentences(timing: Timing, line_length: int) -> list[list[_Piece]]:
    words = sorted(timing.words, key=lambda word: word.start) or _spread(timing.sentences)
    starts = sorted(sentence.start for sentence in timing.sentences)[1:]
    sentences: list[list[_Piece]] = [[]]
    for word in words:
        while starts and word.start >= starts[0] - 0.001:
            starts.pop(0)
            sentences.append([])
        sentences[-1].extend(_pieces(word, line_length))
    return [sentence for sentence in sentences if sentence]


def _spread(sentences: Sequence[Span]) -> list[Span]:
    """Words for sentences that came without: each takes its share of the time by its length."""
    words = []
    for sentence in sentences:
        rate = max(0.0, sentence.end - sentence.start) / max(1, len(sentence.text))
        at = sentence.start
        for text in sentence.text.split():
            words.append(Span(text=text, start=at, end=at + len(text) * rate))
            at += (len(text) + 1) * rate
    return words


def _pieces(word: Span, line_length: int) -> list[_Piece]:
    parts = pieces(word.text, line_length)
    step = max(0.0, word.end - word.start) / max(1, len(parts))
    return [_Piece(part, word.start + n * step, word.start + (n + 1) * step) for n, part in enumerate(parts)]


def _part(words: list[_Piece], line_length: int) -> list[list[_Piece]]:
    """The cheapest way to cut a sentence into cues, found from its end backwards."""
    cheapest = [0.0] * (len(words) + 1)
    next_cut = [0] * len(words)
    for i in reversed(range(len(words))):
        cheapest[i] = float("inf")
        for j in range(i + 1, len(words) + 1):
            lines = wrap([word.text for word in words[i:j]], line_length)
            if j > i + 1 and (not lines or words[j - 1].end - words[i].start > LONGEST):
                break
            cost = _cost(words, i, j, lines) + cheapest[j]
            if cost < cheapest[i]:
                cheapest[i], next_cut[i] = cost, j
    groups, i = [], 0
    while i < len(words):
        groups.append(words[i : next_cut[i]])
        i = next_cut[i]
    return groups


def _cost(words: list[_Piece], i: int, j: int, lines: Sequence[str]) -> float:
    """How badly `words[i:j]` would read as a cue: too fast, too short, around a pause, or cut within a phrase."""
    inside, duration = words[i:j], words[j - 1].end - words[i].start
    letters = sum(len(word.text) + 1 for word in inside)
    cost = 1.0 + 0.05 * max(0.0, letters / max(duration, SHORTEST) - READING_SPEED)
    cost += 3.0 * max(0.0, 1.2 - duration)
    cost += sum(1.5 for a, b in pairwise(inside) if b.start - a.end > 0.6)
    if j < len(words) and words[j].start - inside[-1].end < 0.25:
        cost += 0.0 if ends_phrase(inside[-1].text) else 2.0
        cost += 2.0 if ends_weakly(inside[-1].text) else 0.0
    if len(lines) > 1 and ends_weakly(lines[0].split()[-1]):
        cost += 1.0
    return cost + (1.5 if len(inside) == 1 < len(words) else 0.0)


def _timed(groups: list[list[_Piece]], line_length: int, duration: float) -> list[Cue]:
    made: list[Cue] = []
    free = 0  # the first frame on which the next cue may begin
    due = [round(group[0].start * FPS) for group in groups] + [round(duration * FPS) + _GAP]
    for n, group in enumerate(groups):
        lines = wrap([piece.text for piece in group], line_length)
        start = max(due[n], free)
        end = _end(start, due[n], due[n + 1], group[-1].end, sum(map(len, lines)))
        made.append(Cue(start / FPS, end / FPS, lines))
        free = end + _GAP
    return made


def _end(start: int, due: int, next_due: int, voice_end: float, letters: int) -> int:
    """The frame on which a cue ends that begins on `start` although it was due on `due`."""
    shortest = round(SHORTEST * FPS) // (1 if start - due <= _LATEST else 2)
    wanted = max(round((voice_end + _LINGER) * FPS), start + round(letters / READING_SPEED * FPS))
    if next_due - wanted < _BRIDGE:
        wanted = next_due - _GAP
    return min(max(wanted, start + shortest), start + round(LONGEST * FPS))
