"""Pieces of a storyboard's video: whatever row they stand in, joining them by copying gives every frame its time."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from gpu_containers.media.moves import Move
from gpu_containers.media.planes import Planes
from gpu_containers.media.scene_params import SceneParams
from gpu_containers.media.scene_shot import Shot
from tests.containers.media_harness import boxes
from tests.containers.scene_harness import HEIGHT, OVERLAP, WIDTH, Luma, SceneStudio, headers, join, luma, packets

ONE, OTHER = 40, 30  # frames of the two scenes
PUSH, PAN = {"kind": "push_in", "amount": 1}, {"kind": "pan", "angle": 180, "amount": 1}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> SceneStudio:
    return SceneStudio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def row(studio: SceneStudio) -> list[Path]:
    """A whole video: out of black, the one scene, the other, and to black."""
    one, other = (studio.one, ONE), (studio.other, OTHER)
    return [
        studio.seam(None, one, moves={"to": PUSH}),
        studio.body(*one, move=PUSH),
        studio.seam(one, other, moves={"from": PUSH, "to": PAN}),
        studio.body(*other, move=PAN),
        studio.seam(other, None, moves={"from": PAN}),
    ]


@pytest.fixture(scope="module")
def joined(row: list[Path], studio: SceneStudio) -> Path:
    return join(row, studio.folder / "joined.mp4")


def test_pieces_add_up_to_exactly_the_length_of_their_scenes(row: list[Path], joined: Path):
    assert [len(luma(piece)) for piece in row] == [6, ONE - OVERLAP, OVERLAP, OTHER - OVERLAP, 6]
    assert len(luma(joined)) == ONE + OTHER


def test_every_joined_frame_has_its_time_and_none_is_lost(joined: Path):
    found = packets(joined)
    assert sorted(packet.pts for packet in found) == [512 * n for n in range(ONE + OTHER)]
    assert np.diff([packet.dts for packet in found]).tolist() == [512] * (ONE + OTHER - 1)
    with av.open(str(joined)) as file:
        stream = file.streams.video[0]
        assert (stream.start_time, stream.duration) == (0, 512 * (ONE + OTHER))
        assert stream.average_rate == Fraction(25)


def test_joining_changes_no_frame(row: list[Path], joined: Path):
    apart = [frame for piece in row for frame in luma(piece)]
    assert all(np.array_equal(a, b) for a, b in zip(apart, luma(joined), strict=True))


def test_all_pieces_of_a_size_share_their_headers_whatever_they_show_and_in_either_quality(
    studio: SceneStudio, row: list[Path]
):
    draft = studio.body(studio.other, 30, quality="draft")
    assert {headers(piece) for piece in [*row, draft]} == {headers(row[0])}
    assert headers(row[0])


def test_a_piece_begins_with_a_frame_that_stands_alone_and_has_one_every_second(studio: SceneStudio):
    piece = studio.body(studio.one, 60, transition_frames=0)
    assert [packet.pts for packet in packets(piece) if packet.key] == [0, 12_800, 25_600]
    with av.open(str(piece)) as file:
        assert not file.streams.audio
        stream = file.streams.video[0]
        assert stream.time_base == Fraction(1, 12_800)
        context = stream.codec_context
        assert (context.profile, context.pix_fmt, context.colorspace, context.color_range) == ("High", "yuv420p", 1, 1)
    assert boxes(piece).index("moov") < boxes(piece).index("mdat")


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_the_shortest_scenes_can_be_joined_too(studio: SceneStudio, tmp_path: Path, frames: int):
    piece = studio.body(studio.one, frames, transition_frames=0)
    whole = join([piece, piece, piece], tmp_path / "whole.mp4")
    assert sorted(packet.pts for packet in packets(whole)) == [512 * n for n in range(3 * frames)]
    assert len(luma(whole)) == 3 * frames


def drawn(studio: SceneStudio, picture: Path, frames: int, move: dict[str, Any], n: int) -> Luma:
    """Frame n of a scene, straight from its definition."""
    work = studio.work("scene_body", {"picture": picture})
    params = SceneParams(width=WIDTH, height=HEIGHT, transition_frames=OVERLAP)
    planes = Planes.empty(WIDTH, HEIGHT)
    with Shot(work, params, frames, Move(**move)) as scene:
        scene.draw(n, planes)
    return planes.y.astype(float)


def expected(studio: SceneStudio, at: int) -> Luma:
    one = drawn(studio, studio.one, ONE, PUSH, at)
    other = drawn(studio, studio.other, OTHER, PAN, at - ONE)
    share = min(1.0, max(0.0, (at - (ONE - OVERLAP // 2) + 0.5) / OVERLAP))
    return (1 - share) * one + share * other


@pytest.mark.parametrize("at", [7, 20, 33, 34, 39, 40, 45, 46, 62])
def test_a_joined_frame_is_what_its_scenes_show_at_that_time_and_at_no_other(
    studio: SceneStudio, joined: Path, at: int
):
    shown = luma(joined)[at]
    before, now, after = (np.abs(shown - expected(studio, n)).mean() for n in (at - 1, at, at + 1))
    assert now < 2
    assert now < min(before, after)


def test_the_same_job_makes_the_same_piece(studio: SceneStudio, row: list[Path]):
    assert studio.body(studio.one, ONE, move=PUSH).read_bytes() == row[1].read_bytes()


def test_the_facts_are_those_of_the_file(studio: SceneStudio):
    facts = studio.make("scene_body", {"picture": studio.one}, frames=50, transition_frames=12).facts
    assert facts.pop("seconds") > 0
    assert facts == {"frames": 38, "duration": 1.52, "width": 320, "height": 180, "fps": 25}
