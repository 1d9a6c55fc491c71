"""Blinks: the skin over an eye drawn down to the lower lid, with the lashes on its edge and the shade beneath it."""

import numpy as np

from gpu_containers.talking_head.anatomy import Array, Eye
from gpu_containers.talking_head.planes import OFFSET, Planes, to_bytes
from gpu_containers.talking_head.warp import Region

# In units of half an eye's width: lashes and their roots move as they are; only skin above them stretches.
_LASHES = 0.10
_SHADE = 0.13
_SOFT = 0.05


class Lid:
    """One eye's upper lid in a picture whose moving region is `region`."""

    def __init__(self, eye: Eye, region: Region, width: int, height: int) -> None:
        self._eye = eye
        top = min(eye.brow, float(eye.upper.ys.min()) - 0.35)
        self._top = top
        box = np.array(
            [[x, y] for x in (-1.25, 1.25) for y in (top - 0.3, float(eye.lower.ys.max()) + 0.4)], np.float32
        )
        around = Region.around(eye.frame.pixels(box), width, height)
        self.part = Region(around.x - region.x, around.y - region.y, around.width, around.height)

    def draw_down(self, mapped: Array, closed: float) -> Array:
        """Moves the map of the eye's part as a lid `closed` by 0 to 1 does; returns the light left on each pixel."""
        eye, part = self._eye, mapped[self.part.slices]
        local = eye.frame.local(part)
        x, y = local[..., 0], local[..., 1]
        upper, lower = eye.upper(x), eye.lower(x)
        opening = np.maximum(lower - upper, 0) * (np.abs(x) < 1)
        travel = closed * opening * 0.98
        margin = upper + travel
        local[..., 1] = np.where(y <= margin, _drawn(y, margin, travel, self._top), y)
        part[...] = eye.frame.pixels(local)
        return _light(y - margin, np.minimum(travel / 0.12, 1), closed)

    def shade(self, frame: Planes, light: Array) -> None:
        seen = frame.luma[self.part.slices].astype(np.float32) - OFFSET[0]
        frame.luma[self.part.slices] = to_bytes(seen * light + OFFSET[0])


def _drawn(y: Array, margin: Array, travel: Array, top: float) -> Array:
    """Where the skin at `y` over a lid edge at `margin` lay before the edge travelled."""
    long = np.maximum(margin - _LASHES - top, 1e-3)
    t = np.clip((y - top) / long, 0, 1)
    # Most of the stretch is near the crease, as in an eye; none at the brow, none in the lashes.
    return np.asarray(y - travel * t * t * (3 - 2 * t) ** 0.5)


def _light(beneath: Array, there: Array, closed: float) -> Array:
    """Lashes darken the lid's edge, and the lid the eye beneath it."""
    lashes = 0.5 * np.exp(-((beneath / _SOFT) ** 2))
    shade = 0.35 * (1 - closed) * np.clip(1 - beneath / _SHADE, 0, 1) * (beneath > 0)
    return np.asarray(1 - there * np.maximum(lashes, shade), np.float32)
