"""Makes the folder `kokoro` of the published files: `python -m gpu_containers.text_to_speech.kokoro_convert FROM TO`.

FROM holds config.json, kokoro-v1_0.pth and voices/*.pt as hexgrad/Kokoro-82M has them; pickles are read as tensors
only.
"""

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file

from gpu_containers.runtime.weights_manifest import write_manifest
from gpu_containers.text_to_speech.kokoro_weights import (
    CONFIG,
    MODEL,
    NAME,
    VOICES,
    Tensors,
    build,
    fill,
    load_voices,
    read_config,
)

# Of BERT's, what no speech is made of: its pooler, and counts that the network makes itself.
_UNUSED = ("bert.pooler.", "bert.embeddings.position_ids", "bert.embeddings.token_type_ids")


def flat(published: Mapping[str, Mapping[str, torch.Tensor]]) -> Tensors:
    """One name a tensor, without the "module." of the training: {"bert": {"module.x": …}} is {"bert.x": …}."""
    named = {
        f"{part}.{name.removeprefix('module.')}": tensor
        for part, tensors in published.items()
        for name, tensor in tensors.items()
    }
    return {name: tensor.contiguous() for name, tensor in named.items() if not name.startswith(_UNUSED)}


def convert(published: Path, folder: Path) -> None:
    """Raises `WeightsError` where what is published does not make the network that its config.json describes."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(published / CONFIG, folder / CONFIG)
    config = read_config(folder)
    weights = flat(torch.load(published / "kokoro-v1_0.pth", map_location="cpu", weights_only=True))
    fill(build(config), weights)
    save_file(weights, folder / MODEL)
    voices = {
        path.stem: torch.load(path, map_location="cpu", weights_only=True).float().contiguous()
        for path in sorted((published / "voices").glob("*.pt"))
    }
    save_file(voices, folder / VOICES)
    load_voices(folder, config)
    write_manifest(folder, NAME, "Apache-2.0", "hexgrad/Kokoro-82M")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gpu_containers.text_to_speech.kokoro_convert", description=__doc__)
    parser.add_argument("published", metavar="FROM", type=Path)
    parser.add_argument("folder", metavar="TO", type=Path, help="a folder of its own, named kokoro")
    options = parser.parse_args()
    convert(options.published, options.folder)
    print(f"{options.folder}: {', '.join(sorted(path.name for path in options.folder.iterdir()))}")


if __name__ == "__main__":
    main()
