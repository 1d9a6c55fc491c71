"""The words that are shown over a scene: set once, faded in and out within the scene's own frames."""

import math

from PIL import Image, ImageDraw

from gpu_containers.media import lettering
from gpu_containers.media.caption_pictures import box
from gpu_containers.media.plane_layers import layers_of
from gpu_containers.media.planes import Planes
from gpu_containers.media.set_text import Block, set_text

FADE = 8  # frames, a third of a second
_TEXT, _TALL_TEXT = 0.062, 0.075  # of the shorter side
_WIDEST, _MOST_LINES = 0.8, 2  # of the width
_TOP, _TALL_TOP = 0.09, 0.14  # of the height: captions are below, and phones lay their own things over a tall top
_INK = (255, 255, 255)


class SceneOverlay:
    """Words over `length` frames of this size; the first and the last of them do not show any."""

    def __init__(self, text: str, size: tuple[int, int], length: int) -> None:
        self._length = length
        picture, top = _drawn(text, size)
        self._layers = layers_of(picture, top) if picture.getbbox() else []

    def lay(self, frame: int, planes: Planes) -> None:
        """Lays the words over a frame, counted from the first one that the piece shows."""
        strength = min(1.0, frame / FADE, (self._length - 1 - frame) / FADE)
        if strength <= 0:
            return
        for layer, plane in zip(self._layers, planes, strict=False):
            (layer if strength == 1 else layer.at(strength)).lay(plane)


def _drawn(text: str, size: tuple[int, int]) -> tuple[Image.Image, int]:
    """A band of the frame, and the row at which it begins."""
    is_tall = size[1] > size[0]
    letters = round((_TALL_TEXT if is_tall else _TEXT) * min(size))
    block = set_text(text, letters, size[0] * _WIDEST, _INK, _MOST_LINES)
    padding, top = max(2, round(block.size * 0.45)), round((_TALL_TOP if is_tall else _TOP) * size[1]) // 2 * 2
    widths = [lettering.width(line, block.size) for line in block.lines]
    picture = Image.new("RGBA", (size[0], (block.height + 2 * padding + 1) // 2 * 2))
    # Nothing here can be drawn, such as emoji alone.
    if widths and max(widths) > 0:
        _write(picture, block, widths, padding)
    return picture, top


def _write(picture: Image.Image, block: Block, widths: list[float], padding: int) -> None:
    wide, high = math.ceil(max(widths)) + 3 * padding, block.height + 2 * padding
    picture.paste(box(wide, high, padding), ((picture.width - wide) // 2, 0))
    pen, step = ImageDraw.Draw(picture), lettering.line_height(block.size)
    for index, (line, width) in enumerate(zip(block.lines, widths, strict=True)):
        lettering.draw(pen, (picture.width - width) / 2, padding + index * step, line, block.size, (*block.ink, 255))
