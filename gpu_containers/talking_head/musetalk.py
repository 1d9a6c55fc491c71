"""The production talking head: MuseTalk paints the mouth by the sound, landmark_warp moves the head and the lids.

Inputs, params and output are landmark_warp's. Weights: the folder `musetalk` with `vae` and `unet` of diffusers and
`whisper` of transformers (whisper-tiny), safetensors; see docs/weights.md. COMPILE=1 takes two minutes at the start and
then paints twice as fast, on a GPU. Source: MuseTalk 1.5 (Zhang et al., 2024).
"""

import gc
import os
import time
from collections.abc import Iterator
from typing import Any

import torch
from safetensors import SafetensorError

from gpu_containers.runtime.accelerator import Accelerator, is_out_of_memory
from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_folder import weights_folder
from gpu_containers.talking_head.encode import Encoder
from gpu_containers.talking_head.landmark_warp import Params, TalkingHead, read_portrait
from gpu_containers.talking_head.motion import plan_motion
from gpu_containers.talking_head.musetalk_audio import Ears, resampled
from gpu_containers.talking_head.musetalk_face import FaceSquare, steadied
from gpu_containers.talking_head.musetalk_model import Painter
from gpu_containers.talking_head.shapes import LIPS
from gpu_containers.talking_head.speech import read_samples, read_speech

_BATCH_ON_GPU, _BATCH_ON_CPU = 32, 4
_REMEDY = "run this engine on one with 8 GiB or more"
# What a loader raises for files that are not what they should be.
_UNFIT = (OSError, ValueError, TypeError, RuntimeError, KeyError, AttributeError, SafetensorError)


class MuseTalk:
    name = "musetalk"
    version = "1"
    needs = Needs(settings=("WEIGHTS",), gpu_memory=6_000, licence="MIT (network), MIT (whisper), MIT (VAE)")

    def load(self) -> None:
        folder = weights_folder(self.name, os.environ)
        self._accelerator = Accelerator.best()
        compiled = self._accelerator.is_gpu and os.environ.get("COMPILE") == "1"
        layout = torch.channels_last if compiled else torch.contiguous_format
        try:
            self._ears = Ears(folder / "whisper", self._accelerator)
            self._painter = Painter.load(folder, self._accelerator, layout)
        except _UNFIT as error:
            if is_out_of_memory(error):
                raise JobFailed("out_of_gpu_memory", f"The GPU has no room for the networks: {_REMEDY}.") from error
            raise WeightsError(self.name, "they do not make the networks that MuseTalk is made of") from error
        _refuse_others(self._painter, self._ears, self.name)
        self._batch = _BATCH_ON_GPU if self._accelerator.is_gpu else _BATCH_ON_CPU
        if compiled:
            self._painter.compile()
            self._painter.capture(self._batch, self._ears.states, self._ears.width)

    def run(self, work: Work) -> Produced:
        params = Params.read(work.job.params)
        speech = read_speech(work.inputs["speech"], work.inputs["timing"])
        rgb = read_portrait(work.inputs["portrait"], params.max_height)
        head = TalkingHead(rgb)
        square = FaceSquare(rgb, head.face, self._accelerator.device)
        motion = plan_motion(speech, params.fps, params.seed)
        motion.amounts[:, : len(LIPS)] = 0
        frames, path = len(motion.amounts), work.folder / "video.mp4"
        self._accelerator.forget_peak()
        began = time.perf_counter()
        heard = self._ears.hear(resampled(*read_samples(work.inputs["speech"])), params.fps, frames)
        n = 0
        with Encoder(path, head.still, head.warp.region, params.fps) as encoder:
            for painted in self._mouths(self._painter.look(square.face), heard):
                for mouth in square.laid_in(painted):
                    head.repaint(square.region, mouth)
                    encoder.add(head.draw(motion.amounts[n], float(motion.lids[n]), tongue=None))
                    n += 1
                    work.report(n / frames, "Moving the face")
        seconds = time.perf_counter() - began
        facts = {
            "duration": round(frames / params.fps, 3),
            "frames": frames,
            "fps": round(frames / seconds, 1),
            "width": rgb.shape[1],
            "height": rgb.shape[0],
            "seconds": round(seconds, 3),
        }
        return Produced({"video": path}, facts | self._accelerator.facts())

    def _mouths(self, seen: torch.Tensor, heard: torch.Tensor) -> Iterator[torch.Tensor]:
        """(n, 3, h, w) in 0 to 1, each steadied by its neighbours, for which one batch is painted ahead."""
        before: torch.Tensor | None = None
        now: torch.Tensor | None = None
        for coming in self._painted(seen, heard):
            if now is not None:
                yield steadied(now, now[:1] if before is None else before, coming[:1])
                before = now[-1:]
            now = coming
        if now is not None:
            yield steadied(now, now[:1] if before is None else before, now[-1:])

    def _painted(self, seen: torch.Tensor, heard: torch.Tensor) -> Iterator[torch.Tensor]:
        start = 0
        while start < len(heard):
            part = heard[start : start + self._batch]
            try:
                painted = self._painter.paint(seen, part)
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
            else:
                yield painted
                start += len(part)
                continue
            # Out of the handler, since the error holds on to every tensor of the batch that failed.
            self._batch = _smaller(self._batch)


def _smaller(batch: int) -> int:
    """For the rest of this container's life, since the memory that is missing now will be missing again."""
    gc.collect()
    torch.cuda.empty_cache()
    if batch == 1:
        message = f"The GPU has too little memory for a single frame: {_REMEDY}."
        raise JobFailed("out_of_gpu_memory", message)
    return batch // 2


def _refuse_others(painter: Painter, ears: Ears, name: str) -> None:
    config: Any = painter.unet.config
    if (config.in_channels, config.out_channels) != (8, 4):
        raise WeightsError(name, f"the unet takes {config.in_channels} channels, and MuseTalk's takes 8")
    if config.cross_attention_dim != ears.width:
        wanted = config.cross_attention_dim
        raise WeightsError(name, f"the unet listens to {wanted} numbers a state, and whisper says {ears.width}")
