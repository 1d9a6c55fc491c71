"""The embedded image-to-video engine: exact in size and length, seeded, smooth, and joinable with everything else."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from gpu_containers.image_to_video.clip import ClipWriter
from gpu_containers.image_to_video.engines import ENGINES
from gpu_containers.image_to_video.ken_burns import KenBurns, Move, prepared
from gpu_containers.image_to_video.params import read_params
from gpu_containers.media.concat import read_pieces
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced
from gpu_containers.runtime.registry import Registry
from greenlight.contracts import Job, Task
from tests.containers.scene_harness import SceneStudio, join, luma, make_picture, packets
from tests.support.work import work

SAMPLE_JOB = Path(__file__).parents[2] / "gpu_containers/image_to_video/job.json"
Film = Callable[..., Produced]


@pytest.fixture
def film(tmp_path: Path) -> Film:
    picture = make_picture(tmp_path / "image.png")

    def run(**params: Any) -> Produced:
        given: dict[str, Any] = {"prompt": "The sea", "width": 320, "height": 180, "seconds": 1, "seed": 3} | params
        inputs, report = given.pop("inputs", {"image": picture}), given.pop("report", lambda *_: None)
        engine = Registry(ENGINES, {}).get("ken_burns")
        return engine.run(work(tmp_path, Task.IMAGE_TO_VIDEO, "ken_burns", inputs, report, **given))

    return run


def assert_of_the_profile(video: Path, width: int, height: int, fps: int, count: int) -> None:
    with av.open(str(video)) as file:
        stream: Any
        (stream,) = file.streams
        context = stream.codec_context
        assert (context.width, context.height, stream.average_rate, stream.frames) == (width, height, fps, count)
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert float(stream.duration * stream.time_base) == pytest.approx(count / fps, abs=1e-3)


@pytest.mark.parametrize(
    ("width", "height", "seconds", "fps", "count"),
    [
        (320, 180, 2, 25, 50),
        (180, 320, 0.5, 25, 12),
        (256, 256, 1.5, 10, 15),
        (322, 182, 0.5, 60, 30),
        (64, 64, 1, 24, 24),
    ],
)
def test_the_video_is_exactly_as_large_long_and_fast_as_asked_for(
    film: Film, width: int, height: int, seconds: float, fps: int, count: int
) -> None:
    produced = film(width=width, height=height, seconds=seconds, fps=fps)
    assert_of_the_profile(produced.outputs["video"], width, height, fps, count)
    facts = produced.facts
    assert (facts["frames"], facts["fps"], facts["duration"]) == (count, fps, round(count / fps, 3))
    assert (facts["width"], facts["height"], facts["draft"], facts["device"]) == (width, height, True, "cpu")


def test_the_sample_job_is_done(tmp_path: Path) -> None:
    job = Job.model_validate(json.loads(SAMPLE_JOB.read_text()))
    assert job.inputs == {"image": "s3://greenlight-media/jobs/sample-text-to-image/picture.png"}
    params = job.params | {"seconds": 0.5}
    image = make_picture(tmp_path / "image.png", size=(1280, 720))
    produced = KenBurns().run(work(tmp_path, job.task, job.engine, {"image": image}, **params))
    assert produced.outputs["video"].stat().st_size > 1_000


def test_a_clip_begins_with_a_keyframe_and_has_one_each_second(film: Film) -> None:
    keys = [n for n, packet in enumerate(packets(film(seconds=3).outputs["video"])) if packet.key]
    assert keys == [0, 25, 50]


def test_a_clip_is_joined_by_copying_with_another_and_with_a_scene(film: Film, tmp_path: Path) -> None:
    (tmp_path / "studio").mkdir()
    studio = SceneStudio(tmp_path / "studio")
    clips = [film().outputs["video"], film(seed=5).outputs["video"], studio.body(studio.one, 50)]
    pieces = read_pieces([(f"clip {n}", clip) for n, clip in enumerate(clips)], (320, 180))
    joined = luma(join(clips, tmp_path / "joined.mp4"))
    apart = [frame for clip in clips for frame in luma(clip)]
    assert len(joined) == len(apart) == sum(piece.frames for piece in pieces)
    assert all(np.array_equal(one, other) for one, other in zip(joined, apart, strict=True))


def test_the_same_seed_gives_the_same_file_and_another_one_another_move(film: Film) -> None:
    first = film().outputs["video"].read_bytes()
    assert film().outputs["video"].read_bytes() == first
    moves = {seed: Move.planned(read_params({"prompt": "x", "seed": seed})) for seed in range(30)}
    assert {move.kind for move in moves.values()} == {"push", "pull", "pan"}
    assert len(set(moves.values())) == 30


@pytest.mark.parametrize("seed", range(6))
def test_the_picture_moves_slowly_evenly_and_never_beyond_its_edge(seed: int) -> None:
    params = read_params({"prompt": "x", "width": 320, "height": 180, "seconds": 4, "seed": seed})
    move = Move.planned(params)
    ramp = np.tile(np.linspace(40, 215, 640), (360, 1))
    still = prepared(Image.fromarray(np.dstack([ramp, ramp, ramp]).astype(np.uint8)), params.size, move.zoom)
    shown = [move.shown(still, params.size, n / 99)[90, :, 0].astype(float) for n in range(100)]
    middles = np.array([row[120:200].mean() for row in shown])
    steps = np.abs(np.diff(middles))
    # A tenth of the width at most, in a hundred even steps.
    assert np.abs(middles[-1] - middles[0]) < 0.12 * 175
    assert steps.max() < 0.6
    assert all(row.min() >= 39 and row.max() <= 216 for row in shown)


def test_a_push_goes_nearer_and_a_pull_away() -> None:
    push, pull = (Move(kind, zooms, ((0, 0), (0, 0))) for kind, zooms in [("push", (1, 1.2)), ("pull", (1.2, 1))])
    ring = np.zeros((216, 384, 3), np.uint8)
    cv2.circle(ring, (192, 108), 60, (255, 255, 255), 3)

    def radius(move: Move, share: float) -> float:
        lit = np.nonzero(move.shown(ring, (320, 180), share)[90, :, 0] > 128)[0]
        return float(lit.max() - lit.min()) / 2

    assert radius(push, 1) / radius(push, 0) == pytest.approx(1.2, abs=0.04)
    assert radius(pull, 0) / radius(pull, 1) == pytest.approx(1.2, abs=0.04)
    # Even in its logarithm: half of the time is half of the way in factors.
    assert radius(push, 0.5) / radius(push, 0) == pytest.approx(1.2**0.5, abs=0.03)


def test_colours_are_those_of_bt_709(tmp_path: Path) -> None:
    params = read_params({"prompt": "x", "width": 64, "height": 64})
    with ClipWriter(tmp_path / "red.mp4", params) as clip:
        clip.add(np.full((64, 64, 3), (255, 0, 0), np.uint8))
    with av.open(str(tmp_path / "red.mp4")) as file:
        planes = next(file.decode(video=0)).to_ndarray(format="yuv420p")
    found = [np.median(part) for part in (planes[:64], planes[64:80], planes[80:])]
    assert found == pytest.approx([63, 102, 240], abs=2)


def test_a_cancelled_job_stops_at_once(film: Film) -> None:
    told: list[float] = []

    def cancel(fraction: float, _: str) -> None:
        told.append(fraction)
        if len(told) == 5:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        film(report=cancel)
    assert len(told) == 5


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_an_image_that_is_none_is_refused(film: Film, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.png").write_bytes(content)
    with pytest.raises(JobFailed, match="input 'image' is not usable") as caught:
        film(inputs={"image": tmp_path / "bad.png"})
    assert (caught.value.code, caught.value.retryable) == ("invalid_picture", False)


def test_an_image_that_is_cut_off_too_small_or_missing_is_refused(film: Film, tmp_path: Path) -> None:
    whole = (tmp_path / "image.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    Image.new("RGB", (8, 8)).save(tmp_path / "small.png")
    for name, says in (("cut", "cannot be decoded"), ("small", "16 pixels or more")):
        with pytest.raises(JobFailed, match=says):
            film(inputs={"image": tmp_path / f"{name}.png"})
    with pytest.raises(JobFailed, match="input 'image' is not there") as caught:
        film(inputs={})
    assert caught.value.code == "missing_input"


@pytest.mark.parametrize(
    ("field", "value"),
    [("prompt", ""), ("width", 65), ("height", 2050), ("seconds", 0.4), ("seconds", 11), ("fps", 61), ("seed", -1)],
)
def test_params_that_cannot_be_used_are_refused_by_name(film: Film, field: str, value: object) -> None:
    with pytest.raises(JobFailed, match=f"`{field}`") as caught:
        film(**{field: value})
    assert caught.value.code == "invalid_params"
