"""Cards: words in a picture that comes out of black and goes to black, and that joins with every scene."""

from typing import Any

import numpy as np
import pytest

from gpu_containers.media.card_picture import card_picture
from gpu_containers.runtime.engine import JobFailed, Produced
from tests.containers.scene_harness import SceneStudio, headers, luma


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> SceneStudio:
    return SceneStudio(tmp_path_factory.mktemp("studio"))


def made(studio: SceneStudio, **params: Any) -> Produced:
    asked: dict[str, Any] = {"kind": "title", "text": "Better coffee", "frames": 50, "seed": 3, **params}
    return studio.make("card", {}, **asked)


def test_a_card_comes_out_of_black_shows_bright_letters_and_goes_to_black(studio: SceneStudio):
    frames = luma(made(studio).outputs["video"])
    assert len(frames) == 50
    assert max(frames[0].max(), frames[-1].max()) < 50
    assert frames[25].max() > 200
    assert frames[25].mean() < 80


def test_a_card_joins_with_scenes_by_copying(studio: SceneStudio):
    assert headers(made(studio).outputs["video"]) == headers(studio.body(studio.one, 30))


def test_the_colours_of_a_card_come_from_its_seed_and_nothing_else(studio: SceneStudio):
    one, again, other = (made(studio, seed=seed).outputs["video"].read_bytes() for seed in (1, 1, 2))
    assert one == again
    assert one != other


def rows_of_letters(text: str, size: tuple[int, int]) -> list[bool]:
    picture = np.asarray(card_picture(size, text, "", 1, large=True).convert("L"))
    assert picture[:, : size[0] // 20].max() < 140
    assert picture[:, -size[0] // 20 :].max() < 140
    return [bool(row.max() > 180) for row in picture]


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (256, 256)])
@pytest.mark.parametrize("text", ["Fin", "A title that is so long that it takes three lines " * 3, "W" * 200])
def test_every_title_stays_between_the_edges(text: str, size: tuple[int, int]):
    rows = rows_of_letters(text[:200], size)
    assert any(rows)
    assert not any(rows[: size[1] // 20])
    assert not any(rows[-size[1] // 20 :])


def test_what_no_font_has_is_left_out_and_said(studio: SceneStudio):
    assert made(studio, text="Hi 😀", subtitle="中").facts["text_left_out"] == "中😀"


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "😀 \n 😀"}, "text"),
        ({"width": 321}, "width"),
        ({"height": 16}, "height"),
        ({"frames": 0}, "frames"),
        ({"kind": "credits"}, "kind"),
    ],
)
def test_a_card_that_cannot_be_made_names_the_field(studio: SceneStudio, params: dict[str, Any], field: str):
    with pytest.raises(JobFailed, match=f"`{field}`") as refused:
        made(studio, **params)
    assert refused.value.code == "invalid_params"


def test_words_are_drawn_and_never_understood(studio: SceneStudio):
    hostile = made(studio, text="'; [out]; drawtext=text=x\n%{localtime}\\", subtitle="<b>{\\an8}</b>")
    assert len(luma(hostile.outputs["video"])) == 50
