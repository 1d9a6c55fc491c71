"""Pictures as the encoder takes them: three planes of BT.709 in tv range, colour at half size."""

from typing import Any, NamedTuple

import av
import cv2
import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_KR, _KB = 0.2126, 0.0722
_KG = 1 - _KR - _KB
# Rows Y, U, V for R, G, B of 0 to 255 and 1. OpenCV's own conversion is BT.601, which makes skin too green.
RGB_TO_YUV = np.array(
    [
        [_KR * 219 / 255, _KG * 219 / 255, _KB * 219 / 255, 16],
        [-_KR / (2 * (1 - _KB)) * 224 / 255, -_KG / (2 * (1 - _KB)) * 224 / 255, 0.5 * 224 / 255, 128],
        [0.5 * 224 / 255, -_KG / (2 * (1 - _KR)) * 224 / 255, -_KB / (2 * (1 - _KR)) * 224 / 255, 128],
    ],
    np.float32,
)
BLACK = (16, 128, 128)


class Planes(NamedTuple):
    """`y` (h, w), `u` and `v` (h/2, w/2); a sample of colour lies between two rows, on the left one of two columns."""

    y: Bytes
    u: Bytes
    v: Bytes

    @classmethod
    def empty(cls, width: int, height: int) -> "Planes":
        half = height // 2, width // 2
        return cls(np.empty((height, width), np.uint8), np.empty(half, np.uint8), np.empty(half, np.uint8))

    @classmethod
    def of_frame(cls, frame: av.VideoFrame) -> "Planes":
        """Views into a yuv420p frame: what is written to them is in the frame."""
        return cls(*(_view(plane) for plane in frame.planes))

    def fill(self, other: "Planes") -> None:
        for mine, theirs in zip(self, other, strict=True):
            mine[:] = theirs

    def fade(self, share: float) -> None:
        """Keeps `share` of the picture; the rest is black."""
        for plane, black in zip(self, BLACK, strict=True):
            cv2.convertScaleAbs(plane, dst=plane, alpha=share, beta=(1 - share) * black)

    def blend(self, other: "Planes", share: float) -> None:
        """Becomes a mix that has `share` of the other picture."""
        for mine, theirs in zip(self, other, strict=True):
            cv2.addWeighted(mine, 1 - share, theirs, share, 0, dst=mine)

    def slide(self, other: "Planes", columns: int) -> None:
        """Moves out to the left by an even number of columns; the other picture follows."""
        for mine, theirs, moved in zip(self, other, (columns, columns // 2, columns // 2), strict=True):
            kept = mine.shape[1] - moved
            mine[:, :kept] = mine[:, moved:].copy()
            mine[:, kept:] = theirs[:, :moved]


def to_yuv(rgb: Bytes) -> Bytes:
    """(h, w, 3) in, the same in Y, U, V out."""
    return np.asarray(cv2.transform(rgb, RGB_TO_YUV), np.uint8)


def _view(plane: Any) -> Bytes:
    rows: Bytes = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
