"""A still picture that moves: its planes, prepared once at the density at which its frames are cheap and sharp."""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File

import cv2
import numpy as np
from PIL import Image

from faces.pictures import PortraitRefused, open_upright
from gpu_containers.media.framing import Box
from gpu_containers.media.moves import Path
from gpu_containers.media.plane_window import EVEN_SCALE, LEAST_SCALE, MARGIN, View, draw
from gpu_containers.media.planes import Bytes, Planes, to_yuv
from gpu_containers.media.scene_faces import kept_in_view
from gpu_containers.runtime.engine import JobFailed

_INTERPOLATION = {"draft": cv2.INTER_LINEAR, "final": cv2.INTER_CUBIC}
_HARDLY = 1.03  # a zoom below this leaves the scale where it is most even
_SMALLEST = 16  # pixels


@dataclass(frozen=True)
class Picture:
    """`kept` is what no move may cut: the faces, if there are any."""

    image: Image.Image
    kept: Box | None


def open_picture(path: File, name: str) -> Picture:
    """Upright sRGB, whatever it came as; `name` is the job's input, for the person who reads a refusal."""
    try:
        return _opened(path.read_bytes())
    except PortraitRefused as refused:
        raise JobFailed("invalid_picture", f"The input '{name}' is not usable: {refused.message}") from refused


@lru_cache(maxsize=2)  # a scene and its two seams often follow one another
def _opened(data: bytes) -> Picture:
    image = open_upright(data)
    if min(image.size) < _SMALLEST:
        raise PortraitRefused("image_too_small", f"It is smaller than {_SMALLEST} pixels; send a larger one.")
    return Picture(image, kept_in_view(image))


class Still:
    """`draw(share, planes)` shows the picture after this share of its time, by the path and nothing else."""

    def __init__(self, picture: Image.Image, path: Path, width: int, quality: str) -> None:
        self._path, self._interpolation = path, _INTERPOLATION[quality]
        smallest = min(path.first.width, path.last.width)
        least = LEAST_SCALE if path.zoom > _HARDLY else EVEN_SCALE
        self._width, self._density = width, least * width / smallest
        self._origin, self._planes = _prepared(picture, path, self._density, quality)

    def draw(self, share: float, planes: Planes) -> None:
        window = self._path.at(share)
        x, y = (window.x - self._origin[0]) * self._density, (window.y - self._origin[1]) * self._density
        view = View(x, y, window.width * self._density / self._width)
        for plane, target, seen in zip(self._planes, planes, (view, view.of_colour, view.of_colour), strict=True):
            draw(plane, View(seen.x + MARGIN, seen.y + MARGIN, seen.scale), target, self._interpolation)


def _prepared(picture: Image.Image, path: Path, density: float, quality: str) -> tuple[tuple[int, int], Planes]:
    """The part of the picture that the path shows, scaled; where it begins, and its planes with a margin around."""
    left, top, right, bottom = _seen(picture.size, path)
    yuv = to_yuv(np.asarray(picture.crop((left, top, right, bottom)), np.uint8))
    planes = (_scaled(yuv[..., channel], density / (2 if channel else 1), quality) for channel in range(3))
    return (left, top), Planes(*(_with_margin(plane) for plane in planes))


def _seen(size: tuple[int, int], path: Path) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what the path shows at one time or another, on whole pixels."""
    one, other = path.first, path.last
    left, top = max(0, int(min(one.x, other.x))), max(0, int(min(one.y, other.y)))
    right, bottom = max(one.x + one.width, other.x + other.width), max(one.y + one.height, other.y + other.height)
    return left, top, min(size[0], math.ceil(right)), min(size[1], math.ceil(bottom))


def _scaled(plane: Bytes, scale: float, quality: str) -> Bytes:
    """A sample at x of the result lies at (x + ½) / scale - ½ of the plane."""
    if quality == "draft":
        interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(plane, None, fx=scale, fy=scale, interpolation=interpolation), np.uint8)
    height, width = (max(1, int(length * scale)) for length in plane.shape)
    box = 0, 0, min(plane.shape[1], width / scale), min(plane.shape[0], height / scale)
    shown = Image.fromarray(plane).resize((width, height), Image.Resampling.LANCZOS, box)
    return np.asarray(shown, np.uint8)


def _with_margin(plane: Bytes) -> Bytes:
    border = cv2.copyMakeBorder(plane, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
    return np.asarray(border, np.uint8)
