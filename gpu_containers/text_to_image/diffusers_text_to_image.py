"""The production picture engine: a text-to-image pipeline of diffusers, with weights from a folder or S3.

IMAGE_MODEL names the folder in WEIGHTS: a model of diffusers with a `greenlight.json` that says how to run it, and a
manifest; see docs/weights.md. A `reference` is not looked at, since these pipelines read words only.
"""

import os
import time
from collections.abc import Mapping

from gpu_containers.runtime.diffusion_model import DiffusionModel
from gpu_containers.runtime.diffusion_recipe import Recipe
from gpu_containers.runtime.engine import Needs, Produced, Work
from gpu_containers.runtime.pictures import fitted, nearest_shape, write_png
from gpu_containers.text_to_image.params import read_params
from gpu_containers.text_to_image.pictures import facts_of

PIPELINES = frozenset({"StableDiffusionXLPipeline", "ZImagePipeline", "QwenImagePipeline", "FluxPipeline"})


class DiffusersTextToImage:
    name = "diffusers_text_to_image"
    version = "1"
    needs = Needs(settings=("WEIGHTS", "IMAGE_MODEL"), gpu_memory=12_000, licence="by model; see its manifest")

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def load(self) -> None:
        self._model = DiffusionModel.load("IMAGE_MODEL", PIPELINES, Recipe, self._environment)

    def run(self, work: Work) -> Produced:
        began = time.perf_counter()
        params = read_params(work.job.params)
        size = nearest_shape(params.size, self._model.recipe.sizes)
        made = self._model.render(
            work, "Drawing the picture", seed=params.seed, prompt=params.styled_prompt, width=size[0], height=size[1]
        )
        path = write_png(fitted(made.images[0], params.size), work.folder / "picture.png")
        facts = facts_of(self.name, params.size, size, began, draft=False) | self._model.facts()
        return Produced({"picture": path}, facts | ({"reference": "ignored"} if "reference" in work.inputs else {}))
