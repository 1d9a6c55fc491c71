"""Shows a window of a plane at the frame's size, to a small part of a pixel, at the price of a plain resize.

A resize is five to ten times as fast as a warp, but knows no offsets below a pixel. It has one in each of its columns
though: column d begins at d times the scale. So the window is laid where the grid meets it within a few columns, and
those are cut off. Where no column comes near enough, a warp does it: both have the same kernel, and the eye sees none
of it.
"""

from functools import lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from gpu_containers.media.planes import Bytes

MARGIN = 44  # pixels that must lie around every window in its plane
# The scale of a window that never changes its size: multiples of it fall evenly between whole numbers.
EVEN_SCALE = 1 + 1 / (11 + (5**0.5 - 1) / 2)
LEAST_SCALE, MOST_SCALE = 1.04, 1.25
_COLUMNS = np.arange(1, 33)
_NEAR = 1 / 24  # pixels


class View(NamedTuple):
    """Sample (i, j) of the frame shows the plane at (x + (i + ½) × scale − ½, y + (j + ½) × scale − ½)."""

    x: float
    y: float
    scale: float

    @property
    def matrix(self) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        half = self.scale / 2 - 0.5
        return np.array([[self.scale, 0, self.x + half], [0, self.scale, self.y + half]])

    @property
    def of_colour(self) -> "View":
        """The same window in planes of half size, where the frame's samples lie on the left of two columns."""
        return View(self.x / 2 - self.scale / 4, self.y / 2, self.scale)


class _Cut(NamedTuple):
    """Where the resize begins in the plane, how many of its columns are cut off, and how far it misses, in pixels."""

    start: int
    columns: int
    error: float


def draw(plane: Bytes, view: View, target: Bytes, interpolation: int) -> None:
    across, down = _cut(view.x, view.scale), _cut(view.y, view.scale)
    if max(across.error, down.error) > _NEAR:
        size = target.shape[1], target.shape[0]
        flags = interpolation | cv2.WARP_INVERSE_MAP
        cv2.warpAffine(plane, view.matrix, size, target, flags, cv2.BORDER_REPLICATE)
        return
    (rows, columns), step = target.shape, 1 / view.scale
    part = plane[_span(down, rows, view.scale), _span(across, columns, view.scale)]
    shown = cv2.resize(part, None, fx=step, fy=step, interpolation=interpolation)
    target[:] = shown[down.columns : down.columns + rows, across.columns : across.columns + columns]


@lru_cache(maxsize=8)
def _cut(offset: float, scale: float) -> _Cut:
    starts = offset - _COLUMNS * scale
    errors = np.abs(starts - np.rint(starts))
    near = np.flatnonzero(errors <= _NEAR / 2)
    best = int(near[0] if near.size else errors.argmin())
    return _Cut(int(np.rint(starts[best])), int(_COLUMNS[best]), float(errors[best]))


def _span(cut: _Cut, length: int, scale: float) -> slice:
    return slice(cut.start, cut.start + int(np.ceil((cut.columns + length) * scale)) + 3)
