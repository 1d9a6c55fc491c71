"""MuseTalk's networks in their own shapes but hardly any width, with random weights: a folder of some megabytes."""

from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperModel

from gpu_containers.runtime.weights_manifest import write_manifest

WIDTH = 32


def make(root: Path, *, unet_channels: int = 8, listens_to: int = WIDTH) -> Path:
    """The folder to give as WEIGHTS."""
    folder = root / "musetalk"
    torch.manual_seed(0)
    AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        layers_per_block=1,
    ).save_pretrained(folder / "vae")
    UNet2DConditionModel(
        sample_size=32,
        in_channels=unet_channels,
        out_channels=4,
        block_out_channels=(8, 16),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=listens_to,
        attention_head_dim=4,
        norm_num_groups=4,
        layers_per_block=1,
    ).save_pretrained(folder / "unet")
    config = WhisperConfig(
        d_model=WIDTH,
        encoder_layers=4,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        vocab_size=64,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=1,
        begin_suppress_tokens=None,
    )
    WhisperModel(config).save_pretrained(folder / "whisper")
    WhisperFeatureExtractor().save_pretrained(folder / "whisper")
    write_manifest(folder, "musetalk", "random weights")
    return root
