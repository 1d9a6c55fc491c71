"""The media engine with bad input, no ffmpeg, or a cancelled job: typed reasons, and nothing left running."""

import os
from pathlib import Path
from random import Random

import ffmpeg
import pytest

from gpu_containers.media.engines import ENGINES
from gpu_containers.runtime.engine import JobCancelled, JobFailed
from gpu_containers.runtime.ffmpeg import read, run
from gpu_containers.runtime.registry import Registry
from tests.containers.media_harness import HOSTILE, Studio, make_speech, pictures


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path)


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_the_engine_is_found_by_name_and_lists_its_operations(studio: Studio) -> None:
    assert Registry(ENGINES, {}).get("ffmpeg").version == "1"
    with pytest.raises(JobFailed, match="finish_reel") as refused:
        studio.finish(operation="finish_film")
    assert refused.value.code == "unknown_operation"


@pytest.mark.parametrize("name", ["video", "speech", "timing"])
def test_a_missing_input_is_named(studio: Studio, name: str) -> None:
    del studio.inputs[name]
    with pytest.raises(JobFailed, match=f"'{name}'") as refused:
        studio.finish()
    assert (refused.value.code, refused.value.retryable) == ("missing_input", False)


@pytest.mark.parametrize(
    ("name", "code"), [("video", "invalid_video"), ("speech", "invalid_audio"), ("timing", "invalid_timing")]
)
@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"%PDF-1.7 not a film"])
def test_an_input_that_is_something_else_is_refused_for_good(
    studio: Studio, name: str, code: str, content: bytes
) -> None:
    studio.inputs[name].write_bytes(content)
    with pytest.raises(JobFailed) as refused:
        studio.finish()
    assert (refused.value.code, refused.value.retryable) == (code, False)
    assert str(studio.folder) not in refused.value.message


@pytest.mark.parametrize("captions", ["sidecar", "burned"])
def test_a_video_with_broken_frames_is_refused(studio: Studio, captions: str) -> None:
    data = bytearray(studio.inputs["video"].read_bytes())
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 3
    data[middle : middle + 20_000] = Random(1).randbytes(20_000)
    studio.inputs["video"].write_bytes(data)
    with pytest.raises(JobFailed) as refused:
        studio.finish(captions=captions)
    assert (refused.value.code, refused.value.retryable) == ("invalid_video", False)


def test_a_video_that_is_not_as_long_as_its_speech_is_refused(studio: Studio) -> None:
    make_speech(studio.inputs["speech"], seconds=6)
    with pytest.raises(JobFailed, match=r"4\.00 s and the speech 6\.00 s") as refused:
        studio.finish()
    assert refused.value.code == "lengths_differ"


def test_parameters_of_a_wrong_kind_are_named(studio: Studio) -> None:
    for params, field in (
        ({"captions": "karaoke"}, "captions"),
        ({"face": {"x": 1, "y": 2, "width": -3, "height": 4}}, "face.width"),
        ({"title": 7}, "title"),
    ):
        with pytest.raises(JobFailed, match=field) as refused:
            studio.finish(**params)
        assert refused.value.code == "invalid_params"


def test_hostile_words_are_burned_as_words(studio: Studio) -> None:
    studio.say(HOSTILE)
    made = studio.finish(captions="burned", title="--'; [out]; drawtext=text=x\n-y")
    assert len(pictures(made.outputs["video"])) == 100


def test_what_no_font_can_draw_is_left_out_of_the_picture_and_said(studio: Studio) -> None:
    studio.say(["😀 中文", "Only this is drawn."])
    made = studio.finish(captions="burned")
    assert made.facts["captions_left_out"] == "中文😀"
    assert "😀 中文" in made.outputs["captions_vtt"].read_text(encoding="utf-8")


def test_without_ffmpeg_the_failure_says_how_to_get_it(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(studio.folder / "nowhere"))
    with pytest.raises(JobFailed, match="IMAGEIO_FFMPEG_EXE") as refused:
        studio.finish()
    assert refused.value.code == "ffmpeg_missing"


def test_a_cancelled_job_ends_its_encoder(studio: Studio) -> None:
    seen: list[set[str]] = []

    def cancel_while_encoding(fraction: float, message: str) -> None:
        if message == "Encoding the video":
            seen.append(children())
            raise JobCancelled

    before = children()
    with pytest.raises(JobCancelled):
        studio.finish(cancel_while_encoding, captions="burned")
    assert seen[0] > before
    assert children() == before


def test_a_command_that_says_nothing_can_be_cancelled_too(tmp_path: Path) -> None:
    silent, before = tmp_path / "silent", children()
    os.mkfifo(silent)  # ffmpeg waits for a writer that never comes

    def cancel(fraction: float) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        run(["-i", str(silent), "-f", "null", "-"], report=cancel)
    assert children() == before


def test_a_reader_that_stops_early_ends_ffmpeg() -> None:
    before = children()
    blocks = read(ffmpeg.output(ffmpeg.input("testsrc2=rate=25", f="lavfi"), "pipe:1", f="rawvideo"), 1024)
    assert len(next(blocks)) == 1024
    blocks.close()
    assert children() == before


def test_progress_is_a_fraction_of_the_length_and_ends_at_one() -> None:
    told: list[float] = []
    source = ffmpeg.input("testsrc2=rate=25:duration=4", f="lavfi")
    run(ffmpeg.output(source, "-", f="null"), report=told.append, duration=4)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1, abs=0.05)


def test_a_failure_keeps_the_last_words_of_ffmpeg_without_any_path(tmp_path: Path) -> None:
    with pytest.raises(JobFailed) as failed:
        run(["-i", str(tmp_path / "gone.mp4"), "-f", "null", "-"])
    assert failed.value.code == "ffmpeg_failed"
    assert "Error opening input file gone.mp4" in failed.value.message
    assert str(tmp_path) not in failed.value.message
