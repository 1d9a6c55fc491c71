"""Models of diffusers in their own shapes but hardly any width, with random weights: folders of some megabytes.

Each has what a real one has: the pipeline's own files, `greenlight.json`, and a manifest.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

from gpu_containers.runtime.weights_manifest import write_manifest

_CHAT = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
_WIDTH = 16


def make(root: Path, name: str, **changes: Any) -> Path:
    """The folder to give as WEIGHTS, with the model `name` in it; `changes` go into its greenlight.json."""
    torch.manual_seed(0)
    pipeline, recipe = MODELS[name]()
    folder = root / name
    pipeline.save_pretrained(folder)
    write_recipe(root, name, {"pipeline": type(pipeline).__name__, **recipe, **changes})
    return root


def write_recipe(root: Path, name: str, recipe: dict[str, Any]) -> None:
    (root / name / "greenlight.json").write_text(json.dumps(recipe))
    write_manifest(root / name, name, "random weights")


def read_recipe(root: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / name / "greenlight.json").read_text())
    return found


def sdxl() -> tuple[Any, dict[str, Any]]:
    texts = _clip()
    unet = diffusers.UNet2DConditionModel(
        sample_size=4, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, attention_head_dim=(2, 4),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=2 * _WIDTH, use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, projection_class_embeddings_input_dim=6 * 8 + _WIDTH,
    )  # fmt: skip
    pipeline = diffusers.StableDiffusionXLPipeline(
        vae=_vae(), unet=unet, scheduler=diffusers.EulerDiscreteScheduler(),
        text_encoder=transformers.CLIPTextModel(texts), tokenizer=_clip_tokenizer(),
        text_encoder_2=transformers.CLIPTextModelWithProjection(texts), tokenizer_2=_clip_tokenizer(),
    )  # fmt: skip
    return pipeline, {"steps": 2, "guidance": 5.0, "sizes": [[64, 64], [96, 64]], "negative_prompt": "blurred"}


def z_image() -> tuple[Any, dict[str, Any]]:
    texts = transformers.Qwen3Config(**_text_shape(), head_dim=8)
    transformer = diffusers.ZImageTransformer2DModel(
        in_channels=4, dim=32, n_layers=1, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=_WIDTH,
        axes_dims=(4, 6, 6), axes_lens=(600, 32, 32),
    )  # fmt: skip
    pipeline = diffusers.ZImagePipeline(
        vae=_vae(shift_factor=0.1), transformer=transformer, tokenizer=_chat_tokenizer(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0), text_encoder=transformers.Qwen3Model(texts),
    )  # fmt: skip
    return pipeline, {"steps": 2, "guidance": 0.0, "sizes": [[64, 64], [96, 64]]}


def qwen_image() -> tuple[Any, dict[str, Any]]:
    texts = transformers.Qwen2_5_VLConfig(
        text_config={**_text_shape(), "rope_scaling": {"type": "mrope", "mrope_section": [1, 1, 2]}},
        vision_config={"depth": 1, "hidden_size": _WIDTH, "intermediate_size": 16, "num_heads": 2,
                       "out_hidden_size": _WIDTH},
    )  # fmt: skip
    vae = diffusers.AutoencoderKLQwenImage(
        base_dim=4, z_dim=4, dim_mult=[1, 2, 2, 2], num_res_blocks=1, latents_mean=[0.0] * 4, latents_std=[1.0] * 4
    )
    transformer = diffusers.QwenImageTransformer2DModel(
        in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=_WIDTH, axes_dims_rope=(4, 6, 6),
    )  # fmt: skip
    pipeline = diffusers.QwenImagePipeline(
        vae=vae, transformer=transformer, tokenizer=_chat_tokenizer(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        text_encoder=transformers.Qwen2_5_VLForConditionalGeneration(texts),
    )  # fmt: skip
    return pipeline, {"steps": 2, "guidance": 4.0, "guidance_name": "true_cfg_scale", "sizes": [[64, 64], [96, 64]]}


def flux() -> tuple[Any, dict[str, Any]]:
    transformer = diffusers.FluxTransformer2DModel(
        in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=_WIDTH, pooled_projection_dim=_WIDTH, axes_dims_rope=(4, 6, 6),
    )  # fmt: skip
    pipeline = diffusers.FluxPipeline(
        vae=_vae(shift_factor=0.1), transformer=transformer, scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        text_encoder=transformers.CLIPTextModel(_clip()), tokenizer=_clip_tokenizer(),
        text_encoder_2=transformers.T5EncoderModel(_t5(transformers.T5Config)), tokenizer_2=_t5_tokenizer(),
    )  # fmt: skip
    recipe = {"steps": 2, "guidance": 0.0, "sizes": [[64, 64], [96, 64]], "options": {"max_sequence_length": 64}}
    return pipeline, recipe


def wan() -> tuple[Any, dict[str, Any]]:
    """Two transformers, as Wan 2.2 A14B has: one for the first steps, one for the last."""
    shape = {"num_attention_heads": 2, "attention_head_dim": 12, "ffn_dim": 32, "num_layers": 1, "text_dim": _WIDTH}
    first, last = (diffusers.WanTransformer3DModel(**shape, in_channels=36, out_channels=16) for _ in range(2))
    vae = diffusers.AutoencoderKLWan(base_dim=4, z_dim=16, dim_mult=[1, 2, 2, 2], num_res_blocks=1)
    pipeline = diffusers.WanImageToVideoPipeline(
        vae=vae, transformer=first, transformer_2=last, boundary_ratio=0.9, image_encoder=None, image_processor=None,
        tokenizer=_t5_tokenizer(), text_encoder=transformers.UMT5EncoderModel(_t5(transformers.UMT5Config)),
        scheduler=diffusers.UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True),
    )  # fmt: skip
    recipe = {"steps": 2, "guidance": 3.5, "fps": 16, "frames": 17, "sizes": [[64, 48], [48, 64]]}
    return pipeline, recipe | {"options": {"guidance_scale_2": 2.5, "max_sequence_length": 16}, "vae_dtype": "float32"}


def cogvideox() -> tuple[Any, dict[str, Any]]:
    transformer = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=8, out_channels=4, time_embed_dim=8, num_layers=1,
        text_embed_dim=_WIDTH, sample_width=8, sample_height=6, sample_frames=9, max_text_seq_length=16,
        use_rotary_positional_embeddings=True,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLCogVideoX(
        block_out_channels=(8, 8, 8, 8), latent_channels=4, layers_per_block=1, norm_num_groups=2,
        sample_height=480, sample_width=720,
    )  # fmt: skip
    pipeline = diffusers.CogVideoXImageToVideoPipeline(
        vae=vae, transformer=transformer, tokenizer=_t5_tokenizer(), scheduler=diffusers.CogVideoXDDIMScheduler(),
        text_encoder=transformers.T5EncoderModel(_t5(transformers.T5Config)),
    )  # fmt: skip
    recipe = {"steps": 2, "guidance": 6.0, "fps": 8, "frames": [9, 13], "sizes": [[64, 48]]}
    return pipeline, recipe | {"options": {"max_sequence_length": 16}}


def ltx2() -> tuple[Any, dict[str, Any]]:
    """Makes sound too, which the engine leaves out."""
    from diffusers.pipelines.ltx2 import LTX2TextConnectors
    from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder

    heads = {"num_attention_heads": 2, "attention_head_dim": 8, "cross_attention_dim": _WIDTH}
    audio = {f"audio_{name}": value for name, value in heads.items()}
    transformer = diffusers.LTX2VideoTransformer3DModel(
        in_channels=4, out_channels=4, audio_in_channels=4, audio_out_channels=4, num_layers=2, caption_channels=_WIDTH,
        **heads, **audio,
    )  # fmt: skip
    connectors = LTX2TextConnectors(
        caption_channels=_WIDTH, text_proj_in_factor=3, video_connector_num_layers=1, audio_connector_num_layers=1,
        video_connector_num_attention_heads=2, video_connector_attention_head_dim=8,
        audio_connector_num_attention_heads=2, audio_connector_attention_head_dim=8,
        video_connector_num_learnable_registers=16, audio_connector_num_learnable_registers=16,
    )  # fmt: skip
    vae = diffusers.AutoencoderKLLTX2Video(
        latent_channels=4, block_out_channels=(8, 16, 32, 64), decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1), spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )  # fmt: skip
    sound = diffusers.AutoencoderKLLTX2Audio(
        base_channels=4, ch_mult=(1,), num_res_blocks=1, resolution=32, latent_channels=2, mel_bins=8
    )
    vocoder = LTX2Vocoder(
        in_channels=16, hidden_channels=8, upsample_kernel_sizes=[4], upsample_factors=[2], resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3]],
    )  # fmt: skip
    texts = transformers.Gemma3Config(
        text_config={**_text_shape(), "head_dim": 8, "sliding_window": 8},
        vision_config={"hidden_size": _WIDTH, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
                       "image_size": 8, "patch_size": 4},
        mm_tokens_per_image=4, boi_token_index=3, eoi_token_index=4, image_token_index=5,
    )  # fmt: skip
    pipeline = diffusers.LTX2ImageToVideoPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True), vae=vae, audio_vae=sound,
        text_encoder=transformers.Gemma3ForConditionalGeneration(texts), tokenizer=_chat_tokenizer(),
        connectors=connectors, transformer=transformer, vocoder=vocoder,
    )  # fmt: skip
    recipe = {"steps": 2, "guidance": 3.0, "fps": 24, "frames": 25, "frames_step": 8, "multiple_of": 32}
    options = {"max_sequence_length": 32, "spatio_temporal_guidance_blocks": [1]}
    return pipeline, recipe | {"sizes": [[64, 64], [96, 64]], "options": options}


MODELS: dict[str, Callable[[], tuple[Any, dict[str, Any]]]] = {
    "sdxl": sdxl, "z-image": z_image, "qwen-image": qwen_image, "flux": flux,
    "wan2.2-i2v": wan, "ltx-2": ltx2, "cogvideox": cogvideox,
}  # fmt: skip
PICTURES, VIDEOS = ("sdxl", "z-image", "qwen-image", "flux"), ("wan2.2-i2v", "ltx-2", "cogvideox")


def _vae(**changes: Any) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(8, 8, 8, 8), down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, layers_per_block=1, norm_num_groups=4, sample_size=64, **changes,
    )  # fmt: skip


def _text_shape() -> dict[str, Any]:
    return {
        "hidden_size": _WIDTH, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2,
        "num_key_value_heads": 2, "vocab_size": 300, "max_position_embeddings": 2048,
    }  # fmt: skip


def _clip() -> Any:
    return transformers.CLIPTextConfig(
        hidden_size=_WIDTH, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, projection_dim=_WIDTH,
        vocab_size=514, bos_token_id=512, eos_token_id=513, pad_token_id=513,
    )  # fmt: skip


def _t5(kind: Any) -> Any:
    return kind(d_model=_WIDTH, d_kv=8, d_ff=32, num_layers=1, num_heads=2, vocab_size=300)


def _bytes() -> list[str]:
    return sorted(pre_tokenizers.ByteLevel.alphabet())


def _clip_tokenizer() -> Any:
    letters = [*_bytes(), *(f"{letter}</w>" for letter in _bytes()), "<|startoftext|>", "<|endoftext|>"]
    return transformers.CLIPTokenizer(
        vocab={letter: number for number, letter in enumerate(letters)}, merges=[], model_max_length=77
    )


def _t5_tokenizer() -> Any:
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -9.0), *((letter, -3.0) for letter in _bytes())]
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.Unigram(pieces, unk_id=2)),
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


def _chat_tokenizer() -> Any:
    """One token a byte."""
    vocabulary = {"<pad>": 0, "<eos>": 1, "<unk>": 2, **{letter: n + 10 for n, letter in enumerate(_bytes())}}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", unk_token="<unk>", chat_template=_CHAT
    )
