"""finish_reel, seen from its files: what a player, an editor and a person get."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from gpu_containers.media.loudness import measure
from gpu_containers.runtime.engine import Produced
from tests.containers.media_harness import SECONDS, Studio, boxes, make_speech, make_video, pictures


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def copied(studio: Studio) -> Produced:
    return studio.finish(captions="sidecar", title="Good morning")


@pytest.fixture(scope="module")
def burned(studio: Studio) -> Produced:
    return studio.finish(captions="burned")


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]


def test_a_finished_reel_is_h264_and_stereo_aac_that_begin_together_and_last_as_long(copied: Produced) -> None:
    with av.open(str(copied.outputs["video"])) as file:
        video, audio = file.streams.video[0], file.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (audio.rate, audio.layout.name) == (48_000, "stereo")
        assert video.average_rate == Fraction(25)
        assert video.codec_context.pix_fmt == "yuv420p"
        assert video.start_time == 0
        assert audio.start_time == 0
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            assert float(stream.duration * stream.time_base) == pytest.approx(SECONDS, abs=0.05)


def test_the_index_comes_first_so_that_a_browser_can_start_at_once(copied: Produced) -> None:
    names = boxes(copied.outputs["video"])
    assert names.index("moov") < names.index("mdat")


def test_without_burning_and_cropping_the_picture_is_copied_bit_by_bit(studio: Studio, copied: Produced) -> None:
    assert copied.facts["video_copied"] is True
    assert packets(copied.outputs["video"]) == packets(studio.inputs["video"])


def test_the_sound_is_at_minus_16_lufs_and_the_facts_say_what_was_measured(copied: Produced) -> None:
    heard = measure(copied.outputs["video"])
    assert heard.integrated == pytest.approx(-16, abs=1)
    assert heard.true_peak <= -1
    assert copied.facts["loudness_lufs"] == heard.integrated


@pytest.mark.parametrize("level", [0.004, 0.7])
def test_speech_that_comes_too_quiet_or_too_loud_ends_at_the_same_loudness(tmp_path: Path, level: float) -> None:
    studio = Studio(tmp_path)
    make_speech(studio.inputs["speech"], level=level)
    heard = measure(studio.finish(captions="none").outputs["video"])
    assert heard.integrated == pytest.approx(-16, abs=1)
    assert heard.true_peak <= -1


def test_silence_stays_silence_and_has_no_loudness(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    make_speech(studio.inputs["speech"], level=0)
    assert studio.finish(captions="none").facts["loudness_lufs"] is None


def test_the_facts_are_those_of_the_file(copied: Produced) -> None:
    facts = copied.facts
    assert (facts["width"], facts["height"], facts["fps"]) == (320, 320, 25.0)
    assert facts["duration"] == pytest.approx(SECONDS, abs=0.05)
    assert facts["bytes"] == copied.outputs["video"].stat().st_size


def test_burned_captions_change_the_foot_of_the_picture_and_only_while_a_cue_is_on(
    studio: Studio, burned: Produced
) -> None:
    before, after = pictures(studio.inputs["video"]), pictures(burned.outputs["video"])
    change = np.array([np.abs(a.astype(int) - b).mean(axis=(1, 2)) for a, b in zip(before, after, strict=True)])
    top, foot = change[:, :200].mean(axis=1), change[:, 250:300].mean(axis=1)
    assert top.max() < 6
    assert foot[0] < 6  # before the first word
    assert foot[[12, 50, 80]].min() > 12
    assert burned.facts["video_copied"] is False


def test_burned_captions_keep_the_profile_that_lets_clips_be_joined(burned: Produced) -> None:
    with av.open(str(burned.outputs["video"])) as file:
        video = file.streams.video[0]
        assert video.average_rate == Fraction(25)
        assert video.time_base == Fraction(1, 12_800)
        assert (video.codec_context.profile, video.codec_context.pix_fmt) == ("High", "yuv420p")
        assert (video.codec_context.colorspace, video.codec_context.color_range) == (1, 1)  # BT.709, tv
        keys = [packet.pts for packet in file.demux(video=0) if packet.is_keyframe]
    assert keys == [n * 12_800 for n in range(4)]


def test_burned_captions_come_as_files_too_and_no_captions_as_none(studio: Studio, burned: Produced) -> None:
    assert {"captions_vtt", "captions_srt"} <= set(burned.outputs)
    assert set(studio.finish(captions="none").outputs) == {"video", "thumbnail", "contact_sheet"}


def test_the_contact_sheet_is_a_mosaic_of_twelve_and_the_thumbnail_one_frame(copied: Produced) -> None:
    sheet, thumbnail = (Image.open(copied.outputs[name]) for name in ("contact_sheet", "thumbnail"))
    assert sheet.size == (1600, 62 + 2 * (250 + 14) + 7)
    assert thumbnail.size == (320, 320)
    assert (sheet.format, thumbnail.format) == ("JPEG", "JPEG")


def test_the_thumbnail_has_no_caption_on_it(studio: Studio, burned: Produced, copied: Produced) -> None:
    assert burned.outputs["thumbnail"].read_bytes() == copied.outputs["thumbnail"].read_bytes()


def test_the_same_job_makes_the_same_video(studio: Studio, burned: Produced) -> None:
    again = studio.finish(captions="burned")
    assert again.outputs["video"].read_bytes() == burned.outputs["video"].read_bytes()


def test_progress_rises_and_names_its_steps(studio: Studio) -> None:
    told: list[tuple[float, str]] = []
    studio.finish(lambda fraction, message: told.append((fraction, message)), captions="burned")
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)
    assert {"Levelling the sound", "Encoding the video", "Taking pictures"} <= {message for _, message in told}


def test_a_portrait_video_of_odd_shape_can_be_finished(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    make_video(studio.inputs["video"], size=(202, 358))
    made = studio.finish(captions="burned", aspect_ratio="1:1")
    assert (made.facts["width"], made.facts["height"]) == (202, 202)
