"""The sound of a joined video: voices where they belong and equally loud, music that steps back, one loudness."""

from pathlib import Path

import numpy as np
import pytest

from gpu_containers.media.loudness import measure
from gpu_containers.media.mix import Mix
from gpu_containers.media.mix_duck import ATTACK, DEPTH, RELEASE, Duck, merged
from gpu_containers.media.mix_meter import RATE, Samples, loudness
from gpu_containers.media.mix_music import Track
from gpu_containers.media.mix_voices import Voice
from gpu_containers.runtime.engine import JobFailed
from tests.containers.join_harness import Cutter, level, make_song, sound
from tests.containers.media_harness import make_speech

ONE_SENTENCE = ["Good morning, and welcome."]
SONG = {"kind": "input"}


@pytest.fixture
def cutter(tmp_path: Path) -> Cutter:
    return Cutter(tmp_path, frames=(75, 75, 75))


def heard(samples: Samples) -> tuple[float, float]:
    """The seconds in which something louder than -45 dB is first and last heard."""
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 10 ** (-45 / 20))
    return loud[0] / RATE, loud[-1] / RATE


def steady(seconds: float) -> Track:
    return Track(np.full((round(seconds * RATE), 2), 0.1, np.float32), -16.0)


def played(mix: Mix) -> Samples:
    return mix.block(0, mix.length)


@pytest.mark.parametrize("frequency", [120.0, 1000.0, 5000.0])
def test_our_meter_agrees_with_ffmpegs(tmp_path: Path, frequency: float) -> None:
    song = make_song(tmp_path / "song.wav", seconds=3, frequency=frequency)
    assert loudness(sound(song)) == pytest.approx(measure(song).integrated, abs=0.15)


def test_our_meter_ignores_pauses_as_ffmpegs_does(tmp_path: Path) -> None:
    speech = make_speech(tmp_path / "speech.wav", seconds=4)
    pauses = np.concatenate([sound(speech), np.zeros((4 * RATE, 2), np.float32)])
    assert loudness(pauses) == pytest.approx(measure(speech).integrated, abs=0.4)


def test_voices_and_music_together_are_at_minus_16_lufs_below_minus_1_5_dbtp(cutter: Cutter) -> None:
    cutter.say(0, seconds=2)
    cutter.say(1, seconds=2.2, loud=0.01)
    cutter.inputs["music"] = make_song(cutter.folder / "song.wav", seconds=2.5)
    made = measure(cutter.join(music=SONG).outputs["video"])
    assert made.integrated == pytest.approx(-16, abs=0.5)
    assert made.true_peak <= -1.5


def test_a_voice_begins_a_third_of_a_second_into_its_scene_and_no_other_is_moved(cutter: Cutter) -> None:
    cutter.say(1, seconds=1.5)
    first, last = heard(sound(cutter.join().outputs["video"]))
    assert first == pytest.approx(3.3, abs=0.1)
    assert last == pytest.approx(4.8, abs=0.1)


def test_a_voice_that_is_too_long_is_spoken_faster_and_ends_with_its_scene(cutter: Cutter) -> None:
    cutter.say(1, seconds=3.06)  # 1.2 times what its scene holds
    first, last = heard(sound(cutter.join().outputs["video"]))
    assert first == pytest.approx(3.3, abs=0.1)
    assert last == pytest.approx(5.85, abs=0.1)


def test_a_voice_that_is_far_too_long_is_cut_softly_before_the_next_scene(cutter: Cutter) -> None:
    cutter.say(1, seconds=8)
    made = sound(cutter.join().outputs["video"])
    assert heard(made)[1] == pytest.approx(6, abs=0.05)
    assert level(made[round(6.05 * RATE) :]) < -60


def test_voices_that_came_at_different_levels_are_equally_loud(cutter: Cutter) -> None:
    for scene, loud in enumerate((0.02, 0.1, 0.5)):
        cutter.say(scene, seconds=2, loud=loud)
    made = sound(cutter.join().outputs["video"])
    levels = [level(made[round((3 * n + 0.3) * RATE) : round((3 * n + 2.3) * RATE)]) for n in range(3)]
    assert max(levels) - min(levels) < 0.5


def test_without_voices_and_music_there_is_silence_as_long_as_the_video(cutter: Cutter) -> None:
    made = cutter.join()
    assert made.facts["loudness_lufs"] is None
    assert len(sound(made.outputs["video"])) == pytest.approx(9 * RATE, abs=1024)


def test_music_is_quieter_while_somebody_speaks() -> None:
    mix = played(Mix(10 * RATE, [], steady(10), -7, Duck([(4.0, 6.0)])))
    before, during = (level(mix[round(at * RATE) : round((at + 1) * RATE)]) for at in (2.0, 4.5))
    assert before - during == pytest.approx(DEPTH, abs=0.1)


def test_music_lies_as_far_from_the_voices_as_was_asked() -> None:
    track = Track(np.full((10 * RATE, 2), 0.1, np.float32), -9.0)  # 7 dB louder than a voice
    mix = played(Mix(10 * RATE, [], track, -10, Duck([])))
    assert level(mix[4 * RATE : 5 * RATE]) == pytest.approx(-20 - 17, abs=0.1)


def test_music_is_down_when_the_speech_begins_and_up_some_time_after_it() -> None:
    gain = 20 * np.log10(Duck([(4.0, 6.0)]).gain(np.array([0.0, 4 - ATTACK, 4.0, 6.0, 6 + RELEASE, 9.0])))
    assert gain == pytest.approx([0, 0, -DEPTH, -DEPTH, 0, 0])


def test_music_stays_down_in_a_short_pause_and_rises_in_a_long_one() -> None:
    assert merged([(0.3, 2.0), (2.4, 3.0), (6.0, 7.0)]) == [(0.3, 3.0), (6.0, 7.0)]


def test_music_never_jumps() -> None:
    gain = Duck([(1.0, 2.0), (5.0, 7.0)]).gain(np.arange(10 * RATE) / RATE)
    assert np.abs(np.diff(gain)).max() < 1e-4


def test_music_fades_in_and_out(cutter: Cutter) -> None:
    cutter.inputs["music"] = make_song(cutter.folder / "song.wav", seconds=20)
    made = sound(cutter.join(music=SONG).outputs["video"])
    whole = level(made[4 * RATE : 5 * RATE])
    assert level(made[: RATE // 50]) < whole - 15
    assert level(made[round(8.95 * RATE) : 9 * RATE]) < whole - 15


def test_a_song_that_is_too_short_begins_again_without_a_click_or_a_hole(cutter: Cutter) -> None:
    cutter.inputs["music"] = make_song(cutter.folder / "song.wav", seconds=2.3)
    made = sound(cutter.join(music=SONG).outputs["video"])[RATE : 7 * RATE]
    levels = [level(made[at : at + RATE // 10]) for at in range(0, len(made) - RATE // 10, RATE // 10)]
    assert max(levels) - min(levels) < 8  # both ends of a tone may add or cancel where they overlap
    steps = np.abs(np.diff(made, 2, axis=0)).max(axis=1)
    assert steps.max() < 4 * np.median(steps)


def test_a_voice_across_two_blocks_is_whole() -> None:
    voice = Voice(RATE - 500, np.linspace(0.1, 0.9, 1000, dtype=np.float32))
    mix = Mix(2 * RATE, [voice], None, 0, Duck([]))
    both = np.concatenate([mix.block(0, RATE), mix.block(RATE, 2 * RATE)])
    assert np.array_equal(both[RATE - 500 : RATE + 500, 0], voice.samples)
    assert np.array_equal(both[:, 0], both[:, 1])
    assert not both[: RATE - 500].any()


def test_music_that_was_announced_and_is_not_there_is_named(cutter: Cutter) -> None:
    with pytest.raises(JobFailed, match="'music'") as refused:
        cutter.join(music=SONG)
    assert refused.value.code == "missing_input"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 no song",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile song.wav\n",
    ],
)
def test_a_song_that_is_no_sound_or_names_other_files_is_refused(cutter: Cutter, content: bytes) -> None:
    make_song(cutter.folder / "song.wav", seconds=1)
    cutter.inputs["music"] = cutter.folder / "music.mp3"
    cutter.inputs["music"].write_bytes(content)
    with pytest.raises(JobFailed, match="MP3") as refused:
        cutter.join(music=SONG)
    assert (refused.value.code, refused.value.retryable) == ("invalid_music", False)


def test_a_speech_that_cannot_be_read_is_named(cutter: Cutter) -> None:
    cutter.say(1, seconds=1, sentences=ONE_SENTENCE)
    cutter.inputs["speech_001"].write_bytes(b"RIFF no speech")
    with pytest.raises(JobFailed, match="'speech_001'") as refused:
        cutter.join()
    assert refused.value.code == "invalid_audio"
