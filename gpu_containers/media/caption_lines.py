"""Lines of a caption: cleans its words, finds good places to break, and cuts what no line can hold."""

import unicodedata
from collections.abc import Sequence
from functools import cache

_WEAK = frozenset(
    """
    a an the and or but nor so of to in on at by for from with as into is are was were be been will would can could
    should have has had do does did not no my your his her its our their this that these those i you he she it we
    they if when than who which very another each every some any all both such
    """.split()  # noqa: SIM905  (a paragraph of words reads better than a list of them)
)
_STOPS = tuple(',;:.!?…—–)]”"،؛؟。！？、')
_BREAKS = ("Cc", "Cs", "Zl", "Zp")  # what would end a line of a caption file, or make it unreadable
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\ufeff")  # these show another text than the spoken one


def line_length(width: int, height: int) -> int:
    """Characters in a line that are still easy to read in a picture of this shape."""
    ratio = width / height
    return 42 if ratio >= 1.3 else 36 if ratio >= 0.95 else 30 if ratio >= 0.7 else 24


def columns(text: str) -> int:
    """Width of a text in columns: marks take none, full-width characters two."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def pieces(word: str, length: int) -> list[str]:
    """A word without control characters, in as many parts as lines of `length` columns make needed."""
    shown = "".join(" " if unicodedata.category(c) in _BREAKS else c for c in word if c not in _OVERRIDES)
    parts, part = [], ""
    for character in " ".join(shown.split()):
        if columns(part + character) > length or len(part) >= 4 * length:
            parts.append(part.strip())
            part = ""
        part += character
    return [*parts, part.strip()] if part.strip() else parts


def ends_phrase(word: str) -> bool:
    return word.endswith(_STOPS)


def ends_weakly(word: str) -> bool:
    """Whether the word leans on the next one, so that a line should not end with it."""
    return word.casefold() in _WEAK


def wrap(words: Sequence[str], length: int) -> tuple[str, ...]:
    """One line or two, the best break of those that fit; empty where none does."""
    whole = " ".join(words)
    width = columns(whole)
    if width <= length:
        return (whole,)
    if width > 2 * length + 1:
        return ()
    breaks = [(" ".join(words[:n]), " ".join(words[n:]), words[n - 1]) for n in range(1, len(words))]
    fitting = [(above, below, last) for above, below, last in breaks if max(columns(above), columns(below)) <= length]
    if not fitting:
        return ()
    above, below, _ = min(fitting, key=lambda parts: _unevenness(*parts))
    return above, below


def _unevenness(above: str, below: str, last: str) -> float:
    difference = columns(above) - columns(below)
    cost = abs(difference) + (2.0 if difference > 0 else 0.0)
    return cost - (10.0 if ends_phrase(last) else 0.0) + (8.0 if ends_weakly(last) else 0.0)


@cache
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
