"""MuseTalk's network: a VAE, and a UNet that paints the lower half of a face in one step, told by sound.

After MuseTalk 1.5: 256×256 pictures of a face, the UNet's input is the latents of the face with its lower half hidden
beside those of the whole face, its context the hidden states of Whisper with their positions, its timestep 0.
"""

import math
from collections.abc import Callable
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from gpu_containers.runtime.accelerator import Accelerator

SIZE = 256


class Painter:
    """Loaded from folders of diffusers, `vae` and `unet`, in the accelerator's number format.

    Layouts: contiguous is the faster one as it is, because group norms would turn channels_last back and forth; the
    compiler fuses that and gains from channels_last (benchmarks/README.md).
    """

    def __init__(
        self,
        vae: AutoencoderKL,
        unet: UNet2DConditionModel,
        accelerator: Accelerator,
        layout: torch.memory_format = torch.contiguous_format,
    ) -> None:
        self.accelerator = accelerator
        self.vae = vae.to(accelerator.device, memory_format=layout).eval()
        self.unet = unet.to(accelerator.device, memory_format=layout).eval()
        # On the device, since a recorded step may copy nothing from the CPU.
        self._timestep = torch.zeros(1, dtype=torch.long, device=accelerator.device)
        self._step: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] = self._paint

    @classmethod
    def load(cls, folder: Path, accelerator: Accelerator, layout: torch.memory_format) -> "Painter":
        options = {"local_files_only": True, "use_safetensors": True, "torch_dtype": accelerator.dtype}
        vae = AutoencoderKL.from_pretrained(folder / "vae", **options)
        return cls(vae, UNet2DConditionModel.from_pretrained(folder / "unet", **options), accelerator, layout)

    @torch.inference_mode()
    def look(self, face: torch.Tensor) -> torch.Tensor:
        """What the UNet sees of a face: (1, 8, 32, 32) of a picture (SIZE, SIZE, 3) of bytes."""
        picture = face.to(self.accelerator.device, self.accelerator.dtype).permute(2, 0, 1)[None] / 127.5 - 1
        hidden = picture.clone()
        hidden[:, :, SIZE // 2 :] = -1
        scale = self.vae.config.scaling_factor
        # The mean rather than a sample: the same portrait looks the same each time.
        seen = [self.vae.encode(each).latent_dist.mode() * scale for each in (hidden, picture)]
        return torch.cat(seen, 1)

    @torch.inference_mode()
    def paint(self, seen: torch.Tensor, heard: torch.Tensor) -> torch.Tensor:
        """(n, 3, SIZE, SIZE) in 0 to 1, for n frames' hidden states (n, m, width)."""
        return self._step(seen, heard)

    def _paint(self, seen: torch.Tensor, heard: torch.Tensor) -> torch.Tensor:
        told = heard.to(self.accelerator.dtype) + _positions(heard.shape[1], heard.shape[2], heard)
        latents = self.unet(seen.expand(len(heard), -1, -1, -1), self._timestep, encoder_hidden_states=told).sample
        return (self.vae.decode(latents / self.vae.config.scaling_factor).sample / 2 + 0.5).clamp(0, 1)

    def compile(self) -> None:
        """Minutes once, for batches of one size."""
        self._step = torch.compile(self._paint)

    def capture(self, batch: int, states: int, width: int) -> None:
        """Records a step for batches of this size as a CUDA graph, which launches its kernels without Python."""
        self._step = _Replay(self._step, batch, states, width, self.accelerator)


class _Replay:
    """A recorded step; a smaller batch is done as a full one, as another size would be compiled anew, for minutes."""

    def __init__(
        self,
        step: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
        batch: int,
        states: int,
        width: int,
        accelerator: Accelerator,
    ) -> None:
        self._ordinary = step
        kind = {"device": accelerator.device, "dtype": accelerator.dtype}
        self._seen = torch.zeros(1, 8, SIZE // 8, SIZE // 8, **kind)
        self._heard = torch.zeros(batch, states, width, **kind)
        with torch.inference_mode():
            for _ in range(3):
                step(self._seen, self._heard)
            torch.cuda.synchronize()
            self._graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self._graph):
                self._painted = step(self._seen, self._heard)

    def __call__(self, seen: torch.Tensor, heard: torch.Tensor) -> torch.Tensor:
        count = len(heard)
        if count > len(self._heard):
            return self._ordinary(seen, heard)
        self._seen.copy_(seen)
        self._heard[:count].copy_(heard)
        self._graph.replay()
        return self._painted[:count].clone()


def _positions(length: int, width: int, like: torch.Tensor) -> torch.Tensor:
    """Sines and cosines by position, (length, width)."""
    at = torch.arange(length, device=like.device, dtype=torch.float32)[:, None]
    rates = torch.exp(torch.arange(0, width, 2, device=like.device) * (-math.log(10_000.0) / width))
    return torch.stack([torch.sin(at * rates), torch.cos(at * rates)], -1).flatten(1).to(like.dtype)
