"""The picture of a title or end card: letters over a dark, softly lit ground whose colours come from a seed."""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from gpu_containers.media import lettering

_INK, _QUIET = (244, 245, 247), (188, 194, 205)
_WIDEST, _MOST_LINES = 0.78, 3  # of the width; beyond that many lines the letters become smaller
_TITLE, _END, _SUBTITLE, _SMALLEST = 0.115, 0.085, 0.046, 6  # of the shorter side; pixels
_GAP, _RULE = 0.7, (0.9, 0.07)  # around the rule, and its length and thickness, in sizes of the subtitle's letters
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Block:
    lines: tuple[str, ...]
    size: int
    ink: tuple[int, int, int]

    @property
    def height(self) -> int:
        return len(self.lines) * lettering.line_height(self.size)


def card_picture(size: tuple[int, int], text: str, subtitle: str, seed: int, *, large: bool) -> Image.Image:
    """A picture of this size; `large` letters for a title, smaller ones for an end."""
    random = np.random.default_rng(seed)
    hue = float(random.uniform())
    picture = Image.fromarray(_ground(size, hue, random))
    short = min(size)
    title = _block(text, round((_TITLE if large else _END) * short), size[0], _INK)
    blocks = [title, _block(subtitle, max(_SMALLEST, round(_SUBTITLE * short)), size[0], _QUIET)]
    _write(picture, [block for block in blocks if block.lines], round(_SUBTITLE * short), _accent(hue))
    return picture


def _ground(size: tuple[int, int], hue: float, random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Two lights of neighbouring colours in the dark; a little noise, since the eye sees steps in a dark slope."""
    across, down = np.meshgrid(np.linspace(-1, 1, size[0]), np.linspace(-1, 1, size[1]))
    ground = np.zeros((size[1], size[0], 3), np.float32) + _rgb(hue, 0.55, 0.07)
    for shift, strength, reach in ((0.0, 0.2, 1.1), (0.09, 0.17, 0.8)):
        turn = random.uniform(0, 2 * np.pi)
        x, y = 0.75 * np.cos(turn), 0.65 * np.sin(turn)
        light = np.exp(-((across - x) ** 2 + (down - y) ** 2) / reach**2).astype(np.float32)
        ground += light[..., None] * _rgb(hue + shift, 0.7, strength)
    ground *= (1 - 0.3 * (across**2 + down**2) / 2)[..., None].astype(np.float32)
    noise = random.uniform(-1, 1, (size[1], size[0], 1)).astype(np.float32)
    return np.asarray(np.clip(np.rint(ground * 255 + noise), 0, 255), np.uint8)


def _rgb(hue: float, saturation: float, value: float) -> Floats:
    return np.array(colorsys.hsv_to_rgb(hue % 1, saturation, value), np.float32)


def _accent(hue: float) -> tuple[int, int, int]:
    red, green, blue = (round(255 * value) for value in colorsys.hsv_to_rgb((hue + 0.04) % 1, 0.45, 0.95))
    return red, green, blue


def _block(text: str, size: int, width: int, ink: tuple[int, int, int]) -> _Block:
    """The largest letters up to `size` with which the text fits into a few lines."""
    words, room = text.split(), width * _WIDEST
    while size > _SMALLEST:
        if all(lettering.width(word, size) <= room for word in words):
            lines = _wrapped(words, size, room)
            if len(lines) <= _MOST_LINES:
                return _Block(tuple(lines), size, ink)
        size = max(_SMALLEST, int(size * 0.92))
    return _Block(tuple(_wrapped([part for word in words for part in _cut(word, size, room)], size, room)), size, ink)


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


def _write(picture: Image.Image, blocks: Sequence[_Block], unit: int, accent: tuple[int, int, int]) -> None:
    """The blocks around the middle, a rule of the accent's colour between them."""
    pen, between = ImageDraw.Draw(picture), round(2 * _GAP * unit)
    height = sum(block.height for block in blocks) + between * (len(blocks) - 1)
    y = (picture.height - height) / 2
    for number, block in enumerate(blocks):
        if number:
            long, thick = _RULE[0] * unit, max(2, round(_RULE[1] * unit))
            middle = picture.width / 2, y + between / 2
            pen.rectangle((middle[0] - long, middle[1], middle[0] + long, middle[1] + thick - 1), accent)
            y += between
        for line in block.lines:
            x = (picture.width - lettering.width(line, block.size)) / 2
            lettering.draw(pen, x, y, line, block.size, block.ink)
            y += lettering.line_height(block.size)
