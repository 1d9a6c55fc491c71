"""Kokoro in its own shape but hardly any width, with random weights: as we keep it, and as it is published."""

import json
from pathlib import Path
from typing import Any

import hibari
import torch
from safetensors.torch import save_file

from gpu_containers.runtime.weights_manifest import write_manifest
from gpu_containers.text_to_speech.kokoro_config import KokoroConfig
from gpu_containers.text_to_speech.kokoro_model import Kokoro

STYLE = 8
CONFIG: dict[str, Any] = {
    "istftnet": {
        "upsample_kernel_sizes": [20, 12],
        "upsample_rates": [10, 6],
        "gen_istft_hop_size": 5,
        "gen_istft_n_fft": 20,
        "resblock_dilation_sizes": [[1, 3, 5], [1, 3, 5]],
        "resblock_kernel_sizes": [3, 7],
        "upsample_initial_channel": 16,
    },
    "dim_in": 4,
    "dropout": 0.2,
    "hidden_dim": 16,
    "max_conv_dim": 8,
    "max_dur": 5,
    "multispeaker": True,
    "n_layer": 2,
    "n_mels": 80,
    "n_token": 178,
    "style_dim": STYLE,
    "text_encoder_kernel_size": 5,
    "plbert": {
        "embedding_size": 12,
        "hidden_size": 24,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": 512,
        "num_hidden_layers": 2,
        "dropout": 0.1,
    },
    # hibari learned from Kokoro and kept its alphabet.
    "vocab": json.loads((Path(hibari.__file__).parent / "assets" / "vocab.json").read_text(encoding="utf-8")),
}
VOICES = ("af_heart", "am_puck", "bf_emma", "em_puck")
# The convolutions whose weights are published whole; all others are a direction and a length.
_WHOLE = ("F0_proj", "N_proj", "noise_convs")


def make(root: Path, **described: Any) -> Path:
    """The folder to give as WEIGHTS; what config.json says may differ from what the weights are."""
    folder = root / "kokoro"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | described))
    save_file(weights(), folder / "model.safetensors")
    save_file(voices(), folder / "voices.safetensors")
    write_manifest(folder, "kokoro", "random weights")
    return root


def make_published(folder: Path) -> Path:
    """The files of hexgrad/Kokoro-82M, with the tensors of BERT that nothing here reads."""
    (folder / "voices").mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(CONFIG))
    parts: dict[str, dict[str, torch.Tensor]] = {}
    for name, tensor in weights().items():
        part, _, rest = name.partition(".")
        parts.setdefault(part, {})[f"module.{rest}"] = tensor
    parts["bert"] |= {"module.pooler.weight": torch.zeros(24, 24), "module.pooler.bias": torch.zeros(24)}
    parts["bert"]["module.embeddings.position_ids"] = torch.arange(512)[None]
    torch.save(parts, folder / "kokoro-v1_0.pth")
    for name, voice in voices().items():
        torch.save(voice, folder / "voices" / f"{name}.pt")
    return folder


def weights() -> dict[str, torch.Tensor]:
    """By their published names."""
    torch.manual_seed(0)
    network = Kokoro(KokoroConfig.model_validate(CONFIG))
    torch.nn.init.constant_(network.predictor.F0_proj.bias, 120.0)
    named: dict[str, torch.Tensor] = {}
    for name, tensor in network.state_dict().items():
        if name.endswith(".weight") and tensor.ndim == 3 and not any(part in name for part in _WHOLE):
            named[f"{name}_g"] = torch.norm_except_dim(tensor, 2, 0).contiguous()
            named[f"{name}_v"] = (tensor * 3).contiguous()
        else:
            named[name] = tensor.contiguous()
    return named


def voices() -> dict[str, torch.Tensor]:
    torch.manual_seed(1)
    return {name: torch.randn(510, 1, 2 * STYLE) for name in VOICES}
