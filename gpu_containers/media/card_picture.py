"""The picture of a title or end card: letters over a dark, softly lit ground whose colours come from a seed."""

import colorsys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from gpu_containers.media import lettering
from gpu_containers.media.set_text import SMALLEST, Block, set_text

_INK, _QUIET = (244, 245, 247), (188, 194, 205)
_WIDEST, _MOST_LINES = 0.78, 3  # of the width; beyond that many lines the letters become smaller
_TITLE, _END, _SUBTITLE = 0.115, 0.085, 0.046  # of the shorter side
_GAP, _RULE = 0.7, (0.9, 0.07)  # around the rule, and its length and thickness, in sizes of the subtitle's letters
Floats = npt.NDArray[np.float32]


def card_picture(size: tuple[int, int], text: str, subtitle: str, seed: int, *, large: bool) -> Image.Image:
    """A picture of this size; `large` letters for a title, smaller ones for an end."""
    random = np.random.default_rng(seed)
    hue = float(random.uniform())
    picture = Image.fromarray(_ground(size, hue, random))
    short = min(size)
    room = size[0] * _WIDEST
    title = set_text(text, round((_TITLE if large else _END) * short), room, _INK, _MOST_LINES)
    below = set_text(subtitle, max(SMALLEST, round(_SUBTITLE * short)), room, _QUIET, _MOST_LINES)
    blocks = [title, below]
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


def _write(picture: Image.Image, blocks: Sequence[Block], unit: int, accent: tuple[int, int, int]) -> None:
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
