"""A still picture that moves: its planes, prepared once at the density at which its frames are cheap and sharp."""

from pathlib import Path as File

import cv2
import numpy as np
from PIL import Image

from faces.pictures import PortraitRefused, open_upright
from gpu_containers.media.framing import Box
from gpu_containers.media.moves import Path
from gpu_containers.media.plane_window import EVEN_SCALE, LEAST_SCALE, MARGIN, View, draw
from gpu_containers.media.planes import Bytes, Planes, to_yuv
from gpu_containers.runtime.engine import JobFailed

_INTERPOLATION = {"draft": cv2.INTER_LINEAR, "final": cv2.INTER_CUBIC}
_HARDLY = 1.03  # a zoom below this leaves the scale where it is most even
_SMALLEST = 16  # pixels


def open_picture(path: File, name: str) -> Image.Image:
    """Upright sRGB, whatever it came as; `name` is the job's input, for the person who reads a refusal."""
    try:
        picture = open_upright(path.read_bytes())
    except PortraitRefused as refused:
        raise JobFailed("invalid_picture", f"The input '{name}' is not usable: {refused.message}") from refused
    if min(picture.size) < _SMALLEST:
        raise JobFailed("invalid_picture", f"The input '{name}' is smaller than {_SMALLEST} pixels; send a larger one.")
    return picture


class Still:
    """`draw(share, planes)` shows the picture after this share of its time, by the path and nothing else."""

    def __init__(self, picture: Image.Image, path: Path, width: int, quality: str) -> None:
        self._path, self._interpolation = path, _INTERPOLATION[quality]
        smallest = min(path.first.width, path.last.width)
        least = LEAST_SCALE if path.zoom > _HARDLY else EVEN_SCALE
        self._width, self._density = width, least * width / smallest
        self._origin, self._planes = _prepared(picture, path, self._density)

    def draw(self, share: float, planes: Planes) -> None:
        window = self._path.at(share)
        x, y = (window.x - self._origin[0]) * self._density, (window.y - self._origin[1]) * self._density
        view = View(x, y, window.width * self._density / self._width)
        for plane, target, seen in zip(self._planes, planes, (view, view.of_colour, view.of_colour), strict=True):
            draw(plane, View(seen.x + MARGIN, seen.y + MARGIN, seen.scale), target, self._interpolation)


def _prepared(picture: Image.Image, path: Path, density: float) -> tuple[tuple[float, float], Planes]:
    """The part of the picture that the path shows, scaled; where it begins, and its planes with a margin around."""
    part = _union(path.first, path.last)
    size = [max(2, int(length * density) // 2 * 2) for length in (part.width, part.height)]
    right, bottom = min(part.x + size[0] / density, picture.width), min(part.y + size[1] / density, picture.height)
    shown = picture.resize((size[0], size[1]), Image.Resampling.LANCZOS, (part.x, part.y, right, bottom))
    yuv = to_yuv(np.asarray(shown, np.uint8))
    half = size[0] // 2, size[1] // 2
    halved = np.asarray(cv2.resize(yuv[..., 1:], half, interpolation=cv2.INTER_AREA), np.uint8)
    return (part.x, part.y), Planes(*(_with_margin(plane) for plane in (yuv[..., 0], halved[..., 0], halved[..., 1])))


def _union(one: Box, other: Box) -> Box:
    x, y = max(0.0, min(one.x, other.x)), max(0.0, min(one.y, other.y))
    right, bottom = max(one.x + one.width, other.x + other.width), max(one.y + one.height, other.y + other.height)
    return Box(x, y, right - x, bottom - y)


def _with_margin(plane: Bytes) -> Bytes:
    border = cv2.copyMakeBorder(plane, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
    return np.asarray(border, np.uint8)
