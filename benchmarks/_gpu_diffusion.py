"""Text to image and image to video in their full sizes with random weights: seconds a step, memory, shares."""

from collections.abc import Iterator
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLWan,
    UNet2DConditionModel,
    WanTransformer3DModel,
    ZImageTransformer2DModel,
)

from benchmarks import _gpu_measure as measure
from gpu_containers.runtime.accelerator import Accelerator

SDXL = {
    "sample_size": 128,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
}
SDXL_FULL = {
    "block_out_channels": (320, 640, 1280),
    "attention_head_dim": (5, 10, 20),
    "transformer_layers_per_block": (1, 2, 10),
    "cross_attention_dim": 2048,
    "projection_class_embeddings_input_dim": 2816,
}
SDXL_TINY = {
    "block_out_channels": (8, 16, 16),
    "attention_head_dim": (2, 2, 2),
    "transformer_layers_per_block": (1, 1, 1),
    "cross_attention_dim": 32,
    "projection_class_embeddings_input_dim": 6 * 256 + 16,
    "norm_num_groups": 4,
}
Z_FULL = {"dim": 3840, "n_layers": 30, "n_refiner_layers": 2, "n_heads": 30, "n_kv_heads": 30, "cap_feat_dim": 2560}
Z_TINY = {
    "dim": 32, "n_layers": 1, "n_refiner_layers": 1, "n_heads": 2, "n_kv_heads": 2, "cap_feat_dim": 16,
    "axes_dims": (4, 6, 6),
}  # fmt: skip
WAN_CASE = "image to video, Wan 2.2-shaped, 832×480, 81 frames"
# Wan 2.2 A14B, one of its two experts: 36 channels in (noise, mask, first frame), 832×480, 81 frames.
WAN_FULL = {"num_attention_heads": 40, "attention_head_dim": 128, "ffn_dim": 13824, "num_layers": 40, "text_dim": 4096}
WAN_TINY = {"num_attention_heads": 2, "attention_head_dim": 12, "ffn_dim": 32, "num_layers": 2, "text_dim": 16}


def lines(*, full: bool) -> Iterator[dict[str, Any]]:
    yield from sdxl(full=full)
    yield from sdxl_decoding(full=full)
    yield from z_image(full=full)
    yield from wan(full=full)
    yield from wan_beside_float32(full=full)
    if full:
        yield from wan_decoding()


@torch.inference_mode()
def sdxl(*, full: bool) -> Iterator[dict[str, Any]]:
    """One step at 1024×1024 with guidance, which is a batch of two, and the picture out of its latents."""
    dtype, side, width = Accelerator.best().dtype, 128 if full else 16, 2048 if full else 32
    unet = measure.randomised(lambda: UNet2DConditionModel(**SDXL, **(SDXL_FULL if full else SDXL_TINY)), dtype)
    unet = unet.to(memory_format=torch.channels_last)
    noise = _random(2, 4, side, side)
    told = {
        "encoder_hidden_states": _random(2, 77, width),
        "added_cond_kwargs": {"text_embeds": _random(2, 1280 if full else 16), "time_ids": _random(2, 6)},
    }
    yield _step("text to image, SDXL-shaped, 1024×1024, batch 2", lambda: unet(noise, 500, **told), unet)


@torch.inference_mode()
def sdxl_decoding(*, full: bool) -> Iterator[dict[str, Any]]:
    dtype, side = Accelerator.best().dtype, 128 if full else 16
    channels = (128, 256, 512, 512) if full else (8, 8, 8, 8)
    down, up = ("DownEncoderBlock2D",) * 4, ("UpDecoderBlock2D",) * 4
    groups = 32 if full else 4
    vae = measure.randomised(
        lambda: AutoencoderKL(
            block_out_channels=channels, down_block_types=down, up_block_types=up, layers_per_block=2,
            norm_num_groups=groups, sample_size=512 if full else 32,
        ),
        dtype,
    )  # fmt: skip
    latents = _random(1, 4, side, side)
    yield _step("text to image, SDXL-shaped, decode", lambda: vae.decode(latents), vae.decoder)
    vae.enable_tiling()
    yield _step("text to image, SDXL-shaped, decode in tiles", lambda: vae.decode(latents), vae.decoder)


@torch.inference_mode()
def z_image(*, full: bool) -> Iterator[dict[str, Any]]:
    """One step of the distilled model, which needs eight and no guidance, at 1024×1024."""
    side = 128 if full else 16
    config = Z_FULL if full else Z_TINY
    model = measure.randomised(lambda: ZImageTransformer2DModel(**config), Accelerator.best().dtype)
    noise, told = [_random(16, 1, side, side)], [_random(77, 2560 if full else 16)]
    when = _random(1).abs()
    yield _step("text to image, Z-Image-shaped, 1024×1024", lambda: model(noise, when, told), model)


@torch.inference_mode()
def wan(*, full: bool) -> Iterator[dict[str, Any]]:
    model, noise, told = _wan(full=full)
    when = torch.full((1,), 500, device=measure.device())
    yield _step(WAN_CASE, lambda: model(noise, when, told), model, times=3, warm=1)


@torch.inference_mode()
def wan_beside_float32(*, full: bool) -> Iterator[dict[str, Any]]:
    model, noise, told = _wan(full=full, num_layers=2)
    when = torch.full((1,), 500, device=measure.device())
    small = noise[:, :, :3, :30, :52] if full else noise
    ours = model(small, when, told).sample
    exact = model.float()(small.float(), when, told.float()).sample
    yield {"case": f"{WAN_CASE}: two layers beside float32", "difference": measure.difference(ours, exact)}


@torch.inference_mode()
def wan_decoding() -> Iterator[dict[str, Any]]:
    vae = measure.randomised(AutoencoderKLWan, Accelerator.best().dtype)
    latents = _random(1, 16, 21, 60, 104)
    yield _step(f"{WAN_CASE}, decode", lambda: vae.decode(latents), vae.decoder, times=2, warm=1)


def _wan(*, full: bool, **changes: Any) -> tuple[Any, torch.Tensor, torch.Tensor]:
    """The model, noise with a first frame and its mask, and a text."""
    config: dict[str, Any] = {**(WAN_FULL if full else WAN_TINY), **changes}
    config |= {"in_channels": 36, "out_channels": 16, "cross_attn_norm": True}
    model = measure.randomised(lambda: WanTransformer3DModel(**config), Accelerator.best().dtype)
    shape = (1, 36, 21, 60, 104) if full else (1, 36, 2, 8, 8)
    return model, _random(*shape), _random(1, 512 if full else 8, config["text_dim"])


def _random(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, device=measure.device(), dtype=Accelerator.best().dtype)


def _step(case: str, work: measure.Work, model: torch.nn.Module, times: int = 5, warm: int = 2) -> dict[str, Any]:
    measure.forget()
    took = measure.seconds(work, times=times, warm=warm)
    return {
        "case": case,
        "s": round(took, 4),
        "gpu_gib": measure.peak_gib(),
        **measure.shares(measure.operations(work), measure.weight_bytes(model), took),
    }
