"""MuseTalk in its full size with random weights: mouth frames a second by batch, and how the step is launched."""

import time
from collections.abc import Iterator
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import WhisperConfig, WhisperModel

from benchmarks import _gpu_measure as measure
from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.talking_head.musetalk_model import SIZE, Painter

STATES, WIDTH = 50, 384
BATCHES = (8, 16, 32, 64, 128)


def networks(*, full: bool, dtype: torch.dtype) -> tuple[Any, Any]:
    """VAE and UNet by the published configuration, or narrow ones of the same make."""
    torch.manual_seed(0)
    vae = {"block_out_channels": (128, 256, 512, 512), "layers_per_block": 2} if full else {
        "block_out_channels": (8, 8, 8, 8), "layers_per_block": 1, "norm_num_groups": 4,
    }  # fmt: skip
    unet = {"block_out_channels": (320, 640, 1280, 1280), "layers_per_block": 2, "attention_head_dim": 8} if full else {
        "block_out_channels": (8, 8, 16, 16), "layers_per_block": 1, "attention_head_dim": 2, "norm_num_groups": 4,
    }  # fmt: skip
    down, up = "DownEncoderBlock2D", "UpDecoderBlock2D"
    return (
        measure.randomised(
            lambda: AutoencoderKL(down_block_types=(down,) * 4, up_block_types=(up,) * 4, latent_channels=4, **vae),
            dtype,
        ),
        measure.randomised(
            lambda: UNet2DConditionModel(in_channels=8, out_channels=4, cross_attention_dim=WIDTH, **unet), dtype
        ),
    )


def lines(*, full: bool) -> Iterator[dict[str, Any]]:
    accelerator = Accelerator.best()
    batches = BATCHES if full else (2,)
    painter = Painter(*networks(full=full, dtype=accelerator.dtype), accelerator)
    plain = baseline(full=full, batch=8 if full else 2)
    yield hearing(full=full, accelerator=accelerator)
    yield {"case": "musetalk, look at a portrait", "ms": _ms(lambda: painter.look(_portrait()))}
    for batch in batches:
        yield _case(painter, "eager", batch, plain)
    if full:
        yield _case(painter, "contiguous, eager", 32, plain)
        for batch in (8, 32):
            yield _case(painter, "graph", batch, plain)
    yield correctness(full=full, accelerator=accelerator)


def compiled(*, full: bool) -> Iterator[dict[str, Any]]:
    """The compiler takes minutes, so that it is a case of its own."""
    accelerator = Accelerator.best()
    painter = Painter(*networks(full=full, dtype=accelerator.dtype), accelerator)
    plain = baseline(full=full, batch=8 if full else 2)
    ways = ("compiled", "compiled and graph") if full else ("eager",)
    yield from (_case(painter, way, 32 if full else 2, plain) for way in ways)


def _case(painter: Painter, way: str, batch: int, plain: float) -> dict[str, Any]:
    measure.forget()
    kind = {"device": measure.device(), "dtype": painter.accelerator.dtype}
    heard = torch.randn(batch, STATES, WIDTH, **kind)
    seen = torch.randn(1, 8, SIZE // 8, SIZE // 8, **kind)
    layout = torch.contiguous_format if way.startswith("contiguous") else torch.channels_last
    ready = Painter(painter.vae, painter.unet, painter.accelerator, layout)
    began = time.perf_counter()
    if "compiled" in way:
        ready.compile()
        ready.paint(seen, heard)
    if way.endswith("graph"):
        ready.capture(batch, STATES, WIDTH)
    made_ready = time.perf_counter() - began
    took = measure.seconds(lambda: ready.paint(seen, heard))
    flops = measure.operations(lambda: painter.paint(seen, heard))
    return {
        "case": f"musetalk, {way}, batch {batch}",
        "fps": round(batch / took, 1),
        "plain_fps": round(plain, 1),
        "times": round(batch / took / plain, 2),
        "ready_s": round(made_ready, 1),
        "gpu_gib": measure.peak_gib(),
        **measure.shares(flops, measure.weight_bytes(painter.vae.decoder, painter.unet), took),
    }


def baseline(*, full: bool, batch: int) -> float:
    """Frames a second as MuseTalk's own program runs it: float16 on a GPU, batches of 8, contiguous, eager."""
    dtype = torch.float16 if measure.is_gpu() else torch.float32
    vae, unet = networks(full=full, dtype=dtype)
    latents = torch.randn(batch, 8, SIZE // 8, SIZE // 8, device=measure.device(), dtype=dtype)
    heard = torch.randn(batch, STATES, WIDTH, device=measure.device(), dtype=dtype)

    @torch.inference_mode()
    def step() -> torch.Tensor:
        made = unet(latents, 0, encoder_hidden_states=heard).sample
        return (vae.decode(made / vae.config.scaling_factor).sample / 2 + 0.5).clamp(0, 1)

    return batch / measure.seconds(step)


def hearing(*, full: bool, accelerator: Accelerator) -> dict[str, Any]:
    """Whisper-tiny's encoder on half a minute of sound."""
    layers = 4 if full else 1
    config = WhisperConfig(d_model=WIDTH, encoder_layers=layers, encoder_attention_heads=6, encoder_ffn_dim=1536)
    encoder = measure.randomised(lambda: WhisperModel(config).get_encoder(), accelerator.dtype)
    mel = torch.randn(1, 80, 3000, device=measure.device(), dtype=accelerator.dtype)
    with torch.inference_mode():
        return {"case": "musetalk, hear 30 s", "ms": _ms(lambda: encoder(mel, output_hidden_states=True))}


def correctness(*, full: bool, accelerator: Accelerator) -> dict[str, Any]:
    """The step in the device's number format beside float32 with the same weights, rounded to that format before."""
    vae, unet = networks(full=full, dtype=accelerator.dtype)
    heard = torch.randn(4, STATES, WIDTH, device=measure.device(), dtype=accelerator.dtype)
    seen = torch.randn(1, 8, SIZE // 8, SIZE // 8, device=measure.device(), dtype=accelerator.dtype)
    ours = Painter(vae, unet, accelerator).paint(seen, heard)
    exact = Accelerator(accelerator.device, torch.float32)
    reference = Painter(vae.float(), unet.float(), exact).paint(seen.float(), heard.float())
    return {
        "case": f"musetalk, {str(accelerator.dtype).removeprefix('torch.')} beside float32",
        "difference": measure.difference(ours, reference),
        "largest_of_255": round(float((ours.float() - reference).abs().max()) * 255, 2),
    }


def _portrait() -> torch.Tensor:
    return torch.randint(0, 255, (SIZE, SIZE, 3), dtype=torch.uint8)


def _ms(work: measure.Work) -> float:
    return round(measure.seconds(work) * 1000, 2)
