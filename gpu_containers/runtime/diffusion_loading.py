"""Loads a pipeline of diffusers from a checked folder; nothing is fetched, and no code comes with a model."""

import inspect
import json
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from safetensors import SafetensorError

from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.runtime.diffusion_recipe import Recipe
from gpu_containers.runtime.weights import WeightsError

_DENOISERS = ("transformer", "transformer_2", "unet")
_LIBRARIES = frozenset({"diffusers", "transformers"})
# What a loader raises for files that are not what they should be.
_UNFIT = (OSError, ValueError, TypeError, RuntimeError, KeyError, AttributeError, ImportError, SafetensorError)


def load_pipeline(name: str, folder: Path, recipe: Recipe, classes: frozenset[str], accelerator: Accelerator) -> Any:
    """On the CPU; raises `WeightsError` for a class that is not among `classes`, or not the folder's."""
    _refuse_others(name, folder, recipe.pipeline, classes)
    kind = getattr(diffusers, recipe.pipeline)
    unknown = sorted(set(recipe.options) - set(inspect.signature(kind.__call__).parameters))
    if unknown:
        raise WeightsError(name, f"its `options` have {', '.join(unknown)[:100]}, which {kind.__name__} does not take")
    formats = {"default": _dtype(recipe.dtype, accelerator)}
    if recipe.vae_dtype:
        formats["vae"] = _dtype(recipe.vae_dtype, accelerator)
    for library in (diffusers, transformers):
        library.utils.logging.disable_progress_bar()
    try:
        pipeline = kind.from_pretrained(folder, dtype=formats, local_files_only=True, use_safetensors=True)
    except _UNFIT as error:
        raise WeightsError(name, f"they do not make a {kind.__name__} ({str(error)[:160]})") from error
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def tune(name: str, pipeline: Any, attention: str | None, *, compiled: bool) -> None:
    """Sets how the denoising networks compute attention, and has their blocks compiled when they first run."""
    for model in denoisers(pipeline):
        if attention:
            try:
                model.set_attention_backend(attention)
            except (ValueError, RuntimeError, ImportError) as error:
                raise WeightsError(name, f"its `attention` cannot be used here ({str(error)[:160]})") from error
        if compiled and getattr(model, "_repeated_blocks", None):
            model.compile_repeated_blocks()
        elif compiled:
            model.compile()


def denoisers(pipeline: Any) -> list[Any]:
    return [model for part in _DENOISERS if (model := getattr(pipeline, part, None)) is not None]


def _refuse_others(name: str, folder: Path, wanted: str, classes: frozenset[str]) -> None:
    if wanted not in classes:
        raise WeightsError(name, f"this engine runs {', '.join(sorted(classes))} and not '{wanted[:100]}'")
    try:
        index = json.loads((folder / "model_index.json").read_bytes())
        found, parts = index["_class_name"], [(part, value[0]) for part, value in index.items() if _is_part(value)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(name, "model_index.json is missing or wrong") from error
    if found != wanted:
        raise WeightsError(name, f"it is a model folder of the wrong class, {str(found)[:100]} instead of {wanted}")
    for part, library in parts:
        if not _is_known(library):
            raise WeightsError(name, f"model_index.json takes `{part[:100]}` from neither diffusers nor transformers")


def _is_part(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _is_known(library: Any) -> bool:
    """None is a part that this model has not; some families keep parts of their own in their pipeline's module."""
    if not isinstance(library, str):
        return library is None
    families = Path(diffusers.pipelines.__path__[0])
    return library in _LIBRARIES or (library.isidentifier() and (families / library).is_dir())


def _dtype(name: str, accelerator: Accelerator) -> torch.dtype:
    """float32 on a CPU; on a GPU that does not compute in bfloat16, what that one does."""
    if not accelerator.is_gpu:
        return torch.float32
    return accelerator.dtype if name == "bfloat16" else getattr(torch, name)
