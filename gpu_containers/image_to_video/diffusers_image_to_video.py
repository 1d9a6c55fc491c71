"""The production image-to-video engine: a pipeline of diffusers, with weights from a folder or S3.

VIDEO_MODEL names the folder in WEIGHTS: a model of diffusers with a `greenlight.json` that says how to run it, and a
manifest; see docs/weights.md. The model's frames are shown at their times: a frame between two of them is their blend.
A model that makes sound too is heard by nobody.
"""

import inspect
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image

from gpu_containers.image_to_video.clip import ClipWriter, Pixels
from gpu_containers.image_to_video.params import VideoParams, open_image, read_params
from gpu_containers.runtime.diffusion_model import RENDERED, DiffusionModel
from gpu_containers.runtime.diffusion_recipe import VideoRecipe
from gpu_containers.runtime.engine import JobFailed, Needs, Produced, Work
from gpu_containers.runtime.pictures import fitted, nearest_shape

PIPELINES = frozenset({"WanImageToVideoPipeline", "LTX2ImageToVideoPipeline", "CogVideoXImageToVideoPipeline"})
_SAME = 1 / 64  # of a frame's time; a blend that nobody sees


class DiffusersImageToVideo:
    name = "diffusers_image_to_video"
    version = "1"
    needs = Needs(settings=("WEIGHTS", "VIDEO_MODEL"), gpu_memory=24_000, licence="by model; see its manifest")

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def load(self) -> None:
        self._model = DiffusionModel.load("VIDEO_MODEL", PIPELINES, VideoRecipe, self._environment)

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        image, recipe = open_image(work.inputs), self._model.recipe
        size, count = nearest_shape(params.size, recipe.sizes), self._count(params)
        frames = self._rendered(work, params, image, size, count)
        path = work.folder / "video.mp4"
        with ClipWriter(path, params) as clip:
            for n, frame in enumerate(resampled(frames, recipe.fps, params)):
                work.report(RENDERED + (1 - RENDERED) * n / params.frames, "Encoding the video")
                clip.add(frame)
        facts = {
            "engine": self.name,
            "draft": False,
            "duration": round(params.frames / params.fps, 3),
            "frames": params.frames,
            "fps": params.fps,
            "width": params.width,
            "height": params.height,
            "requested_size": f"{size[0]}x{size[1]}",
            "model_frames": len(frames),
            "model_fps": recipe.fps,
            "resampled": "no" if recipe.fps == params.fps else "blended",
            "seconds": round(time.perf_counter() - began, 3),
        }
        return Produced({"video": path}, facts | self._model.facts())

    def _count(self, params: VideoParams) -> int:
        """Of the model's frames: the fewest that reach the last frame of the video."""
        recipe = self._model.recipe
        count = recipe.count_for((params.frames - 1) / params.fps)
        if count is None:
            message = f"The model '{self._model.name}' makes at most {recipe.longest:.1f} s: ask for a shorter video."
            raise JobFailed("video_too_long", message)
        return count

    def _rendered(
        self, work: Work, params: VideoParams, image: Image.Image, size: tuple[int, int], count: int
    ) -> Sequence[Image.Image]:
        model = self._model
        asked = {"prompt": params.prompt, "width": size[0], "height": size[1], "num_frames": count}
        asked |= {model.recipe.image_name: fitted(image, size), "output_type": "pil"}
        if "frame_rate" in inspect.signature(model.pipeline.__call__).parameters:
            asked["frame_rate"] = model.recipe.fps
        negative = params.negative_prompt
        made = model.render(work, "Filming the scene", seed=params.seed, negative_prompt=negative, **asked)
        return list(made.frames[0])


def resampled(frames: Sequence[Image.Image], fps: float, params: VideoParams) -> Iterator[Pixels]:
    """The video's frames, of its size, out of the model's, which follow one another at `fps`."""

    @lru_cache(maxsize=2)
    def of_size(n: int) -> Pixels:
        return np.asarray(fitted(frames[min(n, len(frames) - 1)], params.size), np.uint8)

    for n in range(params.frames):
        at = n / params.fps * fps
        before = int(at + _SAME)
        share = at - before
        if share < _SAME:
            yield of_size(before)
        else:
            yield np.asarray(cv2.addWeighted(of_size(before), 1 - share, of_size(before + 1), share, 0), np.uint8)
