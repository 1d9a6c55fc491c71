"""How a diffusion pipeline fits into a GPU: where its models lie, and what is given up when it does not fit.

What is given up is speed, rung by rung; never the picture's size, of which somebody else decided.
"""

import gc
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import torch

from gpu_containers.runtime.accelerator import Accelerator, is_out_of_memory
from gpu_containers.runtime.engine import JobFailed

log = logging.getLogger(__name__)

WHOLE, MODELS, LAYERS = "whole", "model offload", "layer offload"
TILES, SMALL_TILES = "tiles", "small tiles"
_BYTES_PER_MIB = 1024 * 1024
# For what is computed, beside the weights: a share of them, and a part that even the smallest model takes.
_WORK_SHARE, _WORK_MIB = 1.2, 2_048
_TILE_UNIT = 128  # pixels; a quarter of it is a whole latent of every VAE here
T = TypeVar("T")


def plan(sizes: dict[str, int], free: int) -> str:
    """Where models of these bytes lie, with `free` MiB on the device: all on it, one at a time, or layer by layer."""
    if _room(sum(sizes.values())) <= free:
        return WHOLE
    return MODELS if _room(max(sizes.values(), default=0)) <= free else LAYERS


def _room(size: int) -> float:
    return size / _BYTES_PER_MIB * _WORK_SHARE + _WORK_MIB


def model_bytes(pipeline: Any) -> dict[str, int]:
    models = {name: part for name, part in pipeline.components.items() if isinstance(part, torch.nn.Module)}
    return {
        name: sum(each.numel() * each.element_size() for each in (*model.parameters(), *model.buffers()))
        for name, model in models.items()
    }


class MemoryLadder:
    """Runs work, and each time that memory runs out takes the next rung and runs it again.

    Rungs stay taken for the rest of the container's life, since the memory that is missing now will be missing again.
    A compiled pipeline has no layer offload, which would break its graphs.
    """

    def __init__(self, pipeline: Any, accelerator: Accelerator, name: str, *, compiled: bool = False) -> None:
        self._pipeline, self._accelerator, self._name = pipeline, accelerator, name
        self.taken: list[str] = []
        device = accelerator.device
        self._left: dict[str, Callable[[], None]] = {}
        if hasattr(getattr(pipeline, "vae", None), "enable_tiling"):
            self._left |= {TILES: lambda: tile(pipeline.vae), SMALL_TILES: lambda: shrink_tiles(pipeline.vae)}
        self._left[MODELS] = lambda: pipeline.enable_model_cpu_offload(device=device)
        if not compiled:
            self._left[LAYERS] = lambda: pipeline.enable_sequential_cpu_offload(device=device)

    def place(self, placement: str) -> None:
        """At the start, by the plan. Where not all fits at once, the VAE works in tiles from the first job on."""
        if placement == WHOLE:
            self._pipeline.to(self._accelerator.device)
            return
        for rung in (TILES, placement):
            if rung in self._left:
                self._take(rung)

    def run(self, work: Callable[[], T]) -> T:
        """Raises `JobFailed` when no rung is left."""
        while True:
            try:
                return work()
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
            # Out of the handler, since the error holds on to every tensor of the run that failed.
            self.free()
            if not self._left:
                message = f"The GPU has too little memory for '{self._name}': run this engine on one with more."
                raise JobFailed("out_of_gpu_memory", message)
            self._take(next(iter(self._left)))

    def free(self) -> None:
        """After a run that did not end: its models leave the device if they are offloaded, its tensors are dropped."""
        self._pipeline.maybe_free_model_hooks()
        gc.collect()
        if self._accelerator.is_gpu:
            torch.cuda.empty_cache()

    def _take(self, rung: str) -> None:
        log.warning("%s: memory is short, so it takes %s", self._name, rung)
        self._left.pop(rung)()
        self.taken.append(rung)
        if rung == LAYERS:
            self._left.pop(MODELS, None)


def tile(vae: Any) -> None:
    vae.enable_tiling()
    if hasattr(vae, "enable_slicing"):
        vae.enable_slicing()


def shrink_tiles(vae: Any) -> None:
    """Halves the sides of the VAE's tiles. In diffusers 0.42 there are VAEs that keep them in three ways."""
    if hasattr(vae, "tile_sample_min_size"):
        scale = vae.tile_sample_min_size // vae.tile_latent_min_size
        vae.tile_sample_min_size = _half(vae.tile_sample_min_size)
        vae.tile_latent_min_size = vae.tile_sample_min_size // scale
        return
    sides = {f"tile_sample_min_{side}": _half(getattr(vae, f"tile_sample_min_{side}")) for side in ("height", "width")}
    if hasattr(vae, "tile_overlap_factor_height"):
        # With a quarter, as with these sides, tiles begin and end on whole latents.
        vae.enable_tiling(**sides, tile_overlap_factor_height=1 / 4, tile_overlap_factor_width=1 / 4)
        return
    strides = {name.replace("_min_", "_stride_"): side * 3 // 4 for name, side in sides.items()}
    vae.enable_tiling(**sides, **strides)


def _half(side: int) -> int:
    return min(side, max(_TILE_UNIT, side // 2 // _TILE_UNIT * _TILE_UNIT))
