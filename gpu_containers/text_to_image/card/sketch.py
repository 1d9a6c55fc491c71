"""A figure drawn part by part on its own sheet, shaded as it grows.

Coordinates are in figure heights: x to the right from the middle, y upwards from the ground.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from gpu_containers.text_to_image.card.canvas import soft
from gpu_containers.text_to_image.card.colours import Colour, Floats, bytes_of, mix, turned
from gpu_containers.text_to_image.card.curves import Points, between, moved, smooth

_MOST = 2400  # pixels of a sheet's longer side


@dataclass(frozen=True)
class Shine:
    """How light falls on a figure: from which side (-1 left, 1 right), in what colour, and how dark shadows are."""

    side: float
    colour: Colour
    shadow: float = 0.7
    flat: bool = False


class Sketch:
    """A sheet of `extent` (left, bottom, right, top) in figure heights, `height` pixels to one figure height."""

    def __init__(self, height: float, extent: tuple[float, float, float, float], shine: Shine) -> None:
        self.left, self.bottom, self.right, self.top = extent
        finer = 4 if height < 160 else 3 if height < 420 else 2
        longest = max(self.right - self.left, self.top - self.bottom) * height * finer
        self.finer = finer if longest <= _MOST else 1 + (longest <= 2 * _MOST)
        self.height, self.scale, self.shine = height, height * self.finer, shine
        size = self._pixels(self.right - self.left), self._pixels(self.top - self.bottom)
        self.rgb, self.alpha = Image.new("RGB", size), Image.new("L", size)

    def _pixels(self, length: float) -> int:
        return max(self.finer, int(length * self.height) * self.finer)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def poly(self, points: Points, colour: Colour, form: float = 0.25) -> None:
        self._paint([[self.at(*point) for point in points]], [], colour, form)

    def blob(self, points: Points, colour: Colour, form: float = 0.25) -> None:
        """A closed curve through the points."""
        self.poly(smooth(points), colour, form)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, form: float = 0.25, tilt: float = 0
    ) -> None:
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        a, b = rx * np.cos(turn), ry * np.sin(turn)
        c, s = np.cos(tilt), np.sin(tilt)
        self.poly([(x + p * c - q * s, y + p * s + q * c) for p, q in zip(a, b, strict=True)], colour, form)

    def limb(self, joints: list[tuple[float, float, float]], colour: Colour, form: float = 0.3) -> None:
        """A tapering tube through (x, y, radius)."""
        discs = [(*self.at(x, y), r * self.scale) for x, y, r in joints]
        quads = [quad for a, b in pairwise(discs) if (quad := between(a, b))]
        self._paint(quads, discs, colour, form)

    def line(self, points: Points, width: float, colour: Colour) -> None:
        self.limb([(x, y, width / 2) for x, y in points], colour, 0)

    def glaze(self, points: Points, colour: Colour, strength: float) -> None:
        """A translucent patch on what is there already."""
        mask = Image.new("L", self.alpha.size)
        ImageDraw.Draw(mask).polygon([self.at(*point) for point in points], fill=round(255 * strength))
        self.rgb.paste(bytes_of(colour), (0, 0), ImageChops.multiply(mask, self.alpha))

    def _paint(
        self, polygons: list[Points], discs: list[tuple[float, float, float]], colour: Colour, form: float
    ) -> None:
        box = self._box(polygons, discs)
        if box is None:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
        draw = ImageDraw.Draw(mask)
        for points in polygons:
            draw.polygon([(x - box[0], y - box[1]) for x, y in points], fill=255)
        for x, y, r in discs:
            draw.ellipse((x - r - box[0], y - r - box[1], x + r - box[0], y + r - box[1]), fill=255)
        self.rgb.paste(bytes_of(colour), box, mask)
        if form:
            self._shade(mask, box, colour, form)
        self.alpha.paste(255, box, mask)

    def _shade(self, mask: Image.Image, box: tuple[int, int, int, int], colour: Colour, form: float) -> None:
        narrow = min(mask.size)
        shift = max(1, round(narrow * form))
        dark = ImageChops.subtract(mask, moved(mask, round(self.shine.side * shift), shift // 4))
        bright = ImageChops.subtract(mask, moved(mask, round(-self.shine.side * shift * 0.45), shift // 4))
        if not self.shine.flat and shift > 3:
            dark = ImageChops.multiply(soft(dark, shift * 0.45), mask)
            bright = ImageChops.multiply(soft(bright, shift * 0.3), mask)
        self.rgb.paste(bytes_of(turned(colour, 0.015, 1.12, self.shine.shadow)), box, dark)
        light = mix(colour, self.shine.colour, 0.45)
        self.rgb.paste(bytes_of(light), box, bright.point(lambda value: value * 0.6))

    def _box(self, polygons: list[Points], discs: list[tuple[float, float, float]]) -> tuple[int, int, int, int] | None:
        xs = [x for points in polygons for x, _ in points] + [x + s * r for x, _, r in discs for s in (-1, 1)]
        ys = [y for points in polygons for _, y in points] + [y + s * r for _, y, r in discs for s in (-1, 1)]
        width, height = self.alpha.size
        left, top = max(0, int(min(xs)) - 1), max(0, int(min(ys)) - 1)
        right, bottom = min(width, int(max(xs)) + 2), min(height, int(max(ys)) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def sheet(self, flip: bool = False) -> tuple[Floats, Floats]:
        """Colours (already weighted by the mask) and the mask, at the picture's size."""
        rgb, alpha = self.rgb.reduce(self.finer), self.alpha.reduce(self.finer)
        if flip:
            rgb, alpha = (part.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for part in (rgb, alpha))
        return np.asarray(rgb, np.float32) / 255, np.asarray(alpha, np.float32) / 255
