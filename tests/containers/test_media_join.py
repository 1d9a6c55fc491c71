"""join_pieces, seen from its files: nothing of the pieces is lost, and what does not fit is named."""

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from gpu_containers.media.loudness import measure
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced
from tests.containers.join_harness import SIZE, Cutter, make_piece, packets
from tests.containers.media_harness import HOSTILE, boxes, make_speech, pictures


@pytest.fixture(scope="module")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cutter:
    cutter = Cutter(tmp_path_factory.mktemp("cutter"))
    cutter.say(0, seconds=1.1, sentences=["Good morning."])
    cutter.say(2, seconds=0.9, sentences=["And goodbye."])
    return cutter


@pytest.fixture(scope="module")
def joined(cutter: Cutter) -> Produced:
    return cutter.join(title="Three scenes", music={"kind": "generated", "mood": "uplifting", "seed": 3})


@pytest.fixture
def fresh(tmp_path: Path) -> Cutter:
    return Cutter(tmp_path, frames=(25, 25))


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_every_frame_of_every_piece_arrives_in_order_as_it_was_encoded(cutter: Cutter, joined: Produced) -> None:
    pieces = [cutter.inputs[f"piece_{n:03}"] for n in range(3)]
    assert list(packets([joined.outputs["video"]])) == list(packets(pieces))


def test_frames_are_evenly_spaced_and_each_piece_begins_with_a_keyframe(joined: Produced) -> None:
    with av.open(str(joined.outputs["video"])) as file:
        video = file.streams.video[0]
        assert (video.time_base, video.average_rate, video.start_time) == (Fraction(1, 12_800), Fraction(25), 0)
        frames = [(packet.pts or 0, packet.is_keyframe) for packet in file.demux(video=0) if packet.size]
    assert sorted(at for at, _ in frames) == [n * 512 for n in range(125)]
    assert {0, 40 * 512, 90 * 512} <= {at for at, key in frames if key}


def test_each_scene_is_seen_at_its_time(joined: Produced) -> None:
    means = [frame.mean(axis=(0, 1)) for frame in pictures(joined.outputs["video"])]
    assert [int(np.argmax(means[n])) for n in (0, 39, 40, 89, 90, 124)] == [0, 0, 1, 1, 2, 2]


def test_sound_and_picture_begin_together_and_last_equally_long(joined: Produced) -> None:
    with av.open(str(joined.outputs["video"])) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (audio.codec_context.name, audio.rate, audio.layout.name) == ("aac", 48_000, "stereo")
        assert audio.start_time == 0
        lengths = [float((stream.duration or 0) * (stream.time_base or 0)) for stream in (video, audio)]
    assert lengths == [5.0, pytest.approx(5.0, abs=0.022)]  # one AAC frame


def test_the_index_comes_first_so_that_a_browser_can_start_at_once(joined: Produced) -> None:
    names = boxes(joined.outputs["video"])
    assert names.index("moov") < names.index("mdat")


def test_the_facts_are_those_of_the_file(joined: Produced) -> None:
    facts, heard = joined.facts, measure(joined.outputs["video"])
    assert (facts["width"], facts["height"], facts["fps"], facts["frames"]) == (*SIZE, 25.0, 125)
    assert (facts["duration"], facts["music"]) == (5.0, "generated")
    assert facts["bytes"] == joined.outputs["video"].stat().st_size
    assert (facts["loudness_lufs"], facts["true_peak_dbtp"]) == (heard.integrated, heard.true_peak)


def test_captions_stand_where_the_voices_are(joined: Produced) -> None:
    lines = joined.outputs["captions_vtt"].read_text(encoding="utf-8").split("\n")
    cues = [line for line in lines if "-->" in line]
    # Words begin 0.2 s into the speech, and speech 0.3 s into its scene.
    assert [cue.split(" ")[0] for cue in cues] == ["00:00:00.480", "00:00:04.080"]
    assert lines[lines.index(cues[1]) + 1] == "And goodbye."
    assert "00:00:00,480 -->" in joined.outputs["captions_srt"].read_text(encoding="utf-8")


def test_captions_follow_a_voice_that_is_spoken_faster(fresh: Cutter) -> None:
    fresh.say(1, seconds=0.66, sentences=["Quick one."])  # 0.55 s of room: 1.2 times as fast
    text = fresh.join().outputs["captions_vtt"].read_text(encoding="utf-8")
    assert "00:00:01.480 --> 00:00:02.000" in text


def test_hostile_words_stay_words(fresh: Cutter) -> None:
    fresh.say(0, seconds=0.5, sentences=HOSTILE)
    made = fresh.join(title="--'; [out]; drawtext=text=x\n-y")
    assert "<script>" not in made.outputs["captions_vtt"].read_text(encoding="utf-8")


def test_without_captions_there_are_none_and_without_voices_they_are_empty(fresh: Cutter) -> None:
    assert set(fresh.join(captions="none").outputs) == {"video", "thumbnail", "contact_sheet"}
    assert fresh.join().outputs["captions_vtt"].read_text(encoding="utf-8").strip() == "WEBVTT"


def test_the_thumbnail_is_the_liveliest_scene_and_the_contact_sheet_a_mosaic(fresh: Cutter) -> None:
    make_piece(fresh.inputs["piece_000"], colour="black")
    make_piece(fresh.inputs["piece_001"])
    made = fresh.join()
    thumbnail, sheet = (Image.open(made.outputs[name]) for name in ("thumbnail", "contact_sheet"))
    assert (thumbnail.format, thumbnail.size, sheet.size[0]) == ("JPEG", SIZE, 1600)
    assert np.asarray(thumbnail).std() > 40


def test_a_long_video_is_pictured_from_its_keyframes(tmp_path: Path) -> None:
    cutter = Cutter(tmp_path, frames=(150, 160, 170))
    sheet = np.asarray(Image.open(cutter.join().outputs["contact_sheet"]).convert("RGB"), int)
    first, last = sheet[180, 200], sheet[-120, -200]
    assert (int(np.argmax(first)), int(np.argmax(last))) == (0, 2)


def test_the_same_job_makes_the_same_files(cutter: Cutter, joined: Produced) -> None:
    again = cutter.join(title="Three scenes", music={"kind": "generated", "mood": "uplifting", "seed": 3})
    for name, path in joined.outputs.items():
        assert again.outputs[name].read_bytes() == path.read_bytes()


def test_progress_rises_and_names_its_steps(fresh: Cutter) -> None:
    told: list[tuple[float, str]] = []
    fresh.join(lambda fraction, message: told.append((fraction, message)))
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)
    steps = {"Reading the pieces", "Mixing voices and music", "Joining the pieces", "Taking pictures"}
    assert steps <= {message for _, message in told}


@pytest.mark.parametrize("when", ["Mixing voices and music", "Joining the pieces"])
def test_a_cancelled_job_leaves_nothing_running(fresh: Cutter, when: str) -> None:
    def cancel(fraction: float, message: str) -> None:
        if message == when:
            raise JobCancelled

    before = children()
    with pytest.raises(JobCancelled):
        fresh.join(cancel)
    assert children() == before


@pytest.mark.parametrize(
    ("made_with", "reason"),
    [
        ({"size": (160, 90)}, "160 × 90 pixels instead of 160 × 96"),
        ({"r": 30}, "25 frames in each second"),
        ({"c:v": "libx265", "profile:v": "main"}, "hevc and not H.264"),
        ({"bf": 0}, "encoded with other settings"),
        ({"pix_fmt": "yuv444p", "profile:v": "high444"}, "encoded with other settings"),
    ],
)
def test_a_piece_that_does_not_fit_is_named_with_the_reason(
    fresh: Cutter, made_with: dict[str, Any], reason: str
) -> None:
    make_piece(fresh.inputs["piece_001"], **made_with)
    with pytest.raises(JobFailed, match="'piece_001' cannot be joined") as refused:
        fresh.join()
    assert reason in refused.value.message
    assert (refused.value.code, refused.value.retryable) == ("piece_differs", False)


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"%PDF-1.7 not a film"])
def test_a_piece_that_is_no_video_is_named(fresh: Cutter, content: bytes) -> None:
    fresh.inputs["piece_001"].write_bytes(content)
    with pytest.raises(JobFailed, match="'piece_001'") as refused:
        fresh.join()
    assert (refused.value.code, refused.value.retryable) == ("invalid_video", False)
    assert str(fresh.folder) not in refused.value.message


def test_a_piece_without_pictures_is_named(fresh: Cutter) -> None:
    make_speech(fresh.inputs["piece_000"].with_suffix(".wav"))
    fresh.inputs["piece_000"] = fresh.inputs["piece_000"].with_suffix(".wav")
    with pytest.raises(JobFailed, match="'piece_000'") as refused:
        fresh.join()
    assert refused.value.code == "invalid_video"


def test_pieces_that_do_not_add_up_to_the_scenes_are_refused_with_both_lengths(fresh: Cutter) -> None:
    fresh.scenes[1]["duration"] = 1.2
    with pytest.raises(JobFailed, match=r"pieces last 2\.00 s and the scenes 2\.20 s") as refused:
        fresh.join()
    assert refused.value.code == "lengths_differ"


@pytest.mark.parametrize("name", ["piece_001", "timing_000"])
def test_a_missing_input_is_named(fresh: Cutter, name: str) -> None:
    fresh.say(0, seconds=0.5)
    del fresh.inputs[name]
    with pytest.raises(JobFailed, match=f"'{name}'") as refused:
        fresh.join()
    assert refused.value.code == "missing_input"


def test_parameters_of_a_wrong_kind_are_named(fresh: Cutter) -> None:
    for params, field in (
        ({"captions": "karaoke"}, "captions"),
        ({"pieces": 0}, "pieces"),
        ({"scenes": [{"start": -1, "duration": 2}]}, "scenes.0.start"),
        ({"scenes": list(reversed(fresh.scenes))}, "order"),
        ({"music": {"kind": "loud"}}, "music.kind"),
        ({"music": {"kind": "generated", "gain_db": float("nan")}}, "music.gain_db"),
        ({"width": 161}, "width"),
    ):
        with pytest.raises(JobFailed, match=field) as refused:
            fresh.join(**params)
        assert refused.value.code == "invalid_params"
