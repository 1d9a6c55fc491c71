"""Another aspect ratio: the crop keeps the face, and pads only where no crop can."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpu_containers.media.framing import Box, frame
from gpu_containers.runtime.engine import JobFailed
from tests.containers.media_harness import Studio, make_video, pictures

RATIOS = {"9:16": 9 / 16, "16:9": 16 / 9, "1:1": 1.0, "4:5": 0.8, "21:9": 21 / 9}
LENGTHS = st.integers(65, 960).map(lambda half: 2 * half)  # H.264 with 4:2:0 has even sizes only


def test_a_face_beside_the_middle_is_in_the_middle_of_the_crop() -> None:
    framing = frame(1280, 720, 9 / 16, Box(840, 200, 160, 200))
    x, _, width, height = framing.crop
    assert (width, height) == framing.canvas == (404, 720)
    assert x + width / 2 == pytest.approx(920, abs=2)


def test_the_face_lies_two_fifths_from_the_top_where_there_is_room() -> None:
    framing = frame(720, 1280, 1.0, Box(260, 500, 200, 250))
    _, y, _, height = framing.crop
    assert (500 + 125 - y) / height == pytest.approx(0.4, abs=0.01)


def test_a_face_too_wide_for_the_ratio_is_padded_and_not_cut() -> None:
    framing = frame(512, 512, 9 / 16, Box(106, 120, 300, 320))
    assert framing.canvas[0] > 300
    assert framing.canvas[1] > 512
    assert framing.moved(Box(106, 120, 300, 320)).x >= 0


def test_the_ratio_that_the_video_has_changes_nothing() -> None:
    assert frame(1080, 1920, 9 / 16, None).unchanged


@given(
    LENGTHS,
    LENGTHS,
    st.sampled_from(sorted(RATIOS.values())),
    st.tuples(*[st.floats(0, 1)] * 2),
    st.tuples(*[st.floats(0.05, 1)] * 2),
)
def test_every_framing_is_even_of_its_ratio_never_enlarged_and_holds_the_face(
    width: int, height: int, ratio: float, corner: tuple[float, float], extent: tuple[float, float]
) -> None:
    face_width, face_height = extent[0] * width, extent[1] * height
    face = Box(corner[0] * (width - face_width), corner[1] * (height - face_height), face_width, face_height)
    framing = frame(width, height, ratio, face)
    x, y, crop_width, crop_height = framing.crop
    assert all(number % 2 == 0 for number in (*framing.crop, *framing.shown, *framing.canvas))
    assert x + crop_width <= width
    assert y + crop_height <= height
    assert framing.shown[0] <= crop_width
    assert framing.shown[1] <= crop_height
    assert framing.canvas[0] / framing.canvas[1] == pytest.approx(ratio, rel=0.04)
    # Rounding to even pixels may cost the face two of them.
    assert face.x >= x - 2
    assert face.y >= y - 2
    assert face.x + face.width <= x + crop_width + 3
    assert face.y + face.height <= y + crop_height + 3


@pytest.mark.parametrize("ratio", sorted(RATIOS))
def test_the_finished_picture_has_the_ratio_asked_for(tmp_path: Path, ratio: str) -> None:
    studio = Studio(tmp_path)
    face = {"x": 200, "y": 180, "width": 160, "height": 200}
    made = studio.finish(aspect_ratio=ratio, face=face, portrait_width=640, portrait_height=640)
    frames = pictures(made.outputs["video"])
    assert frames[0].shape[1] / frames[0].shape[0] == pytest.approx(RATIOS[ratio], rel=0.02)
    assert (made.facts["width"], made.facts["height"]) == (frames[0].shape[1], frames[0].shape[0])


def test_a_crop_shows_the_part_of_the_video_with_the_face(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    make_video(studio.inputs["video"], source="testsrc")
    face = {"x": 480, "y": 160, "width": 120, "height": 160}  # of a portrait twice as large as the video
    made = studio.finish(captions="none", aspect_ratio="9:16", face=face, portrait_width=640, portrait_height=640)
    source, cut = pictures(studio.inputs["video"])[10], pictures(made.outputs["video"])[10]
    right = source[:, 320 - cut.shape[1] :]
    assert cut.shape[:2] == (320, 180)
    assert np.abs(right.astype(int) - cut).mean() < 6


@pytest.mark.parametrize("ratio", ["1:9", "wide", "16/9", "0:1", "9:16; rm", "9:16\n"])
def test_an_aspect_ratio_that_is_none_is_refused(tmp_path: Path, ratio: str) -> None:
    with pytest.raises(JobFailed, match="aspect_ratio") as refused:
        Studio(tmp_path).finish(aspect_ratio=ratio)
    assert refused.value.code == "invalid_params"
