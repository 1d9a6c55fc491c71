"""landmark_warp's fetching of pixels: torch on the device beside OpenCV on the CPU, on the same maps."""

import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks import _gpu_measure as measure
from gpu_containers.talking_head.planes import Planes
from gpu_containers.talking_head.sampling import CpuSampler
from gpu_containers.talking_head.sampling_torch import TorchSampler

SIDES, SMALLEST_SIDES = (512, 1080), (64,)
FRAMES, FEWEST_FRAMES = 30, 3


def lines(*, full: bool) -> Iterator[dict[str, Any]]:
    random = np.random.default_rng(0)
    for side in SIDES if full else SMALLEST_SIDES:
        portrait = Planes.of(random.integers(0, 256, (side, side, 3), np.uint8))
        still = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).astype(np.float32)
        count = FRAMES if full else FEWEST_FRAMES
        maps = [still + 4 * np.sin(still[..., ::-1] / 40 + n).astype(np.float32) for n in range(count)]
        ours, baseline = TorchSampler(portrait, measure.device()), CpuSampler(portrait)
        made, wanted = ours.sample(maps[0]), baseline.sample(maps[0])
        yield {
            "case": f"landmark_warp, {side}×{side}",
            "fps": round(_fps(ours, maps), 1),
            "opencv_fps": round(_fps(baseline, maps), 1),
            # Their cubic kernels differ (a = -0.75 both, but fixed-point weights in OpenCV).
            "mean_difference_of_255": round(float(np.abs(made.luma.astype(int) - wanted.luma).mean()), 3),
        }


def _fps(sampler: Any, maps: list[Any]) -> float:
    sampler.sample(maps[0])
    began = time.perf_counter()
    for each in maps:
        sampler.sample(each)
    return len(maps) / (time.perf_counter() - began)
