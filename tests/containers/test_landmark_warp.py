"""The embedded talking head: a portrait and two seconds of speech through the whole engine, and bad inputs."""

import json
import threading
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from faces.detector import detect
from faces.mesh import follow, mesh_of
from gpu_containers.runtime.engine import JobCancelled, JobFailed, Produced, Work
from gpu_containers.talking_head.landmark_warp import LandmarkWarp
from gpu_containers.talking_head.motion import plan_motion
from gpu_containers.talking_head.planes import Bytes
from gpu_containers.talking_head.speech import read_speech
from gpu_containers.text_to_speech.hibari import HibariEngine
from greenlight.contracts import Job, Task

SAMPLE = Path(__file__).parents[2] / "local" / "samples" / "portrait.jpg"


def no_report(fraction: float, message: str) -> None:
    pass


def job(task: Task, engine: str, **params: object) -> Job:
    deadline = datetime(2030, 1, 1, tzinfo=UTC)
    return Job(
        job_id="j", task=task, engine=engine, params=params, output_prefix="s3://b/j/", cache_key="k", deadline=deadline
    )


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    engine = HibariEngine()
    engine.load()
    spoken = job(
        Task.TEXT_TO_SPEECH,
        "hibari",
        text="Hello there, maybe Bob can show a picture.",
        voice="heart",
        language="en-US",
        seed=0,
    )
    return engine.run(Work(spoken, tmp_path_factory.mktemp("speech"), {}, no_report)).outputs


@pytest.fixture(scope="module")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("portrait") / "portrait.png"
    Image.open(SAMPLE).convert("RGB").resize((436, 512)).save(path)
    return path


def render(
    folder: Path,
    portrait: Path,
    speech: dict[str, Path],
    report: Callable[[float, str], None] = no_report,
    **params: object,
) -> Produced:
    engine = LandmarkWarp()
    work = Work(job(Task.TALKING_HEAD, "landmark_warp", **params), folder, {"portrait": portrait, **speech}, report)
    return engine.run(work)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, portrait: Path, speech: dict[str, Path]) -> Produced:
    return render(tmp_path_factory.mktemp("made"), portrait, speech)


def frames_of(video: Path) -> list[Bytes]:
    with av.open(str(video)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def openings(video: Path) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """How far the lips stand apart in each frame, in mouth widths, as the face mesh sees it."""
    frames = frames_of(video)
    points = mesh_of(frames[0], detect(frames[0])[0]).points
    seen = []
    for frame in frames:
        points = follow(frame, points).points
        seen.append(np.hypot(*(points[14] - points[13])[:2]) / np.hypot(*(points[308] - points[78])[:2]))
    return np.array(seen)


def write_wav(path: Path, samples: "np.ndarray[tuple[int], np.dtype[np.int16]]") -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(samples.astype("<i2").tobytes())
    return path


def test_the_video_is_as_long_as_the_speech_and_says_it_is_a_draft(made: Produced, speech: dict[str, Path]) -> None:
    duration = read_speech(speech["speech"], speech["timing"]).duration
    with av.open(str(made.outputs["video"])) as container:
        stream = container.streams.video[0]
        count = sum(1 for _ in container.decode(stream))
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.average_rate or 0) == 25
        assert not container.streams.audio
    assert abs(count / 25 - duration) <= 1 / 25
    assert made.facts["draft"] is True
    assert made.facts["frames"] == count


def test_the_mouth_opens_with_the_sound(made: Produced, speech: dict[str, Path]) -> None:
    opened = openings(made.outputs["video"])
    heard = read_speech(speech["speech"], speech["timing"]).loudness
    loudness = np.array([part.mean() for part in np.array_split(heard, len(opened))])
    assert np.corrcoef(opened, loudness)[0, 1] >= 0.6


def test_the_same_seed_gives_the_same_file_and_another_seed_another(
    tmp_path: Path, portrait: Path, speech: dict[str, Path]
) -> None:
    files = []
    for index, seed in enumerate((3, 3, 4)):
        folder = tmp_path / str(index)
        folder.mkdir()
        files.append(render(folder, portrait, speech, seed=seed).outputs["video"].read_bytes())
    assert files[0] == files[1]
    assert files[0] != files[2]


def test_the_background_stands_still(made: Produced) -> None:
    frames = frames_of(made.outputs["video"])
    corners = np.stack([frame[-24:, :24] for frame in frames]).astype(float)
    assert np.abs(corners - corners[0]).mean() < 2


def test_lips_stay_closed_in_silence(tmp_path: Path) -> None:
    audio = write_wav(tmp_path / "silence.wav", np.zeros(48_000, np.int16))
    timing = tmp_path / "timing.json"
    timing.write_text('{"duration": 1.0, "phonemes": [{"symbol": "ɑ", "start": 0.1, "end": 0.9}]}', encoding="utf-8")
    motion = plan_motion(read_speech(audio, timing), 25, 0)
    assert np.abs(motion.amounts[:, :3]).max() < 1e-3


def test_lips_meet_on_every_closed_sound(speech: dict[str, Path]) -> None:
    heard = read_speech(speech["speech"], speech["timing"])
    jaw = plan_motion(heard, 25, 0).amounts[:, 0]
    closed = [p for p in heard.phonemes if p.symbol in "mbp"]
    assert len(closed) >= 4
    for sound in closed:
        around = jaw[max(0, int(sound.start * 25 - 1)) : int(sound.end * 25 + 1) + 1]
        assert around.min() < 0.02


def test_without_phonemes_the_mouth_follows_the_sound(tmp_path: Path, speech: dict[str, Path]) -> None:
    timing = json.loads(speech["timing"].read_text(encoding="utf-8"))
    del timing["phonemes"]
    bare = tmp_path / "timing.json"
    bare.write_text(json.dumps(timing), encoding="utf-8")
    assert plan_motion(read_speech(speech["speech"], bare), 25, 0).amounts[:, 0].max() > 0.2


def test_eyes_blink_at_least_once_in_six_seconds(tmp_path: Path) -> None:
    audio = write_wav(tmp_path / "silence.wav", np.zeros(48_000 * 6, np.int16))
    timing = tmp_path / "timing.json"
    timing.write_text("{}", encoding="utf-8")
    assert plan_motion(read_speech(audio, timing), 25, 1).lids.max() > 0.8


def test_a_portrait_without_a_face_is_refused(tmp_path: Path, speech: dict[str, Path]) -> None:
    wall = tmp_path / "wall.png"
    Image.new("RGB", (400, 400), (120, 140, 160)).save(wall)
    with pytest.raises(JobFailed) as refused:
        render(tmp_path, wall, speech)
    assert refused.value.code == "no_face"


def test_empty_speech_is_refused(tmp_path: Path, portrait: Path, speech: dict[str, Path]) -> None:
    empty = write_wav(tmp_path / "empty.wav", np.zeros(0, np.int16))
    with pytest.raises(JobFailed) as refused:
        render(tmp_path, portrait, {**speech, "speech": empty})
    assert refused.value.code == "invalid_speech"


@pytest.mark.parametrize(("mode", "size", "made"), [("RGB", (501, 643), (500, 642)), ("RGBA", (436, 512), (436, 512))])
def test_odd_sizes_and_transparent_files_are_taken(
    tmp_path: Path, speech: dict[str, Path], mode: str, size: tuple[int, int], made: tuple[int, int]
) -> None:
    path = tmp_path / "portrait.png"
    Image.open(SAMPLE).convert(mode).resize(size).save(path)
    facts = render(tmp_path, path, speech).facts
    assert (facts["width"], facts["height"]) == made


def test_a_tall_portrait_is_made_as_high_as_asked(tmp_path: Path, speech: dict[str, Path]) -> None:
    path = tmp_path / "tall.png"
    Image.open(SAMPLE).convert("RGB").resize((1843, 2160)).save(path, compress_level=1)
    assert render(tmp_path, path, speech, max_height=360).facts["height"] == 360


def test_cancelling_in_the_middle_ends_the_encoder(tmp_path: Path, portrait: Path, speech: dict[str, Path]) -> None:
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    before = set(children.read_text(encoding="ascii").split())
    running: list[set[str]] = []

    def cancel(fraction: float, message: str) -> None:
        if fraction > 0.3:
            running.append(set(children.read_text(encoding="ascii").split()) - before)
            raise JobCancelled

    with pytest.raises(JobCancelled):
        render(tmp_path, portrait, speech, cancel)
    assert running[0]
    assert not running[0] & set(children.read_text(encoding="ascii").split())
    assert not [thread for thread in threading.enumerate() if thread.name == "encoder"]


@pytest.mark.parametrize("params", [{"seed": "x"}, {"fps": 0}, {"max_height": 5000}])
def test_bad_params_are_named(
    tmp_path: Path, portrait: Path, speech: dict[str, Path], params: dict[str, object]
) -> None:
    with pytest.raises(JobFailed, match=next(iter(params))):
        render(tmp_path, portrait, speech, no_report, **params)
