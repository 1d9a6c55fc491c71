"""A diffusion model of diffusers: a checked folder, loaded once, that renders one job after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic

import torch

from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.runtime.diffusion_loading import denoisers, load_pipeline, tune
from gpu_containers.runtime.diffusion_memory import WHOLE, MemoryLadder, model_bytes, plan
from gpu_containers.runtime.diffusion_recipe import R, read_recipe
from gpu_containers.runtime.engine import JobFailed, Work
from gpu_containers.runtime.weights_folder import weights_folder

RENDERED = 0.95  # share of a job; the rest is what the engine makes of it


@dataclass
class DiffusionModel(Generic[R]):
    name: str
    recipe: R
    pipeline: Any
    accelerator: Accelerator
    memory: MemoryLadder

    @classmethod
    def load(
        cls, setting: str, classes: frozenset[str], kind: type[R], environment: Mapping[str, str]
    ) -> "DiffusionModel[R]":
        """The model that `setting` names, a folder in WEIGHTS with a pipeline of one of `classes`."""
        name = environment.get(setting, "").strip()
        if not name:
            raise JobFailed("engine_not_configured", f"No model is chosen: set {setting} to the name of its folder.")
        folder = weights_folder(name, environment)
        recipe = read_recipe(name, folder, kind)
        accelerator = Accelerator.best()
        pipeline = load_pipeline(name, folder, recipe, classes, accelerator)
        placement = plan(model_bytes(pipeline), accelerator.free_memory())
        compiled = recipe.compile and accelerator.is_gpu and placement == WHOLE
        memory = MemoryLadder(pipeline, accelerator, name, compiled=compiled)
        memory.place(placement)
        tune(name, pipeline, recipe.attention, compiled=compiled)
        return cls(name, recipe, pipeline, accelerator, memory)

    def render(self, work: Work, message: str, *, seed: int, negative_prompt: str | None = None, **asked: Any) -> Any:
        """What the pipeline answers; reports each step, and stops between two of them when the job is cancelled."""
        arguments = self._arguments(negative_prompt) | asked

        def step_ended(_: Any, step: int, *__: Any) -> dict[str, Any]:
            work.report(RENDERED * (step + 1) / self.recipe.steps, message)
            return {}  # tensors to put in the place of the pipeline's own

        def run() -> Any:
            # On the CPU, whose random numbers are the same beside whatever GPU.
            random = torch.Generator("cpu").manual_seed(seed)
            return self.pipeline(**arguments, generator=random, callback_on_step_end=step_ended)

        work.report(0.0, message)
        self.accelerator.forget_peak()
        try:
            return self.memory.run(run)
        except Exception:
            self.memory.free()
            raise

    def facts(self) -> dict[str, Any]:
        """`memory` is what was given up for want of it."""
        used = {"model": self.name, "pipeline": self.recipe.pipeline, "steps": self.recipe.steps}
        dtype = str(denoisers(self.pipeline)[0].dtype).removeprefix("torch.")
        return self.accelerator.facts() | used | {"memory": list(self.memory.taken), "dtype": dtype}

    def _arguments(self, negative_prompt: str | None) -> dict[str, Any]:
        recipe = self.recipe
        negative = recipe.negative_prompt if negative_prompt is None else negative_prompt
        if negative is None and recipe.guidance_name == "true_cfg_scale":
            negative = " "  # without one, these pipelines leave out the guidance
        guided = {recipe.guidance_name: recipe.guidance, "negative_prompt": negative}
        return recipe.options | guided | {"num_inference_steps": recipe.steps}
