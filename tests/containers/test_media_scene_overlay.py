"""Words over a scene: seen while it lasts and where nothing else is, faded, and never a reason to fail."""

from pathlib import Path

import numpy as np
import pytest

from gpu_containers.media.scene_overlay import FADE
from tests.containers.scene_harness import HEIGHT, OVERLAP, SceneStudio, luma

FRAMES = 50


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> SceneStudio:
    return SceneStudio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def plain(studio: SceneStudio):
    return np.stack(luma(studio.body(studio.one, FRAMES)))


def changes(studio: SceneStudio, plain, text: str):
    """How much each row of each frame differs from the scene without words, on average."""
    return np.abs(np.stack(luma(studio.body(studio.one, FRAMES, overlay=text))) - plain).mean(axis=2)


def test_words_are_seen_in_the_upper_third_and_nowhere_else(studio, plain):
    middle = changes(studio, plain, "Every day")[FRAMES // 2 - OVERLAP // 2]
    assert middle[: HEIGHT // 3].max() > 5
    assert middle[HEIGHT // 3 :].max() < 2


def test_words_come_and_go_within_the_scene(studio, plain):
    seen = changes(studio, plain, "Every day")[:, : HEIGHT // 3].max(axis=1)
    assert seen[0] < 2
    assert seen[-1] < 2
    assert seen[1] < seen[FADE // 2] < seen[FADE]
    assert seen[FADE] == pytest.approx(seen[-1 - FADE], rel=0.3)


def test_a_scene_without_words_is_made_as_it_was_before_there_were_any(studio):
    without, empty = studio.body(studio.one, FRAMES), studio.body(studio.one, FRAMES, overlay="")
    assert without.read_bytes() == empty.read_bytes()


@pytest.mark.parametrize(
    "text",
    ["W" * 80, "two lines of words that are rather long for one", "\N{GRINNING FACE}", "a\x00b\nc", "שלום", " ", "好"],
)
def test_whatever_the_words_are_the_scene_is_made(studio, plain, text):
    assert changes(studio, plain, text).shape[0] == FRAMES - OVERLAP


@pytest.mark.parametrize("size", [(854, 480), (480, 854), (480, 480), (1920, 1080), (1080, 1350)])
@pytest.mark.parametrize("quality", ["draft", "final"])
def test_every_size_and_quality_of_a_film_can_be_made(studio, size, quality, tmp_path: Path):
    made = studio.make(
        "scene_body",
        {"picture": studio.one},
        width=size[0],
        height=size[1],
        quality=quality,
        frames=14,
        transition_frames=12,
        overlay="Every day",
    )
    assert np.stack(luma(made.outputs["video"])).shape == (2, size[1], size[0])
