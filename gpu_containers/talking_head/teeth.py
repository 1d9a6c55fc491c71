"""Rows of teeth as small pictures in mouth units: the portrait's own where its smile shows them, else drawn."""

from dataclasses import dataclass

import cv2
import numpy as np

from gpu_containers.talking_head.anatomy import Anatomy, Array, Frame
from gpu_containers.talking_head.planes import Bytes, to_yuv
from gpu_containers.talking_head.shapes import smooth

# Lips that stand apart by this part of half the mouth's width show teeth worth keeping.
SMILE = 0.14
_REACH = np.array([1.3, 0.7], np.float32)
# Widths as seen from the front, from the midline outwards.
_UPPER_WIDTHS = (0.30, 0.23, 0.20, 0.13, 0.10)
_LOWER_WIDTHS = (0.18, 0.18, 0.18, 0.14, 0.11)


@dataclass(frozen=True)
class Row:
    """`picture` (h, w, 4): Y, U, V around zero and opacity, centred on (0, `middle`) of a mouth frame."""

    picture: Array
    density: float
    middle: float

    def placed(self, frame: Frame, corner: Array, width: int, height: int) -> Array:
        """The row as it lies in a part of the frame whose first pixel is `corner`."""
        linear = frame.axes / frame.unit**2 * self.density
        centre = _REACH * self.density - (0.5, 0.5) - np.array([0, self.middle * self.density])
        offset = (corner - frame.origin) @ linear.T + centre
        matrix = np.concatenate([linear, offset[:, None]], 1)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(self.picture, matrix, (width, height), flags=flags), np.float32)


def _grid(unit: float) -> tuple[Array, Array, float]:
    density = max(unit, 24.0)
    columns, rows = np.rint(2 * _REACH * density).astype(int)
    xs = (np.arange(columns, dtype=np.float32) + 0.5) / density - _REACH[0]
    ys = (np.arange(rows, dtype=np.float32) + 0.5) / density - _REACH[1]
    x, y = np.meshgrid(xs, ys)
    return x, y, density


def upper_row(face: Anatomy, rgb: Bytes, colour: Array, lip: Array, edge: float) -> Row:
    """`edge` is how far below the mouth's centre the incisors end, where they are drawn."""
    return _photographed(face, rgb) if shows_teeth(face, rgb, lip) else drawn_row(face, colour, lip, edge, upper=True)


def shows_teeth(face: Anatomy, rgb: Bytes, lip: Array) -> bool:
    if face.gap < SMILE:
        return False
    between = np.array([[x, (face.upper(x) + face.lower(x)) / 2] for x in np.linspace(-0.4, 0.4, 9, dtype=np.float32)])
    xs, ys = np.rint(face.mouth.pixels(between)).astype(int).T
    height, width = rgb.shape[:2]
    seen = to_yuv(rgb[ys.clip(0, height - 1), xs.clip(0, width - 1)])
    return bool(np.median(seen[:, 0]) > 1.1 * lip[0])


def _photographed(face: Anatomy, rgb: Bytes) -> Row:
    x, y, density = _grid(face.mouth.unit)
    upper, lower = face.upper(x), face.lower(x)
    inset = 0.05
    # What the lips hide is continued from the edge of what they show.
    kept = np.clip(y, np.minimum(upper + inset, lower - inset), lower - inset)
    at = face.mouth.pixels(np.stack([x, kept], -1)).astype(np.float32)
    picture = cv2.remap(to_yuv(rgb), at, np.empty(0, np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    opacity = smooth((lower - inset - y) / 0.06 + 0.5) * smooth((1.0 - np.abs(x)) / 0.1)
    return Row(np.dstack([picture, opacity]).astype(np.float32), density, 0.0)


def drawn_row(face: Anatomy, colour: Array, lip: Array, edge: float, *, upper: bool) -> Row:
    x, y, density = _grid(face.mouth.unit)
    side = 1 if upper else -1
    # Up from the incisal edge along the tooth; rows curve away towards the cheeks.
    along = -side * y - 0.10 * np.abs(x) ** 2.2
    light, rounding = _teeth_across(x, _UPPER_WIDTHS if upper else _LOWER_WIDTHS)
    along -= rounding * (0.035 if upper else 0.02)
    light *= 0.9 + 0.1 * smooth(along / 0.12) - 0.12 * smooth((along - 0.22) / 0.2)
    light *= 1 - 0.55 * smooth((np.abs(x) - 0.3) / 0.75)
    gum = smooth((along - 0.40 - 0.05 * (1 - rounding)) / 0.06)[..., None]
    picture = light[..., None] * (colour * (1 - gum) + 0.9 * lip * gum)
    opacity = smooth(along * density / 1.6 + 0.5) * smooth((1.15 - np.abs(x)) / 0.15)
    return Row(np.dstack([picture, opacity]).astype(np.float32), density, edge)


def _teeth_across(x: Array, widths: tuple[float, ...]) -> tuple[Array, Array]:
    """Light across the row, a little less between teeth; and 0 in the middle of a tooth to 1 at its sides."""
    edges = np.cumsum((0.0, *widths, 0.3))
    place = np.interp(np.abs(x), edges, np.arange(len(edges)))
    across = np.abs(2 * (place % 1) - 1)
    light = 1 - 0.10 * across**2 - 0.16 * smooth((across - 0.86) / 0.14)
    return light.astype(np.float32), (across**3).astype(np.float32)
