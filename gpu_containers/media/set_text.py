"""A short text set into a few lines, as large as the room for it allows."""

from collections.abc import Sequence
from dataclasses import dataclass

from gpu_containers.media import lettering

SMALLEST = 6  # pixels


@dataclass(frozen=True)
class Block:
    lines: tuple[str, ...]
    size: int
    ink: tuple[int, int, int]

    @property
    def height(self) -> int:
        return len(self.lines) * lettering.line_height(self.size)


def set_text(text: str, size: int, room: float, ink: tuple[int, int, int], most_lines: int) -> Block:
    """The largest letters up to `size` with which the text fits into a few lines."""
    words = text.split()
    while size > SMALLEST:
        if all(lettering.width(word, size) <= room for word in words):
            lines = _wrapped(words, size, room)
            if len(lines) <= most_lines:
                return Block(tuple(lines), size, ink)
        size = max(SMALLEST, int(size * 0.92))
    return Block(tuple(_wrapped([part for word in words for part in _cut(word, size, room)], size, room)), size, ink)


def _wrapped(words: Sequence[str], size: int, room: float) -> list[str]:
    """As few lines as there must be, of as equal widths as they can be."""
    lines = _filled(words, size, room)
    narrower = room
    while len(lines) > 1 and narrower > room / 2:
        narrower *= 0.95
        tighter = _filled(words, size, narrower)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _cut(word: str, size: int, room: float) -> list[str]:
    """Parts that fit of a word that no line holds."""
    parts = [""]
    for character in word:
        if lettering.width(parts[-1] + character, size) > room:
            parts.append("")
        parts[-1] += character
    return parts


def _filled(words: Sequence[str], size: int, room: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and lettering.width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
