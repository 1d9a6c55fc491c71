"""Where MuseTalk's square lies on a portrait, and how a painted mouth is laid into it, as planes for the encoder."""

import cv2
import numpy as np
import torch

from gpu_containers.talking_head.anatomy import Anatomy, Array
from gpu_containers.talking_head.musetalk_model import SIZE
from gpu_containers.talking_head.planes import OFFSET, RGB_TO_YUV, Bytes, Planes
from gpu_containers.talking_head.region import Region

# The bridge of the nose, on which the square is centred: the network paints what is below it.
BRIDGE = 195
# How far the square reaches below the chin, and the mask fades, in parts of the square's height.
_BELOW_CHIN, _FADE = 0.03, 0.045
# A frame's share in itself, and that of each neighbour: less flicker, and lips that still close.
NOW, BESIDE = 0.76, 0.12


class FaceSquare:
    """`face` is the square's picture as the network takes it, (SIZE, SIZE, 3) bytes."""

    def __init__(self, rgb: Bytes, anatomy: Anatomy, device: str) -> None:
        height, width = rgb.shape[:2]
        self.region = _square(anatomy, width, height)
        still = rgb[self.region.slices]
        self.face = torch.from_numpy(cv2.resize(still, (SIZE, SIZE), interpolation=cv2.INTER_LANCZOS4))
        self._still = torch.from_numpy(still.copy()).to(device).permute(2, 0, 1).float()
        self._mask = torch.from_numpy(_mask(anatomy, self.region)).to(device)
        self._to_yuv = torch.from_numpy(RGB_TO_YUV).to(device)
        self._offset = torch.from_numpy(OFFSET).to(device)[:, None, None]

    @torch.inference_mode()
    def laid_in(self, painted: torch.Tensor) -> list[Planes]:
        """`painted` is (n, 3, SIZE, SIZE) in 0 to 1."""
        size = self._still.shape[-2:]
        big = torch.nn.functional.interpolate(painted.float() * 255, size, mode="bicubic", antialias=True).clamp(0, 255)
        mixed = torch.lerp(self._still, big, self._mask)
        yuv = torch.einsum("ij,njhw->nihw", self._to_yuv, mixed) + self._offset
        luma = yuv[:, 0].round().clamp(0, 255).byte().cpu().numpy()
        chroma = torch.nn.functional.avg_pool2d(yuv[:, 1:], 2).round().clamp(0, 255).byte()
        return [Planes(y, c) for y, c in zip(luma, chroma.permute(0, 2, 3, 1).cpu().numpy(), strict=True)]


def steadied(painted: torch.Tensor, before: torch.Tensor, after: torch.Tensor) -> torch.Tensor:
    """Each frame (n, …) mixed with its neighbours; `before` and `after` are those beyond the ends, (1, …)."""
    around = torch.cat([before, painted, after])
    return NOW * painted + BESIDE * (around[:-2] + around[2:])


def _square(anatomy: Anatomy, width: int, height: int) -> Region:
    low, high = anatomy.oval.min(0), anatomy.oval.max(0)
    bridge = anatomy.points[BRIDGE]
    half = (high[1] - bridge[1]) * (1 + 2 * _BELOW_CHIN)
    corners = np.array([[low[0], bridge[1] - half], [high[0], bridge[1] + half]], np.float32)
    return Region.around(corners, width, height)


def _mask(anatomy: Anatomy, region: Region) -> Array:
    """1 where the painted mouth counts: the face below the nose, fading at its rim, (h, w)."""
    oval = anatomy.oval - (region.x, region.y)
    nose = anatomy.mouth.pixels(np.array([[0, -anatomy.nose]], np.float32))[0, 1] - region.y
    mask = np.zeros((region.height, region.width), np.uint8)
    cv2.fillPoly(mask, [np.rint(oval * 16).astype(np.int32)], (255,), shift=4)
    mask[: max(0, int(nose))] = 0
    fade = max(1.0, _FADE * region.height)
    kernel = np.ones((2 * int(fade) + 1,) * 2, np.uint8)
    inner = cv2.erode(mask, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=(0,))
    return np.asarray(cv2.GaussianBlur(inner, (0, 0), fade / 2), np.float32) / 255
