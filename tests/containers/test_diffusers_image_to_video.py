"""The production image-to-video engine with networks of their own make but hardly any width: the whole way on a CPU."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gpu_containers.image_to_video.diffusers_image_to_video import DiffusersImageToVideo, resampled
from gpu_containers.image_to_video.engines import ENGINES
from gpu_containers.image_to_video.params import read_params
from gpu_containers.media.concat import read_pieces
from gpu_containers.runtime.diffusion_recipe import VideoRecipe
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced
from gpu_containers.runtime.registry import Registry
from gpu_containers.runtime.weights import WeightsError
from gpu_containers.runtime.weights_manifest import write_manifest
from greenlight.contracts import Task
from tests.containers.scene_harness import OVERLAP, SceneStudio, join, luma, make_picture
from tests.containers.test_ken_burns import assert_of_the_profile
from tests.support import tiny_diffusion
from tests.support.work import work

Engines = Callable[[str], DiffusersImageToVideo]
SHORT = 0.52  # seconds: 13 frames of 25


pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("weights")
    for name in tiny_diffusion.VIDEOS:
        tiny_diffusion.make(root, name)
    return root


@pytest.fixture(scope="module")
def engine_of(weights: Path) -> Engines:
    loaded: dict[str, DiffusersImageToVideo] = {}

    def get(name: str) -> DiffusersImageToVideo:
        if name not in loaded:
            loaded[name] = load(weights, name)
        return loaded[name]

    return get


@pytest.fixture
def image(tmp_path: Path) -> Path:
    return make_picture(tmp_path / "image.png", size=(160, 120))


def load(weights: Path, name: str) -> DiffusersImageToVideo:
    engine = DiffusersImageToVideo({"WEIGHTS": str(weights), "VIDEO_MODEL": name})
    engine.load()
    return engine


def film(engine: DiffusersImageToVideo, folder: Path, image: Path, **params: Any) -> Produced:
    given: dict[str, Any] = {"prompt": "The sea", "width": 128, "height": 96, "seconds": SHORT, "seed": 1} | params
    inputs, report = given.pop("inputs", {"image": image}), given.pop("report", lambda *_: None)
    return engine.run(work(folder, Task.IMAGE_TO_VIDEO, engine.name, inputs, report, **given))


def frames(produced: Produced) -> np.ndarray[Any, Any]:
    return np.stack(luma(produced.outputs["video"]))


@pytest.mark.parametrize(("name", "fps", "made"), [("wan2.2-i2v", 16, 9), ("ltx-2", 24, 17), ("cogvideox", 8, 9)])
def test_each_family_is_loaded_and_films_what_its_seed_says(
    engine_of, tmp_path: Path, image: Path, name: str, fps: int, made: int
) -> None:
    told: list[float] = []
    engine = engine_of(name)
    first = film(engine, tmp_path, image, report=lambda fraction, _: told.append(fraction))
    same, other = film(engine, tmp_path, image), film(engine, tmp_path, image, seed=2)
    assert first.outputs["video"].read_bytes() == same.outputs["video"].read_bytes()
    assert np.abs(frames(first) - frames(other)).mean() > 1
    assert told == sorted(told)
    assert told[-1] < 1
    facts = first.facts
    assert (facts["model"], facts["steps"], facts["device"], facts["draft"]) == (name, 2, "cpu", False)
    assert (facts["model_fps"], facts["model_frames"], facts["resampled"]) == (fps, made, "blended")
    assert (facts["frames"], facts["fps"], facts["duration"]) == (13, 25, 0.52)


@pytest.mark.parametrize(
    ("width", "height", "seconds", "fps", "count"),
    [(128, 96, 0.52, 25, 13), (98, 130, 1, 25, 25), (128, 72, 0.5, 30, 15)],
)
def test_the_video_is_exactly_as_large_long_and_fast_as_asked_for(
    engine_of, tmp_path: Path, image: Path, width: int, height: int, seconds: float, fps: int, count: int
) -> None:
    produced = film(engine_of("wan2.2-i2v"), tmp_path, image, width=width, height=height, seconds=seconds, fps=fps)
    assert_of_the_profile(produced.outputs["video"], width, height, fps, count)
    assert produced.facts["requested_size"] == ("48x64" if height > width else "64x48")


def test_a_clip_is_joined_by_copying_with_a_scene_of_the_media_engine(engine_of, tmp_path: Path, image: Path) -> None:
    (tmp_path / "studio").mkdir()
    studio = SceneStudio(tmp_path / "studio")
    clips = [film(engine_of("cogvideox"), tmp_path, image, width=320, height=180).outputs["video"]]
    clips.append(studio.body(studio.one, 50))
    pieces = read_pieces([(f"clip {n}", clip) for n, clip in enumerate(clips)], (320, 180))
    assert len(luma(join(clips, tmp_path / "joined.mp4"))) == sum(piece.frames for piece in pieces) == 13 + 50 - OVERLAP


def test_the_video_follows_the_picture_and_the_words(engine_of, tmp_path: Path, image: Path) -> None:
    engine = engine_of("wan2.2-i2v")
    first = frames(film(engine, tmp_path, image))
    other = make_picture(tmp_path / "other.png", seed=9, size=(160, 120))
    assert np.abs(first - frames(film(engine, tmp_path, other))).mean() > 0.1
    assert not np.array_equal(first, frames(film(engine, tmp_path, image, prompt="A storm over the hills")))
    assert not np.array_equal(first, frames(film(engine, tmp_path, image, negative_prompt="people")))


def test_both_transformers_of_wan_take_their_share_of_the_steps(weights: Path, tmp_path: Path, image: Path) -> None:
    engine, seen = load(weights, "wan2.2-i2v"), []
    for part in ("transformer", "transformer_2"):
        getattr(engine._model.pipeline, part).register_forward_hook(lambda *_, part=part: seen.append(part))
    film(engine, tmp_path, image)
    # Twice a step, for the guidance.
    assert seen == ["transformer"] * 2 + ["transformer_2"] * 2


def test_frames_are_shown_at_their_times_and_blended_between_them() -> None:
    model = [Image.new("RGB", (64, 64), (value, value, value)) for value in (0, 100, 200)]
    params = read_params({"prompt": "x", "width": 64, "height": 64, "seconds": 0.5, "fps": 20})
    shown = [int(frame[0, 0, 0]) for frame in resampled(model, 5, params)]
    assert shown == [0, 25, 50, 75, 100, 125, 150, 175, 200, 200]
    same = [int(frame[0, 0, 0]) for frame in resampled(model, 20, params)]
    assert same == [0, 100, 200, *[200] * 7]


def test_a_length_that_the_model_does_not_make_is_refused(engine_of, tmp_path: Path, image: Path) -> None:
    told: list[str] = []
    with pytest.raises(JobFailed, match="makes at most 1\\.0 s: ask for a shorter video") as caught:
        film(engine_of("wan2.2-i2v"), tmp_path, image, seconds=2, report=lambda _, message: told.append(message))
    assert caught.value.code == "video_too_long"
    assert told == []


@pytest.mark.parametrize(
    ("frames", "step", "counts"),
    [(17, 4, [5, 9, 13, 17]), (25, 8, [9, 17, 25]), ([49, 81], 4, [49, 81]), (3, 1, [2, 3])],
)
def test_the_counts_of_frames_are_of_the_models_step(frames: object, step: int, counts: list[int]) -> None:
    assert recipe(frames=frames, frames_step=step).counts == counts


def test_the_fewest_frames_that_reach_the_end_are_made() -> None:
    wan = recipe(frames=81, frames_step=4, fps=16)
    assert [wan.count_for(seconds) for seconds in (0, 0.25, 0.26, 4.96, 5, 5.1)] == [5, 5, 9, 81, 81, None]
    assert wan.longest == 5


def recipe(**changes: Any) -> VideoRecipe:
    plain = {"pipeline": "P", "steps": 1, "guidance": 1, "sizes": [[64, 64]], "fps": 16, "frames": 81}
    return VideoRecipe.model_validate(plain | changes)


def test_a_cancelled_job_stops_after_the_step_and_the_next_one_is_as_ever(engine_of, tmp_path: Path, image) -> None:
    engine, told = engine_of("cogvideox"), []
    before = film(engine, tmp_path, image).outputs["video"].read_bytes()

    def cancel(fraction: float, _: str) -> None:
        told.append(fraction)
        if fraction > 0:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        film(engine, tmp_path, image, report=cancel)
    assert len(told) == 2
    assert film(engine, tmp_path, image).outputs["video"].read_bytes() == before


def test_an_image_that_is_bad_or_missing_is_refused_before_anything_is_computed(engine_of, tmp_path, image) -> None:
    image.write_bytes(b"no picture")
    told: list[float] = []
    for inputs, code in (({"image": image}, "invalid_picture"), ({}, "missing_input")):
        with pytest.raises(JobFailed, match="input 'image'") as caught:
            film(engine_of("cogvideox"), tmp_path, image, inputs=inputs, report=lambda part, _: told.append(part))
        assert caught.value.code == code
    assert told == []


@pytest.mark.parametrize("missing", ["WEIGHTS", "VIDEO_MODEL"])
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    settings = {"WEIGHTS": "/weights", "VIDEO_MODEL": "ltx-2"}
    with pytest.raises(JobFailed, match=f"set {missing}\\.") as caught:
        Registry(ENGINES, settings | {missing: ""}).get("diffusers_image_to_video")
    assert caught.value.code == "engine_not_configured"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pipeline": "StableDiffusionXLPipeline"}, "and not 'StableDiffusionXLPipeline'"),
        ({"pipeline": "WanImageToVideoPipeline"}, "wrong class, CogVideoXImageToVideoPipeline instead of Wan"),
        ({"fps": 0}, "wrong at `fps`"),
        ({"frames": 10}, "each of `frames` must be a multiple of 4 and one more"),
        ({"frames": [9, 14]}, "each of `frames` must be a multiple of 4 and one more"),
        ({"frames_step": 0}, "wrong at `frames_step`"),
        ({"image_name": "picture"}, "wrong at `image_name`"),
    ],
)
def test_a_model_that_is_not_as_it_should_be_is_refused(weights: Path, tmp_path: Path, change, says: str) -> None:
    shutil.copytree(weights / "cogvideox", tmp_path / "weights" / "cogvideox")
    changed = tiny_diffusion.read_recipe(tmp_path / "weights", "cogvideox") | change
    tiny_diffusion.write_recipe(tmp_path / "weights", "cogvideox", changed)
    with pytest.raises(WeightsError, match=says):
        load(tmp_path / "weights", "cogvideox")


@pytest.mark.parametrize("part", ["text_encoder/model", "transformer/diffusion_pytorch_model"])
def test_a_pickle_that_is_called_safetensors_is_refused(weights: Path, tmp_path: Path, part: str) -> None:
    shutil.copytree(weights / "cogvideox", copied := tmp_path / "weights" / "cogvideox")
    (copied / f"{part}.safetensors").write_bytes(pickle.dumps({"weight": 1}) * 10)
    write_manifest(copied, "cogvideox", "none")
    with pytest.raises(WeightsError, match="do not make a CogVideoXImageToVideoPipeline") as caught:
        load(tmp_path / "weights", "cogvideox")
    assert not caught.value.retryable
