"""The production picture engine with networks of their own make but hardly any width: the whole way on a CPU."""

import json
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from gpu_containers.runtime import diffusion_memory as memory
from gpu_containers.runtime.accelerator import Accelerator
from gpu_containers.runtime.diffusion_memory import LAYERS, MODELS, SMALL_TILES, TILES, WHOLE, MemoryLadder
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_manifest import write_manifest
from gpu_containers.text_to_image.diffusers_text_to_image import DiffusersTextToImage
from gpu_containers.text_to_image.engines import ENGINES
from greenlight.contracts import Task
from tests.support import tiny_diffusion
from tests.support.work import work

CPU = Accelerator("cpu", torch.float32)
Engines = Callable[[str], DiffusersTextToImage]


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("weights")
    for name in tiny_diffusion.PICTURES:
        tiny_diffusion.make(root, name)
    return root


@pytest.fixture(scope="module")
def engine_of(weights: Path) -> Engines:
    loaded: dict[str, DiffusersTextToImage] = {}

    def get(name: str) -> DiffusersTextToImage:
        if name not in loaded:
            loaded[name] = load(weights, name)
        return loaded[name]

    return get


@pytest.fixture
def copied(weights: Path, tmp_path: Path) -> Path:
    """The smallest model, to be changed."""
    shutil.copytree(weights / "z-image", tmp_path / "weights" / "z-image")
    return tmp_path / "weights"


def load(weights: Path, name: str = "z-image") -> DiffusersTextToImage:
    engine = DiffusersTextToImage({"WEIGHTS": str(weights), "IMAGE_MODEL": name})
    engine.load()
    return engine


def refusal(weights: Path, name: str = "z-image") -> str:
    with pytest.raises(WeightsError) as caught:
        load(weights, name)
    assert not caught.value.retryable
    return caught.value.message


def draw(engine: DiffusersTextToImage, folder: Path, **params: Any) -> Produced:
    given: dict[str, Any] = {"prompt": "A dog on a beach", "width": 272, "height": 256, "seed": 1} | params
    inputs, report = given.pop("inputs", {}), given.pop("report", lambda *_: None)
    return engine.run(work(folder, Task.TEXT_TO_IMAGE, engine.name, inputs, report, **given))


def pixels(produced: Produced) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(produced.outputs["picture"]), np.float32)


@pytest.mark.parametrize("name", tiny_diffusion.PICTURES)
def test_each_family_is_loaded_and_draws_what_its_seed_says(engine_of: Engines, tmp_path: Path, name: str) -> None:
    told: list[float] = []
    first = draw(engine_of(name), tmp_path, report=lambda fraction, _: told.append(fraction))
    same, other = draw(engine_of(name), tmp_path), draw(engine_of(name), tmp_path, seed=2)
    assert pixels(first).shape == (256, 272, 3)
    assert pixels(first).std() > 1
    assert np.array_equal(pixels(first), pixels(same))
    assert np.abs(pixels(first) - pixels(other)).mean() > 1
    assert told == sorted(told)
    assert len(told) == 3
    facts = first.facts
    assert (facts["model"], facts["steps"], facts["device"], facts["draft"]) == (name, 2, "cpu", False)
    assert (facts["width"], facts["height"], facts["requested_size"]) == (272, 256, "64x64")
    assert (facts["engine"], facts["dtype"], facts["memory"]) == ("diffusers_text_to_image", "float32", [])


def test_of_the_offered_sizes_that_of_the_nearest_shape_is_drawn_and_cut_to_what_was_asked(engine_of, tmp_path) -> None:
    produced = draw(engine_of("z-image"), tmp_path, width=480, height=300)
    assert produced.facts["requested_size"] == "96x64"
    assert Image.open(produced.outputs["picture"]).size == (480, 300)


def test_another_prompt_or_style_is_another_picture(engine_of: Engines, tmp_path: Path) -> None:
    engine = engine_of("sdxl")
    first = pixels(draw(engine, tmp_path))
    assert not np.array_equal(first, pixels(draw(engine, tmp_path, prompt="A cat in a kitchen")))
    assert not np.array_equal(first, pixels(draw(engine, tmp_path, style="noir")))


@pytest.mark.parametrize("name", ["sdxl", "qwen-image"])
def test_what_shall_not_be_seen_is_told_to_the_model(weights: Path, engine_of, tmp_path: Path, name: str) -> None:
    (root := tmp_path / "weights").mkdir()
    shutil.copytree(weights / name, root / name)
    recipe = tiny_diffusion.read_recipe(root, name) | {"negative_prompt": "people"}
    tiny_diffusion.write_recipe(root, name, recipe)
    plain, told = draw(engine_of(name), tmp_path), draw(load(root, name), tmp_path)
    assert not np.array_equal(pixels(plain), pixels(told))


def test_a_reference_is_ignored_and_the_facts_say_so(engine_of: Engines, tmp_path: Path) -> None:
    Image.new("RGB", (64, 64)).save(tmp_path / "reference.png")
    plain = draw(engine_of("z-image"), tmp_path)
    given = draw(engine_of("z-image"), tmp_path, inputs={"reference": tmp_path / "reference.png"})
    assert "reference" not in plain.facts
    assert given.facts["reference"] == "ignored"
    assert np.array_equal(pixels(plain), pixels(given))


def test_a_cancelled_job_stops_after_the_step_and_the_next_one_is_drawn_as_ever(engine_of, tmp_path: Path) -> None:
    engine, told = engine_of("sdxl"), []
    before = pixels(draw(engine, tmp_path))

    def cancel(fraction: float, _: str) -> None:
        told.append(fraction)
        if fraction > 0:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        draw(engine, tmp_path, report=cancel)
    assert len(told) == 2
    assert np.array_equal(pixels(draw(engine, tmp_path)), before)


# -- models that are not as they should be -----------------------------------------------------------------------------
@pytest.mark.parametrize("missing", ["WEIGHTS", "IMAGE_MODEL"])
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    settings = {"WEIGHTS": "/weights", "IMAGE_MODEL": "sdxl"}
    with pytest.raises(JobFailed, match=f"set {missing}\\.") as caught:
        Registry(ENGINES, settings | {missing: ""}).get("diffusers_text_to_image")
    assert caught.value.code == "engine_not_configured"


def test_a_pipeline_of_another_kind_than_this_engine_runs_is_refused(copied: Path) -> None:
    recipe = tiny_diffusion.read_recipe(copied, "z-image") | {"pipeline": "WanImageToVideoPipeline"}
    tiny_diffusion.write_recipe(copied, "z-image", recipe)
    assert "and not 'WanImageToVideoPipeline'" in refusal(copied)


def test_a_folder_of_another_class_than_its_recipe_says_is_refused(copied: Path) -> None:
    recipe = tiny_diffusion.read_recipe(copied, "z-image") | {"pipeline": "FluxPipeline"}
    tiny_diffusion.write_recipe(copied, "z-image", recipe)
    assert "a model folder of the wrong class, ZImagePipeline instead of FluxPipeline" in refusal(copied)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"_class_name": None}, "wrong class"),
        ({"tokenizer": ["subprocess", "Popen"]}, "takes `tokenizer` from neither diffusers nor transformers"),
        ({"tokenizer": ["../evil", "Evil"]}, "takes `tokenizer` from neither diffusers nor transformers"),
        ({"vae": [["diffusers"], "AutoencoderKL"]}, "takes `vae` from neither diffusers nor transformers"),
        ({"vae": ["diffusers", "NoSuchClass"]}, "do not make a ZImagePipeline"),
    ],
)
def test_a_model_index_that_leads_elsewhere_is_refused(copied: Path, change: dict[str, Any], says: str) -> None:
    index = copied / "z-image" / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | change))
    write_manifest(copied / "z-image", "z-image", "none")
    assert says in refusal(copied)


@pytest.mark.parametrize("part", ["text_encoder/model", "transformer/diffusion_pytorch_model"])
def test_a_pickle_that_is_called_safetensors_is_refused(copied: Path, part: str) -> None:
    (copied / "z-image" / f"{part}.safetensors").write_bytes(pickle.dumps({"weight": 1}) * 10)
    write_manifest(copied / "z-image", "z-image", "none")
    assert "do not make a ZImagePipeline" in refusal(copied)


def test_a_folder_in_which_a_part_is_missing_is_refused(copied: Path) -> None:
    shutil.rmtree(copied / "z-image" / "vae")
    write_manifest(copied / "z-image", "z-image", "none")
    assert "do not make a ZImagePipeline" in refusal(copied)


def test_a_model_without_a_recipe_or_index_is_refused(copied: Path) -> None:
    (copied / "z-image" / "model_index.json").unlink()
    write_manifest(copied / "z-image", "z-image", "none")
    assert "model_index.json is missing" in refusal(copied)
    (copied / "z-image" / "greenlight.json").unlink()
    write_manifest(copied / "z-image", "z-image", "none")
    assert "there is no greenlight.json" in refusal(copied)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("steps", 0),
        ("guidance", -1),
        ("guidance_name", "cfg"),
        ("sizes", []),
        ("sizes", [[65, 64]]),
        ("sizes.0.1", [[64, 5000]]),
        ("dtype", "int8"),
        ("attention", "flash_hub"),
        ("options", {"generator": 1}),
        ("stepz", 3),
    ],
)
def test_a_recipe_that_is_wrong_is_refused_with_the_fields_name(copied: Path, field: str, value: object) -> None:
    recipe = tiny_diffusion.read_recipe(copied, "z-image") | {field.split(".", maxsplit=1)[0]: value}
    tiny_diffusion.write_recipe(copied, "z-image", recipe)
    assert f"greenlight.json is wrong at `{field}`" in refusal(copied)


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_a_recipe_that_is_no_recipe_is_refused(copied: Path, text: str) -> None:
    (copied / "z-image" / "greenlight.json").write_text(text)
    write_manifest(copied / "z-image", "z-image", "none")
    assert "greenlight.json is wrong at" in refusal(copied)


def test_an_option_that_the_pipeline_does_not_take_is_named(copied: Path) -> None:
    recipe = tiny_diffusion.read_recipe(copied, "z-image") | {"options": {"speed": 3}}
    tiny_diffusion.write_recipe(copied, "z-image", recipe)
    assert "its `options` have speed" in refusal(copied)


def test_an_attention_that_is_here_is_used_and_another_one_is_refused(copied: Path, tmp_path: Path) -> None:
    recipe = tiny_diffusion.read_recipe(copied, "z-image")
    tiny_diffusion.write_recipe(copied, "z-image", recipe | {"attention": "native"})
    draw(load(copied), tmp_path)
    tiny_diffusion.write_recipe(copied, "z-image", recipe | {"attention": "flash_of_genius"})
    assert "its `attention` cannot be used here" in refusal(copied)


# -- memory ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("free", "where"), [(80_000, WHOLE), (40_000, MODELS), (20_000, LAYERS)])
def test_models_lie_where_there_is_room_for_them_and_their_work(free: int, where: str) -> None:
    mib = 1024 * 1024
    assert memory.plan({"transformer": 28_000 * mib, "text_encoder": 11_000 * mib}, free) == where


class Full:
    """A pipeline for which there is only room when these rungs are taken."""

    def __init__(self, needs: set[str]) -> None:
        self.needs, self.has, self.runs, self.freed = needs, set[str](), 0, 0
        self.vae = SimpleNamespace(
            enable_tiling=lambda **_: self.has.add(TILES), tile_sample_min_size=512, tile_latent_min_size=64
        )

    def enable_model_cpu_offload(self, device: str) -> None:
        self.has.add(MODELS)

    def enable_sequential_cpu_offload(self, device: str) -> None:
        self.has.add(LAYERS)

    def maybe_free_model_hooks(self) -> None:
        self.freed += 1

    def __call__(self) -> str:
        self.runs += 1
        if self.vae.tile_sample_min_size < 512:
            self.has.add(SMALL_TILES)
        if self.needs - self.has:
            raise torch.OutOfMemoryError
        return "a picture"


@pytest.mark.parametrize(
    ("needs", "taken"),
    [
        (set(), []),
        ({TILES}, [TILES]),
        ({SMALL_TILES}, [TILES, SMALL_TILES]),
        ({MODELS}, [TILES, SMALL_TILES, MODELS]),
        ({LAYERS}, [TILES, SMALL_TILES, MODELS, LAYERS]),
    ],
)
def test_when_memory_runs_out_the_next_rung_is_taken_and_kept(needs: set[str], taken: list[str]) -> None:
    pipeline = Full(needs)
    ladder = MemoryLadder(pipeline, CPU, "big")
    assert ladder.run(pipeline) == "a picture"
    assert ladder.taken == taken
    assert pipeline.runs == pipeline.freed + 1 == len(taken) + 1
    assert ladder.run(pipeline) == "a picture"
    assert ladder.taken == taken


@pytest.mark.parametrize(("compiled", "last"), [(False, LAYERS), (True, MODELS)])
def test_when_no_rung_is_left_the_remedy_is_said(compiled: bool, last: str) -> None:
    pipeline = Full({"a larger GPU"})
    ladder = MemoryLadder(pipeline, CPU, "big", compiled=compiled)
    with pytest.raises(JobFailed, match="too little memory for 'big': run this engine on one with more") as caught:
        ladder.run(pipeline)
    assert (caught.value.code, caught.value.retryable) == ("out_of_gpu_memory", False)
    assert ladder.taken[-1] == last


def test_what_is_no_want_of_memory_takes_no_rung() -> None:
    def broken() -> None:
        raise RuntimeError("shapes differ")

    ladder = MemoryLadder(Full(set()), CPU, "big")
    with pytest.raises(RuntimeError, match="shapes differ"):
        ladder.run(broken)
    assert ladder.taken == []


def test_a_model_that_lies_in_layers_from_the_start_is_never_put_back_whole() -> None:
    pipeline = Full({"a larger GPU"})
    ladder = MemoryLadder(pipeline, CPU, "big")
    ladder.place(LAYERS)
    with pytest.raises(JobFailed):
        ladder.run(pipeline)
    assert ladder.taken == [TILES, LAYERS, SMALL_TILES]


@pytest.mark.parametrize("name", tiny_diffusion.MODELS)
def test_small_tiles_make_up_the_whole_picture(name: str) -> None:
    vae = tiny_diffusion.MODELS[name]()[0].vae
    channels = getattr(vae.config, "latent_channels", None) or vae.config.z_dim
    scale = getattr(vae, "spatial_compression_ratio", 8)
    shape = (1, channels, *((1,) if hasattr(vae, "tile_sample_min_height") else ()), 256 // scale, 320 // scale)
    latents = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        whole = vae.decode(latents).sample
        memory.tile(vae)
        memory.shrink_tiles(vae)
        tiled = vae.decode(latents).sample
    assert tiled.shape == whole.shape
    assert not torch.equal(tiled, whole)


def test_an_offloaded_model_draws_the_same_and_survives_a_cancel(weights, engine_of, tmp_path: Path) -> None:
    whole, engine = draw(engine_of("sdxl"), tmp_path), load(weights, "sdxl")
    engine._model.memory.place(MODELS)

    def cancel(fraction: float, _: str) -> None:
        if fraction > 0:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        draw(engine, tmp_path, report=cancel)
    offloaded = draw(engine, tmp_path)
    assert offloaded.facts["memory"] == [TILES, MODELS]
    assert np.abs(pixels(offloaded) - pixels(whole)).max() <= 2
