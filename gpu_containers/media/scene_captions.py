"""Burned captions of one scene: cue pictures mixed into the planes of the frames in which they are read."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from gpu_containers.media.caption_lines import line_length
from gpu_containers.media.caption_pictures import Strip
from gpu_containers.media.cues import Cue, make_cues
from gpu_containers.media.placement import place_timing
from gpu_containers.media.planes import Bytes, Planes, to_yuv
from gpu_containers.media.timing import read_timing
from gpu_containers.runtime.profile import FPS

Words = npt.NDArray[np.uint16]


class _Layer(NamedTuple):
    """What is added to a part of a plane once `kept` 256ths of it are left."""

    part: tuple[slice, slice]
    kept: Words
    added: Words

    def lay(self, plane: Bytes) -> None:
        plane[self.part] = (plane[self.part] * self.kept + self.added) >> 8


class SceneCaptions:
    """Captions of a scene of `frames` frames, whose speech lies in it by the one rule of placement."""

    def __init__(self, timing: Path, frames: int, size: tuple[int, int]) -> None:
        placed = place_timing(read_timing(timing), frames / FPS)
        self._cues = make_cues(placed, line_length(*size)) if placed.words or placed.sentences else []
        self._strip = Strip(self._cues, size) if self._cues else None
        self._layers = lru_cache(2)(self._drawn)

    def lay(self, frame: int, planes: Planes) -> None:
        """Lays the cue of this frame of the scene, if there is one, over what was drawn."""
        for cue in self._cues:
            if round(cue.start * FPS) <= frame < round(cue.end * FPS):
                for layer, plane in zip(self._layers(cue), planes, strict=True):
                    layer.lay(plane)
                return

    def _drawn(self, cue: Cue) -> list[_Layer]:
        assert self._strip is not None  # noqa: S101  (there is a cue)
        return _layers(self._strip.draw(cue), self._strip.top)


def _layers(picture: Image.Image, top: int) -> list[_Layer]:
    """Layers for the planes Y, U and V of a picture with transparency that begins at the row `top` of the frame."""
    left, upper, right, lower = _even_box(picture)
    rgba = np.asarray(picture.crop((left, upper, right, lower)), np.uint8)
    opacity = np.rint(rgba[..., 3] * (256 / 255)).astype(np.uint16)
    yuv, half = to_yuv(np.ascontiguousarray(rgba[..., :3])), ((right - left) // 2, (lower - upper) // 2)
    rows, columns = slice(top + upper, top + lower), slice(left, right)
    halved = slice(rows.start // 2, rows.stop // 2), slice(left // 2, right // 2)
    weighed = yuv * opacity[..., None].astype(np.float32)
    layers = [_Layer((rows, columns), 256 - opacity, np.rint(weighed[..., 0]).astype(np.uint16) + 127)]
    small = np.rint(cv2.resize(opacity, half, interpolation=cv2.INTER_AREA)).astype(np.uint16)
    for channel in (1, 2):
        added = cv2.resize(weighed[..., channel], half, interpolation=cv2.INTER_AREA)
        layers.append(_Layer(halved, 256 - small, np.rint(added).astype(np.uint16) + 127))
    return layers


def _even_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Around what can be seen, on even pixels; a sliver where there is nothing."""
    left, upper, right, lower = picture.getchannel("A").getbbox() or (0, 0, 2, 2)
    return left // 2 * 2, upper // 2 * 2, -(-right // 2) * 2, -(-lower // 2) * 2
