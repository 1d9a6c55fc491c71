"""Blinks: the skin over an eye drawn down to the lower lid, with the lashes on its edge and the shade beneath it."""

import cv2
import numpy as np

from gpu_containers.talking_head.anatomy import Array, Eye
from gpu_containers.talking_head.planes import OFFSET, Planes, to_bytes
from gpu_containers.talking_head.region import Region
from gpu_containers.talking_head.shapes import smooth

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

    def draw_down(self, mapped: Array, closed: float) -> tuple[Array, Array]:
        """Moves the map of the eye's part as a lid `closed` by 0 to 1 does.

        Returns the light left on each pixel, and how far each is stretched skin (0 to 1).
        """
        eye, part = self._eye, mapped[self.part.slices]
        local = eye.frame.local(part)
        x, y = local[..., 0], local[..., 1]
        upper, lower = eye.upper(x), eye.lower(x)
        opening = np.maximum(lower - upper, 0) * (np.abs(x) < 1)
        travel = closed * opening * 1.05
        margin = upper + travel
        local[..., 1] = np.where(y <= margin, _drawn(y, margin, travel, self._top), y)
        part[...] = eye.frame.pixels(local)
        skin = smooth((y - upper + 0.30) / 0.25) * smooth((margin - y) / 0.06) * np.minimum(travel / 0.25, 1)
        return _light(y - margin, np.minimum(travel / 0.12, 1), closed), skin

    def shade(self, frame: Planes, light: Array, skin: Array) -> None:
        """Stretched skin is smoothed along the lid, where lashes and glints would smear."""
        seen = frame.luma[self.part.slices].astype(np.float32) - OFFSET[0]
        along, down = 0.30 * self._eye.frame.unit, 0.08 * self._eye.frame.unit
        smoothed = cv2.GaussianBlur(cv2.erode(seen, np.ones((5, 5), np.uint8)), (0, 0), along, sigmaY=down)
        lid = cv2.max(smoothed, np.full_like(seen, float(np.percentile(seen, 33))))
        shown = (seen + 0.75 * skin * (lid - seen)) * light
        frame.luma[self.part.slices] = to_bytes(shown + OFFSET[0])
        chroma = frame.chroma[self.part.half].astype(np.float32)
        cover = cv2.resize(skin, chroma.shape[1::-1], interpolation=cv2.INTER_AREA)[..., None]
        frame.chroma[self.part.half] = to_bytes(chroma + 0.85 * cover * (np.median(chroma, axis=(0, 1)) - chroma))


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
