"""The same fetching as OpenCV's, in torch: for a GPU."""

import numpy as np
import torch
from torch.nn import functional

from gpu_containers.talking_head.anatomy import Array
from gpu_containers.talking_head.planes import Planes
from gpu_containers.talking_head.region import Region


def cuda_is_there() -> bool:
    return bool(torch.cuda.is_available())


class TorchSampler:
    def __init__(self, portrait: Planes, device: str) -> None:
        self.device = device
        self._luma = torch.from_numpy(portrait.luma).to(device).float()[None, None]
        self._chroma = torch.from_numpy(portrait.chroma).to(device).float().permute(2, 0, 1)[None]

    def repaint(self, region: Region, painted: Planes) -> None:
        luma = torch.from_numpy(painted.luma).to(self.device)
        chroma = torch.from_numpy(painted.chroma).to(self.device)
        self._luma[0, 0][region.slices] = luma.float()
        self._chroma[(0, slice(None), *region.half)] = chroma.permute(2, 0, 1).float()

    def sample(self, mapped: Array) -> Planes:
        at = torch.from_numpy(np.ascontiguousarray(mapped)).to(self.device)[None]
        luma = self._fetched(self._luma, at, "bicubic")
        halved = functional.avg_pool2d(at.permute(0, 3, 1, 2), 2).permute(0, 2, 3, 1)
        chroma = self._fetched(self._chroma, (halved - 0.5) / 2, "bilinear")
        return Planes(luma[0, 0].cpu().numpy(), chroma[0].permute(1, 2, 0).contiguous().cpu().numpy())

    @staticmethod
    def _fetched(plane: torch.Tensor, at: torch.Tensor, mode: str) -> torch.Tensor:
        height, width = plane.shape[-2:]
        size = torch.tensor([width, height], dtype=torch.float32, device=plane.device)
        grid = (2 * at + 1) / size - 1
        picked = functional.grid_sample(plane, grid, mode=mode, padding_mode="border", align_corners=False)
        return picked.round().clamp(0, 255).to(torch.uint8)
