"""Draws lines of text in the fonts that lie beside this file, right-to-left scripts and mixed lines included."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont, features

_FOLDER = Path(__file__).parent / "fonts"
# Pillow's wheels shape text only where the system has libfribidi. Without it Hebrew is turned round here, and Arabic,
# whose letters must join, counts as undrawable.
_SHAPES = features.check("raqm") and features.check("fribidi")
# The first that has a character draws it.
_FILES = ("Inter-SemiBold.otf", "NotoSansHebrew-Bold.ttf", *(["NotoSansArabic-Bold.ttf"] if _SHAPES else []))
_NO_CHARACTER = "\U0010fffe"


@dataclass(frozen=True)
class _Run:
    """Characters that one font draws in one direction."""

    text: str
    font: int
    rtl: bool


def undrawable(text: str) -> str:
    """The characters of a text that no font here has; drawing leaves them out."""
    return "".join(sorted({c for c in text if _font_of(c) is None and unicodedata.category(c)[0] not in "CZM"}))


def line_height(size: int) -> int:
    ascent, descent = _font(0, size).getmetrics()
    return ascent + descent


def width(text: str, size: int) -> float:
    return sum(_length(run, size) for run in _runs(text))


def draw(canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, fill: tuple[int, ...]) -> None:
    """Draws one line whose left upper corner is (x, y)."""
    baseline = y + _font(0, size).getmetrics()[0]
    for run in _runs(text):
        shown, direction = _laid_out(run)
        canvas.text((x, baseline), shown, fill, _font(run.font, size), anchor="ls", direction=direction)
        x += _length(run, size)


def _length(run: _Run, size: int) -> float:
    shown, direction = _laid_out(run)
    return _font(run.font, size).getlength(shown, direction=direction)


def _laid_out(run: _Run) -> tuple[str, str | None]:
    if _SHAPES:
        return run.text, "rtl" if run.rtl else "ltr"
    return (run.text[::-1] if run.rtl else run.text), None


def _runs(text: str) -> list[_Run]:
    """A line's runs from left to right; the first letter gives the line its direction."""
    drawn = "".join(c for c in text if _font_of(c) is not None)
    directions = [_letter_direction(c) for c in drawn]
    base = next((direction for direction in directions if direction is not None), False)
    settled = _settle_neutrals(directions, base)
    keys = [(rtl, _font_of(c)) for c, rtl in zip(drawn, settled, strict=True)]
    stretches = []
    for rtl, same_way in groupby(zip(drawn, keys, strict=True), key=lambda item: item[1][0]):
        runs = [
            _Run("".join(c for c, _ in part), font, rtl)
            for font, part in groupby(same_way, key=lambda item: item[1][1] or 0)
        ]
        stretches.append(runs[::-1] if rtl else runs)
    return [run for stretch in (stretches[::-1] if base else stretches) for run in stretch]


def _settle_neutrals(directions: list[bool | None], base: bool) -> list[bool]:
    """Spaces and signs go with the letters around them if both sides agree, else with the line."""
    settled = []
    for index, direction in enumerate(directions):
        before = next((d for d in reversed(directions[: index + 1]) if d is not None), base)
        after = next((d for d in directions[index:] if d is not None), base)
        settled.append(base if direction is None and before != after else before)
    return settled


def _letter_direction(character: str) -> bool | None:
    """True for right to left, False for left to right (numbers too), None for what takes its neighbours'."""
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return True
    return False if kind in ("L", "EN", "AN") else None


@cache
def _font_of(character: str) -> int | None:
    """Which font has the character: fonts draw a box of their own for one that they lack."""
    for index in range(len(_FILES)):
        font = _font(index, 24)
        if bytes(font.getmask(character)) != bytes(font.getmask(_NO_CHARACTER)):
            return index
    return None


@cache
def _font(index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FOLDER / _FILES[index]), size)
