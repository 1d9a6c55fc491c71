"""Fetches the pixels that a map names: with OpenCV, or with torch where a GPU is there."""

from typing import Protocol

import cv2
import numpy as np

from gpu_containers.talking_head.anatomy import Array
from gpu_containers.talking_head.planes import Bytes, Planes
from gpu_containers.talking_head.region import Region

_NONE = np.empty(0, np.float32)  # remap takes x and y in one map


class Sampler(Protocol):
    device: str

    def sample(self, mapped: Array) -> Planes:
        """The portrait's planes at `mapped` (h, w, 2; pixels of the luma plane), h and w even."""

    def repaint(self, region: Region, painted: Planes) -> None:
        """Puts other planes into a region of the portrait, for the samples from now on."""


class CpuSampler:
    device = "cpu"

    def __init__(self, portrait: Planes) -> None:
        # A copy, because it may be repainted.
        self._portrait = Planes(portrait.luma.copy(), portrait.chroma.copy())

    def repaint(self, region: Region, painted: Planes) -> None:
        self._portrait.luma[region.slices] = painted.luma
        self._portrait.chroma[region.half] = painted.chroma

    def sample(self, mapped: Array) -> Planes:
        luma = cv2.remap(self._portrait.luma, mapped, _NONE, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        height, width = mapped.shape[:2]
        halved = cv2.resize(mapped, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        at = (halved - 0.5) / 2
        chroma = cv2.remap(self._portrait.chroma, at, _NONE, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return Planes(_bytes(luma), _bytes(chroma))


def _bytes(picture: object) -> Bytes:
    return np.asarray(picture, np.uint8)


def best_sampler(portrait: Planes) -> Sampler:
    """torch on a CUDA device where both are there, else OpenCV."""
    try:
        from gpu_containers.talking_head.sampling_torch import TorchSampler, cuda_is_there
    except ImportError:
        return CpuSampler(portrait)
    return TorchSampler(portrait, "cuda") if cuda_is_there() else CpuSampler(portrait)
