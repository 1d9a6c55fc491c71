"""export_video, seen from its files: sizes, codecs, what a browser needs to play and seek, and honest refusals."""

import os
from pathlib import Path
from typing import Any

import av
import ffmpeg
import pytest

from gpu_containers.media.export_formats import size_of
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import AUDIO, MP4, VIDEO
from tests.containers.join_harness import make_piece, packets, run_media, sound
from tests.containers.media_harness import boxes, make_speech, make_video, pictures

SECONDS = 5.0
LARGE = (1000, 560)  # its short side is above low and below medium
LOW = (854, 480)
CLUSTER, CUES = b"\x1f\x43\xb6\x75", b"\x1c\x53\xbb\x6b"  # elements of a WebM file


def make_finished(folder: Path, size: tuple[int, int] = LARGE, **other: Any) -> Path:
    """A video as join_pieces leaves it."""
    picture = ffmpeg.input(f"testsrc2=size={size[0]}x{size[1]}:rate=25:duration={SECONDS}", f="lavfi")
    speech = ffmpeg.input(str(make_speech(folder / "speech.wav", seconds=SECONDS)))
    path = folder / "finished.mp4"
    run(ffmpeg.output(picture, speech, str(path), **{**VIDEO, **AUDIO, **MP4, "preset": "ultrafast", **other}))
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_finished(tmp_path_factory.mktemp("finished"))


@pytest.fixture(scope="module", params=["mp4", "webm", "mov"])
def low(request: pytest.FixtureRequest, finished: Path) -> Produced:
    return export(finished, format=request.param, quality="low")


@pytest.fixture(scope="module")
def webm(finished: Path) -> Path:
    return export(finished, format="webm", quality="low").outputs["video"]


def export(video: Path, report: Any = lambda fraction, message: None, **params: Any) -> Produced:
    return run_media(video.parent, {"video": video}, report, operation="export_video", **params)


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.mark.parametrize(
    ("source", "quality", "size"),
    [
        ((1920, 1080), "low", (854, 480)),
        ((1920, 1080), "medium", (1280, 720)),
        ((1920, 1080), "high", (1920, 1080)),
        ((3840, 2160), "high", (1920, 1080)),
        ((1280, 720), "high", (1920, 1080)),
        ((720, 1280), "low", (480, 854)),
        ((1080, 1350), "medium", (720, 900)),
        ((1080, 1080), "low", (480, 480)),
        ((320, 180), "medium", (1280, 720)),
    ],
)
def test_the_quality_is_the_short_side_whatever_the_source_has(
    source: tuple[int, int], quality: str, size: tuple[int, int]
) -> None:
    assert size_of(quality, *source) == size


def test_an_export_has_the_codecs_of_its_format_and_the_length_of_the_video(low: Produced) -> None:
    codecs = {"mp4": ("h264", "aac"), "mov": ("h264", "aac"), "webm": ("vp9", "opus")}[low.facts["format"]]
    with av.open(str(low.outputs["video"])) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name.removeprefix("lib")) == codecs
        assert (video.width, video.height, video.codec_context.pix_fmt) == (858, 480, "yuv420p")
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)  # BT.709, tv
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")
        assert file.duration is not None
        assert file.duration / 1e6 == pytest.approx(SECONDS, abs=0.05)
        assert len(list(file.decode(video=0))) == SECONDS * 25


def test_the_facts_are_those_of_the_file(low: Produced) -> None:
    facts, path = low.facts, low.outputs["video"]
    assert (facts["width"], facts["height"], facts["duration"]) == (858, 480, SECONDS)
    assert (path.name, facts["bytes"]) == (f"video.{facts['format']}", path.stat().st_size)
    assert facts["copied"] is False


def test_a_player_finds_any_place_by_a_keyframe_at_most_two_seconds_before_it(low: Produced) -> None:
    with av.open(str(low.outputs["video"])) as file:
        unit = file.streams.video[0].time_base or 0
        keys = [(packet.pts or 0) * unit for packet in file.demux(video=0) if packet.is_keyframe and packet.size]
        assert max(b - a for a, b in zip(keys, [*keys[1:], SECONDS], strict=True)) <= 2
        file.seek(round(3.2 * av.time_base))
        assert 1 <= (next(file.decode(video=0)).time or 0) <= 3.2


def test_sound_keeps_its_place(low: Produced, finished: Path) -> None:
    before, after = sound(finished)[:, 0], sound(low.outputs["video"])[:, 0]
    length = min(len(before), len(after))
    assert abs(len(before) - len(after)) < 2048
    assert (before[:length] * after[:length]).sum() > 0.98 * (before[:length] ** 2).sum()


@pytest.mark.parametrize("form", ["mp4", "mov"])
def test_the_index_of_mp4_and_mov_comes_first(finished: Path, form: str) -> None:
    names = boxes(export(finished, format=form, quality="low").outputs["video"])
    assert names.index("moov") < names.index("mdat")


def test_the_index_of_webm_comes_before_its_first_cluster(webm: Path) -> None:
    data = webm.read_bytes()
    assert 0 < data.index(CUES) < data.index(CLUSTER)


@pytest.mark.parametrize("form", ["mp4", "mov"])
def test_what_has_the_size_already_is_copied(tmp_path: Path, form: str) -> None:
    source = make_finished(tmp_path, LOW)
    made = export(source, format=form, quality="low")
    assert made.facts["copied"] is True
    assert list(packets([made.outputs["video"]])) == list(packets([source]))


def test_a_source_with_rare_keyframes_is_not_copied(tmp_path: Path) -> None:
    source = make_finished(tmp_path, LOW, g=250, keyint_min=250)
    assert export(source, format="mp4", quality="low").facts["copied"] is False


def test_a_source_with_other_colours_than_players_know_is_not_copied(tmp_path: Path) -> None:
    source = make_finished(tmp_path, LOW, pix_fmt="yuv444p", **{"profile:v": "high444"})
    made = export(source, format="mp4", quality="low")
    assert made.facts["copied"] is False
    with av.open(str(made.outputs["video"])) as file:
        assert file.streams.video[0].codec_context.pix_fmt == "yuv420p"


@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_a_silent_portrait_of_odd_shape_can_be_exported(tmp_path: Path, form: str) -> None:
    source = make_piece(tmp_path / "silent.mp4", size=(498, 890))
    made = export(source, format=form, quality="low")
    assert pictures(made.outputs["video"])[0].shape == (858, 480, 3)


def test_progress_rises_to_the_end_and_says_what_is_done(finished: Path) -> None:
    told: list[tuple[float, str]] = []
    export(finished, lambda fraction, message: told.append((fraction, message)), format="webm", quality="low")
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == pytest.approx(1, abs=0.05)
    assert {message for _, message in told} == {"Encoding the video"}


def test_a_cancelled_export_ends_its_encoder(finished: Path) -> None:
    def cancel(fraction: float, message: str) -> None:
        raise JobCancelled

    before = children()
    with pytest.raises(JobCancelled):
        export(finished, cancel, format="webm", quality="low")
    assert children() == before


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 4096, b"%PDF-1.7 not a film", b"ffconcat version 1.0\nfile a.mp4\n"]
)
def test_a_source_that_is_no_video_is_refused_for_good(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "source.mp4").write_bytes(content)
    with pytest.raises(JobFailed, match="render it again") as refused:
        export(tmp_path / "source.mp4", format="mp4", quality="low")
    assert (refused.value.code, refused.value.retryable) == ("invalid_video", False)


def test_a_missing_source_an_unknown_format_and_quality_are_named(tmp_path: Path) -> None:
    with pytest.raises(JobFailed, match="'video'") as refused:
        export(tmp_path / "gone.mp4", format="mp4", quality="low")
    assert refused.value.code == "missing_input"
    make_video(tmp_path / "video.mp4", seconds=0.2, size=(64, 64))
    for params, field in (({"format": "avi"}, "format"), ({"quality": "8k"}, "quality")):
        with pytest.raises(JobFailed, match=field) as refused:
            export(tmp_path / "video.mp4", **params)
        assert refused.value.code == "invalid_params"


def test_without_ffmpeg_the_failure_says_so(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(finished.parent / "nowhere"))
    with pytest.raises(JobFailed, match="IMAGEIO_FFMPEG_EXE") as refused:
        export(finished, format="mp4", quality="low")
    assert refused.value.code == "ffmpeg_missing"
