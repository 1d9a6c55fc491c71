"""Pictures with transparency, made ready to be laid over the planes of a frame, at any strength."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from gpu_containers.media.planes import Bytes, to_yuv

Words = npt.NDArray[np.uint16]


class Layer(NamedTuple):
    """What is added to a part of a plane once `kept` 256ths of it are left."""

    part: tuple[slice, slice]
    kept: Words
    added: Words

    def lay(self, plane: Bytes) -> None:
        plane[self.part] = (plane[self.part] * self.kept + self.added) >> 8

    def at(self, strength: float) -> "Layer":
        """The same, seen only in part: 0 for not at all, 1 for as it is."""
        kept = 256 - np.rint((256 - self.kept.astype(np.float32)) * strength).astype(np.uint16)
        added = np.rint((self.added.astype(np.float32) - 127) * strength).astype(np.uint16) + 127
        return Layer(self.part, kept, added)


def layers_of(picture: Image.Image, top: int) -> list[Layer]:
    """Layers for the planes Y, U and V of a picture with transparency that begins at the row `top` of the frame."""
    left, upper, right, lower = _even_box(picture)
    rgba = np.asarray(picture.crop((left, upper, right, lower)), np.uint8)
    opacity = np.rint(rgba[..., 3] * (256 / 255)).astype(np.uint16)
    yuv, half = to_yuv(np.ascontiguousarray(rgba[..., :3])), ((right - left) // 2, (lower - upper) // 2)
    rows, columns = slice(top + upper, top + lower), slice(left, right)
    halved = slice(rows.start // 2, rows.stop // 2), slice(left // 2, right // 2)
    weighed = yuv * opacity[..., None].astype(np.float32)
    layers = [Layer((rows, columns), 256 - opacity, np.rint(weighed[..., 0]).astype(np.uint16) + 127)]
    small = np.rint(cv2.resize(opacity, half, interpolation=cv2.INTER_AREA)).astype(np.uint16)
    for channel in (1, 2):
        added = cv2.resize(weighed[..., channel], half, interpolation=cv2.INTER_AREA)
        layers.append(Layer(halved, 256 - small, np.rint(added).astype(np.uint16) + 127))
    return layers


def _even_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """Around what can be seen, on even pixels; a sliver where there is nothing."""
    left, upper, right, lower = picture.getchannel("A").getbbox() or (0, 0, 2, 2)
    return left // 2 * 2, upper // 2 * 2, -(-right // 2) * 2, -(-lower // 2) * 2
