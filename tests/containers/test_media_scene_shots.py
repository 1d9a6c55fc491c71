"""What a scene shows: its picture on its way, a clip over all of its time, faces uncut, captions as they are spoken."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gpu_containers.media.framing import Box
from gpu_containers.media.moves import MOST_ZOOM, Move, plan
from gpu_containers.media.scene_still import open_picture
from gpu_containers.runtime.engine import JobCancelled, JobFailed
from tests.containers.media_harness import SENTENCES, make_video
from tests.containers.scene_harness import HEIGHT, WIDTH, Luma, SceneStudio, luma

PORTRAIT = Path(__file__).parents[2] / "local/samples/portrait.jpg"
KINDS = ["push_in", "pull_out", "pan", "drift"]
SILENT = {"kind": "pan", "amount": 0}


def moving(kind: str, angle: float) -> Move:
    return Move.model_validate({"kind": kind, "angle": angle, "amount": 1})


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> SceneStudio:
    return SceneStudio(tmp_path_factory.mktemp("studio"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(640, 360), (300, 900), (2000, 400)])
@pytest.mark.parametrize("angle", [0, 35, 90, 200])
def test_every_window_of_a_move_lies_in_the_picture(kind: str, size: tuple[int, int], angle: float):
    path = plan(moving(kind, angle), *size, 16 / 9)
    for share in np.linspace(0, 1, 21):
        window = path.at(share)
        assert min(window.x, window.y) > -1e-6
        assert window.x + window.width < size[0] + 1e-6
        assert window.y + window.height < size[1] + 1e-6
        assert window.width / window.height == pytest.approx(16 / 9)
    assert 1 <= path.zoom <= MOST_ZOOM + 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_every_point_of_the_screen_flows_at_one_speed_from_the_first_frame_to_the_last(kind: str):
    path = plan(moving(kind, 30), 1600, 900, 16 / 9)
    windows = [path.at(share) for share in np.linspace(0, 1, 11)]
    flows = [[((a.x + p * a.width) - b.x) / b.width - p for p in (0, 0.5, 1)] for a, b in pairwise(windows)]
    assert np.abs(flows).max() > 0.001
    assert np.ptp(flows, axis=0).max() < 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_what_must_be_seen_is_seen_in_every_window(kind: str):
    kept = Box(60, 20, 300, 200)
    path = plan(moving(kind, 0), 1600, 900, 16 / 9, kept)
    for window in (path.at(share) for share in np.linspace(0, 1, 11)):
        assert window.x <= kept.x
        assert window.y <= kept.y
        assert window.x + window.width >= kept.x + kept.width
        assert window.y + window.height >= kept.y + kept.height


def test_a_face_at_the_foot_of_a_tall_picture_decides_the_crop(tmp_path: Path):
    tall = Image.new("RGB", (768, 2400), (90, 110, 130))
    tall.paste(Image.open(PORTRAIT).convert("RGB"), (0, 1500))
    tall.save(tmp_path / "tall.png")
    kept = open_picture(tmp_path / "tall.png", "picture").kept
    assert kept is not None
    assert kept.y > 1400
    window = plan(Move(kind="push_in", amount=1), 768, 2400, 1.0, kept).at(1)
    assert window.y <= kept.y
    assert window.y + window.height >= kept.y + kept.height


def centre_of_light(frame: Luma) -> float:
    columns = frame.sum(axis=0) - frame.sum(axis=0).min()
    return float((columns * np.arange(frame.shape[1])).sum() / columns.sum())


def test_a_pan_to_the_right_lets_the_picture_pass_to_the_left_in_equal_steps(studio: SceneStudio):
    picture = np.zeros((720, 1280, 3), np.uint8)
    y, x = np.mgrid[:720, :1280]
    picture[:] = (220 * np.exp(-((x - 640) ** 2 + (y - 360) ** 2) / 60**2))[..., None]
    Image.fromarray(picture).save(studio.folder / "light.png")
    move = {"kind": "pan", "angle": 0, "amount": 1}
    frames = luma(studio.body(studio.folder / "light.png", 62, move=move))
    places = [centre_of_light(frame) for frame in frames]
    steps = np.diff(places)
    assert steps.mean() < -0.5
    assert np.abs(steps - steps.mean()).max() < 0.25


def test_a_clip_is_shown_from_its_first_frame_to_its_last_over_the_whole_time(studio: SceneStudio):
    clip = make_video(studio.folder / "clip.mp4", seconds=2, size=(WIDTH, HEIGHT))
    shown = luma(studio.make("scene_body", {"clip": clip}, frames=38, transition_frames=12).outputs["video"])
    source = luma(clip)
    assert len(source) == 50
    for n in (0, 13, 25):  # the clip begins 6 frames before the scene, and the body 6 after its start
        assert np.abs(shown[n] - source[n + 12]).mean() < 2


def test_a_clip_of_another_shape_is_cut_and_its_seam_begins_in_the_middle_of_it(studio: SceneStudio):
    clip = make_video(studio.folder / "tall.mp4", seconds=2, size=(240, 400))
    asked: dict[str, Any] = {"from": {"frames": 38}, "to": {"frames": 30}, "transition_frames": 12}
    seam = studio.make("scene_seam", {"from_clip": clip, "to_picture": studio.one}, **asked)
    frames = luma(seam.outputs["video"])
    assert len(frames) == 12
    assert {frame.shape for frame in frames} == {(HEIGHT, WIDTH)}


def test_a_slide_brings_the_next_scene_in_from_the_right(studio: SceneStudio):
    still = {"from": SILENT, "to": SILENT}
    frames = luma(studio.seam((studio.one, 30), (studio.other, 30), transition="slide", moves=still))
    one = luma(studio.body(studio.one, 30, move=SILENT))[0]
    other = luma(studio.body(studio.other, 30, move=SILENT))[0]
    assert nearer(frames[0], one, other)
    assert nearer(frames[-1], other, one)
    assert nearer(frames[6][:, -80:], other[:, 100:180], one[:, -80:])  # 180 of 320 columns have gone
    assert nearer(frames[6][:, :80], one[:, 180:260], other[:, :80])


def nearer(shown: Luma, one: Luma, other: Luma) -> bool:
    return bool(2 * np.abs(shown - one).mean() < np.abs(shown - other).mean())


def test_the_first_scene_comes_out_of_black_and_the_last_goes_to_black(studio: SceneStudio):
    opening = [frame.mean() for frame in luma(studio.seam(None, (studio.one, 30)))]
    closing = [frame.mean() for frame in luma(studio.seam((studio.one, 30), None))]
    assert opening == sorted(opening)
    assert closing == sorted(closing, reverse=True)
    assert max(opening[0], closing[-1]) < 40


def test_burned_captions_are_seen_while_they_are_spoken_and_only_then(studio: SceneStudio):
    inputs = {"timing": studio.timing(SENTENCES, 4.0)}
    plain = luma(studio.body(studio.one, 120, move=SILENT, inputs=inputs))
    burned = luma(studio.body(studio.one, 120, move=SILENT, inputs=inputs, captions="burned"))
    change = np.array([np.abs(a - b).mean(axis=1) for a, b in zip(plain, burned, strict=True)])
    foot = change[:, 130:170].mean(axis=1)
    assert change[:, :90].mean(axis=1).max() < 2
    assert foot[:5].max() < 2  # 0.3 s of quiet, and the first word after another 0.2
    assert foot[[10, 25, 80]].min() > 10
    assert foot[-1] < 2


def test_progress_rises_and_a_cancelled_scene_leaves_no_finished_file(studio: SceneStudio):
    told: list[float] = []

    def cancel_half_way(fraction: float, _message: str) -> None:
        told.append(fraction)
        if fraction > 0.5:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        studio.make("scene_body", {"picture": studio.one}, cancel_half_way, frames=30)
    assert told == sorted(told)


@pytest.mark.parametrize(
    ("operation", "params", "field"),
    [
        ("scene_body", {"frames": 12, "transition_frames": 12}, "transition_frames"),
        ("scene_body", {"frames": 30, "transition_frames": 7}, "transition_frames"),
        ("scene_body", {"frames": 30, "width": 333}, "width"),
        ("scene_body", {"frames": 30, "quality": "best"}, "quality"),
        ("scene_body", {"frames": 30, "captions": "sidecar"}, "captions"),
        ("scene_body", {"frames": 30, "move": {"kind": "shake"}}, "move.kind"),
        ("scene_body", {"frames": 30, "move": {"amount": 2}}, "move.amount"),
        ("scene_seam", {"transition_frames": 12}, "from"),
        ("scene_seam", {"transition_frames": 12, "to": {"frames": 0}}, "to.frames"),
        ("scene_seam", {"transition_frames": 12, "transition": "wipe", "to": {"frames": 30}}, "transition"),
    ],
)
def test_what_cannot_be_made_names_the_field(studio: SceneStudio, operation: str, params: dict[str, Any], field: str):
    with pytest.raises(JobFailed, match=field) as refused:
        studio.make(operation, {"picture": studio.one}, **params)
    assert (refused.value.code, refused.value.retryable) == ("invalid_params", False)


def test_a_scene_needs_a_picture_or_a_clip_and_not_both(studio: SceneStudio):
    for inputs in ({}, {"picture": studio.one, "clip": studio.one}, {"picture": studio.folder / "gone.png"}):
        with pytest.raises(JobFailed, match="'picture'") as refused:
            studio.make("scene_body", inputs, frames=30)
        assert refused.value.code == "missing_input"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x00" * 5000])
def test_an_input_that_is_something_else_is_refused_for_good(studio: SceneStudio, content: bytes):
    path = studio.folder / "strange"
    path.write_bytes(content)
    for name in ("picture", "clip"):
        with pytest.raises(JobFailed, match=f"'{name}'") as refused:
            studio.make("scene_body", {name: path}, frames=30)
        assert (refused.value.code, refused.value.retryable) == (f"invalid_{name}", False)
        assert str(studio.folder) not in refused.value.message
