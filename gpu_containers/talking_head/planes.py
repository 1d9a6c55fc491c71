"""Pictures as the encoder takes them: BT.709 planes of tv range, with colour at half size."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.floating[Any]]

# Rows Y, U, V for R, G, B of 0 to 255, without the offsets 16, 128, 128. OpenCV's own conversion is BT.601.
_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
RGB_TO_YUV = np.array(
    [
        [_KR * 219 / 255, _KG * 219 / 255, _KB * 219 / 255],
        [-_KR / (2 * (1 - _KB)) * 224 / 255, -_KG / (2 * (1 - _KB)) * 224 / 255, 0.5 * 224 / 255],
        [0.5 * 224 / 255, -_KG / (2 * (1 - _KR)) * 224 / 255, -_KB / (2 * (1 - _KR)) * 224 / 255],
    ],
    np.float32,
)
OFFSET = np.array([16, 128, 128], np.float32)


@dataclass(frozen=True)
class Planes:
    """`luma` (h, w) and `chroma` (h/2, w/2, 2)."""

    luma: Bytes
    chroma: Bytes

    @classmethod
    def of(cls, rgb: Bytes) -> "Planes":
        """Planes of a picture of even width and height."""
        yuv = to_yuv(rgb)
        height, width = rgb.shape[:2]
        chroma = cv2.resize(yuv[..., 1:], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        return cls(to_bytes(yuv[..., 0] + OFFSET[0]), to_bytes(chroma + OFFSET[1:]))


def to_yuv(rgb: Bytes | Floats) -> Floats:
    """Y, U, V around zero: scaling all three scales the colour's brightness."""
    return np.asarray(np.asarray(rgb, np.float32) @ RGB_TO_YUV.T, np.float32)


def to_bytes(values: Floats) -> Bytes:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
