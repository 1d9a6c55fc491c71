"""The picture in the making: floats in RGB, covered layer by layer from far to near."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from gpu_containers.text_to_image.card.colours import Colour, Floats

Points = list[tuple[float, float]]
_FINER = 2  # polygons are drawn at twice the size and reduced


class Canvas:
    """`pixels` is height × width × 3. Lengths are in pixels, `unit` is the shorter side of a 16:9 frame that fits."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.unit = float(min(height, width * 0.8))
        self.pixels: Floats = np.zeros((height, width, 3), np.float32)
        self.x: Floats = np.arange(width, dtype=np.float32) + 0.5
        self.y: Floats = np.arange(height, dtype=np.float32) + 0.5

    def cover(self, mask: Floats, colour: Colour | Floats, top: int = 0, left: int = 0) -> None:
        """Lays a colour (one, or one for each pixel of the mask) over the picture; parts outside are cut off."""
        y0, x0 = max(0, top), max(0, left)
        y1, x1 = min(self.height, top + mask.shape[0]), min(self.width, left + mask.shape[1])
        if y0 >= y1 or x0 >= x1:
            return
        inside = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        paint = np.asarray(colour, np.float32)
        if paint.ndim == 3:
            paint = paint[inside] if paint.shape[1] > 1 else paint[inside[0]]
        spot = self.pixels[y0:y1, x0:x1]
        spot += (paint - spot) * mask[inside][..., None]

    def gradient(self, stops: list[tuple[float, Colour]]) -> None:
        """Fills the picture from top to bottom; stops are shares of the height."""
        places = [place * self.height for place, _ in stops]
        columns = [np.interp(self.y, places, [colour[part] for _, colour in stops]) for part in range(3)]
        self.pixels[:] = np.stack(columns, axis=1)[:, None, :]

    def ridge(self, heights: Floats, above: Colour, below: Colour, reach: float) -> None:
        """Everything under a line of heights (one y a column): `above` at the line, `below` from `reach` pixels on."""
        top = max(0, int(heights.min()) - 1)
        if top >= self.height:
            return
        depth = self.y[top:, None] - heights[None, :]
        share = np.clip(depth / max(1.0, reach), 0, 1)[..., None]
        paint = np.asarray(above, np.float32) * (1 - share) + np.asarray(below, np.float32) * share
        self.cover(np.clip(depth + 0.5, 0, 1), paint, top)

    def polygons(self, shapes: list[Points], colour: Colour | Floats, strength: float = 1.0, blur: float = 0) -> None:
        """Fills polygons in one go, smooth at the edges; `blur` is a radius in pixels."""
        box = _bounds(shapes, blur, self.width, self.height)
        if box is None:
            return
        left, top, right, bottom = box
        size = (right - left) * _FINER, (bottom - top) * _FINER
        mask = Image.new("L", size)
        draw = ImageDraw.Draw(mask)
        for shape in shapes:
            draw.polygon([((x - left) * _FINER, (y - top) * _FINER) for x, y in shape], fill=255)
        mask = mask.reduce(_FINER)
        if blur:
            mask = soft(mask, blur)
        self.cover(as_mask(mask) * strength, colour, top, left)

    def shine(self, glow: Floats, colour: Colour, top: int = 0, left: int = 0) -> None:
        """Adds light as a screen does: it brightens and never clips."""
        y0, x0 = max(0, top), max(0, left)
        y1, x1 = min(self.height, top + glow.shape[0]), min(self.width, left + glow.shape[1])
        if y0 >= y1 or x0 >= x1:
            return
        light = glow[y0 - top : y1 - top, x0 - left : x1 - left, None] * np.asarray(colour, np.float32)
        spot = self.pixels[y0:y1, x0:x1]
        spot += light * np.clip(1 - spot, 0, 1)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0, flat: float = 1.0) -> None:
        """A round light that fades out; `flat` below 1 squeezes it to the ground."""
        tall = radius * flat
        left, top = int(x - radius), int(y - tall)
        right, bottom = int(x + radius) + 1, int(y + tall) + 1
        xs = self.x[max(0, left) : max(0, right)] - x
        ys = self.y[max(0, top) : max(0, bottom)] - y
        far = (xs[None, :] / radius) ** 2 + (ys[:, None] / tall) ** 2
        self.shine(np.clip(1 - far, 0, 1) ** 2 * strength, colour, max(0, top), max(0, left))

    def disc(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        left, top = int(x - radius) - 1, int(y - radius) - 1
        size = int(2 * radius) + 4
        rows, columns = np.ogrid[:size, :size]
        away = np.hypot(columns + 0.5 + left - x, rows + 0.5 + top - y)
        self.cover(np.clip(radius - away + 0.5, 0, 1).astype(np.float32) * strength, colour, top, left)

    def darken(self, mask: Floats, strength: float, top: int = 0, left: int = 0) -> None:
        self.cover(mask * strength, (0.02, 0.02, 0.05), top, left)

    def blurred(self, radius: float) -> None:
        """The whole picture out of focus."""
        self.pixels = blurred(self.pixels, radius)


def as_mask(image: Image.Image) -> Floats:
    return np.asarray(image, np.float32) / 255


def soft(mask: Image.Image, radius: float) -> Image.Image:
    """A blur that is as cheap for a wide radius as for a narrow one."""
    step = max(1, int(radius // 6))
    if step == 1:
        return mask.filter(ImageFilter.GaussianBlur(float(radius)))
    small = mask.reduce(step).filter(ImageFilter.GaussianBlur(float(radius) / step))
    return small.resize(mask.size, Image.Resampling.BICUBIC)


def to_image(pixels: Floats) -> Image.Image:
    return Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8))


def blurred(pixels: Floats, radius: float) -> Floats:
    return np.array(soft(to_image(pixels), radius), np.float32) / 255


def _bounds(shapes: list[Points], margin: float, width: int, height: int) -> tuple[int, int, int, int] | None:
    if not shapes:
        return None
    flat = np.array([point for shape in shapes for point in shape])
    low, high = flat.min(axis=0) - 3 * margin - 1, flat.max(axis=0) + 3 * margin + 2
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    right, bottom = min(width, int(high[0])), min(height, int(high[1]))
    return (left, top, right, bottom) if left < right and top < bottom else None
