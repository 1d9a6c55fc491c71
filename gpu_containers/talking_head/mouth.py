"""What an open mouth shows: teeth, tongue and a dark throat, in the light and colours of the portrait."""

import cv2
import numpy as np

from gpu_containers.talking_head.anatomy import Anatomy, Array
from gpu_containers.talking_head.planes import OFFSET, Bytes, Planes, to_bytes, to_yuv
from gpu_containers.talking_head.region import Region
from gpu_containers.talking_head.shapes import UPPER_SHARE, smooth
from gpu_containers.talking_head.teeth import drawn_row, upper_row
from gpu_containers.talking_head.warp import Pose

_CHEEKS, _LOWER_LIP = (205, 425, 50, 280), (17, 84, 314, 15, 16, 85, 315)
# In mouth units: how far teeth show past the lips at rest.
_UPPER_TEETH, _LOWER_TEETH = 0.07, 0.035


class InnerMouth:
    """Paints the gap between the lips of one face into a frame."""

    def __init__(self, face: Anatomy, rgb: Bytes, region: Region) -> None:
        self._region = region
        skin, lip = _colour_at(face, rgb, _CHEEKS), _colour_at(face, rgb, _LOWER_LIP)
        closed = face.upper.at(0) + UPPER_SHARE * face.gap
        tooth = np.array([min(1.45 * skin[0], 0.88 * 219), *(0.75 * skin[1:])], np.float32)
        # Redder than the lips, since light in there has passed through flesh.
        self._flesh = lip * np.array([0.95, 1.0, 1.7], np.float32)
        self._upper_teeth = upper_row(face, rgb, tooth, lip, closed + _UPPER_TEETH)
        self._lower_teeth = drawn_row(face, 0.72 * tooth, 0.7 * lip, closed - _LOWER_TEETH, upper=False)
        self._floor = closed

    def paint(self, frame: Planes, pose: Pose, tongue: float) -> None:
        """Paints into the planes of the moving region; `tongue` is 0 at rest to 1 when it touches the teeth."""
        lower = np.maximum(pose.lower, pose.upper + np.array([0, 1e-3]))
        if float((lower - pose.upper)[:, 1].max()) < 0.25:
            return
        unit = pose.skull.unit
        outline = np.concatenate([pose.upper, lower[-2:0:-1]])
        part = self._part_around(outline, frame, margin=0.12 * unit + 3)
        corner = np.array([part.x + self._region.x, part.y + self._region.y], np.float32)
        gap = _filled(outline - corner, part, blur=0.5 + 0.012 * unit)
        picture = self._inside(pose, lower, corner, part, tongue)
        # Lips turn inwards and darken where they end.
        rim = cv2.GaussianBlur(gap, (0, 0), 0.05 * unit)
        seen = _seen(frame, part) * (1 - 0.30 * rim)[..., None]
        _put(frame, part, seen + (picture - seen) * gap[..., None])

    def _part_around(self, outline: Array, frame: Planes, margin: float) -> Region:
        points = outline - (self._region.x, self._region.y)
        around = np.concatenate([points - margin, points + margin])
        height, width = frame.luma.shape
        return Region.around(around, width, height)

    def _inside(self, pose: Pose, lower: Array, corner: Array, part: Region, tongue: float) -> Array:
        unit = pose.skull.unit
        x = np.arange(part.width, dtype=np.float32) + corner[0]
        y = (np.arange(part.height, dtype=np.float32) + corner[1])[:, None]
        under_lip = (y - np.interp(x, *pose.upper.T)) / unit
        over_lip = (np.interp(x, *lower.T) - y) / unit
        picture = self._throat(over_lip)
        self._lay_tongue(picture, pose, corner, part, tongue)
        size = corner, part.width, part.height
        _lay(picture, self._lower_teeth.placed(pose.jaw, *size), 1.0)
        # The upper lip shades the teeth under it.
        shade = 0.72 + 0.28 * smooth(under_lip / 0.16)
        _lay(picture, self._upper_teeth.placed(pose.skull, *size), shade[..., None])
        return picture

    def _throat(self, over_lip: Array) -> Array:
        light = 0.20 + 0.25 * np.exp(-np.maximum(over_lip, 0) / 0.10)
        return np.asarray(light[..., None] * self._flesh, np.float32)

    def _lay_tongue(self, picture: Array, pose: Pose, corner: Array, part: Region, lift: float) -> None:
        rows, columns = np.mgrid[: part.height, : part.width].astype(np.float32)
        local = pose.jaw.local(np.stack([columns, rows], -1) + corner)
        x, y = local[..., 0] / 0.70, (local[..., 1] - self._floor - 0.08 + 0.24 * lift) / 0.40
        radius = np.hypot(x, y)
        groove = 1 - 0.14 * np.exp(-((x / 0.12) ** 2))
        light = (0.50 + 0.42 * np.clip(1 - radius, 0, 1) + 0.08 * lift) * groove
        opacity = smooth((1 - radius) / 0.4)[..., None]
        picture += opacity * (light[..., None] * self._flesh - picture)


def _lay(picture: Array, row: Array, light: Array | float) -> None:
    picture += row[..., 3:] * (row[..., :3] * light - picture)


def _filled(outline: Array, part: Region, blur: float) -> Array:
    mask = np.zeros((part.height, part.width), np.uint8)
    cv2.fillPoly(mask, [np.rint(outline * 16).astype(np.int32)], (255,), cv2.LINE_AA, shift=4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), blur), np.float32) / 255


def _seen(frame: Planes, part: Region) -> Array:
    """A part of the planes as (h, w, 3) around zero, colour at full size."""
    chroma = cv2.resize(frame.chroma[part.half], (part.width, part.height), interpolation=cv2.INTER_LINEAR)
    return np.dstack([frame.luma[part.slices], chroma]).astype(np.float32) - OFFSET


def _put(frame: Planes, part: Region, picture: Array) -> None:
    chroma = cv2.resize(picture[..., 1:], (part.width // 2, part.height // 2), interpolation=cv2.INTER_AREA)
    frame.luma[part.slices] = to_bytes(picture[..., 0] + OFFSET[0])
    frame.chroma[part.half] = to_bytes(chroma + OFFSET[1:])


def _colour_at(face: Anatomy, rgb: Bytes, indices: tuple[int, ...]) -> Array:
    height, width = rgb.shape[:2]
    xs, ys = np.rint(face.points[list(indices)]).astype(int).T
    around = [
        rgb[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].reshape(-1, 3)
        for x, y in zip(xs.clip(0, width - 1), ys.clip(0, height - 1), strict=True)
    ]
    return np.asarray(np.median(to_yuv(np.concatenate(around)), axis=0), np.float32)
