"""Kokoro from its folder: the network with each weight in its place, and the voices; anything else is refused by name.

`model.safetensors` has the published names, where most weights are a direction and a length (weight_v and weight_g).
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file

from gpu_containers.runtime.failures import wrong_fields
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.text_to_speech.kokoro_config import MOST_PHONEMES, KokoroConfig
from gpu_containers.text_to_speech.kokoro_model import Kokoro

NAME = "kokoro"
CONFIG, MODEL, VOICES = "config.json", "model.safetensors", "voices.safetensors"
Tensors = dict[str, torch.Tensor]


def read_config(folder: Path) -> KokoroConfig:
    try:
        return KokoroConfig.read(_there(folder / CONFIG))
    except ValidationError as error:
        fields = wrong_fields(error, "vocab")
        raise WeightsError(NAME, f"{CONFIG} does not describe Kokoro; look at {fields}") from error


def load_network(folder: Path, config: KokoroConfig, device: str) -> Kokoro:
    network = fill(build(config), _tensors(folder / MODEL))
    network.to(device).eval()
    return network


def build(config: KokoroConfig) -> Kokoro:
    """With no weights yet."""
    try:
        return Kokoro(config)
    except (ValueError, RuntimeError, TypeError, KeyError) as error:
        raise WeightsError(NAME, f"{CONFIG} does not make a network") from error


def fill(network: Kokoro, published: Mapping[str, torch.Tensor]) -> Kokoro:
    """Raises `WeightsError` unless every weight is there, in its shape, and none besides."""
    given, wanted = folded(published), network.state_dict()
    for what, names in (("lacks", wanted.keys() - given.keys()), ("should not have", given.keys() - wanted.keys())):
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            raise WeightsError(NAME, f"{MODEL} {what} {min(names)}{more}")
    for name, tensor in wanted.items():
        if given[name].shape != tensor.shape:
            shapes = f"{tuple(given[name].shape)}, and {CONFIG} asks for {tuple(tensor.shape)}"
            raise WeightsError(NAME, f"{name} in {MODEL} is {shapes}")
    network.load_state_dict(given)
    return network


def folded(published: Mapping[str, torch.Tensor]) -> Tensors:
    """The weights that are computed with, as float32."""
    weights: Tensors = {}
    for name, tensor in published.items():
        stem = name.removesuffix("_v")
        length = published.get(f"{stem}_g")
        if name.endswith("weight_v") and length is not None:
            weights[stem] = _with_length(stem, tensor.float(), length.float())
        elif not (name.endswith("weight_g") and f"{name[:-1]}v" in published):
            weights[name] = tensor.float()
    return weights


def _with_length(name: str, direction: torch.Tensor, length: torch.Tensor) -> torch.Tensor:
    try:
        return direction * (length / torch.norm_except_dim(direction, 2, 0))
    except (RuntimeError, IndexError) as error:
        raise WeightsError(NAME, f"{name}_v and {name}_g in {MODEL} do not fit each other") from error


def load_voices(folder: Path, config: KokoroConfig) -> Tensors:
    """Each voice is a style for each number of phonemes, (510, 1, 2 × style_dim)."""
    voices = _tensors(folder / VOICES)
    if not voices:
        raise WeightsError(NAME, f"{VOICES} has no voice")
    wanted = (MOST_PHONEMES, 1, 2 * config.style_dim)
    for name, voice in voices.items():
        if tuple(voice.shape) != wanted:
            raise WeightsError(NAME, f"the voice {name[:64]} in {VOICES} is {tuple(voice.shape)}, and not {wanted}")
    return voices


def _tensors(path: Path) -> Tensors:
    try:
        return dict(load_file(_there(path)))
    except (SafetensorError, OSError) as error:
        raise WeightsError(NAME, f"{path.name} is not a file of safetensors") from error


def _there(path: Path) -> Path:
    if not path.is_file():
        raise WeightsError(NAME, f"{path.name} is missing; kokoro_convert makes it from the published files")
    return path
