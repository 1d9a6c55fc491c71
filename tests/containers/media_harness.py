"""What the tests of the media engine share: inputs made on the spot, a job run in this process, files looked into."""

import json
import wave
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import ffmpeg
import numpy as np
from numpy.typing import NDArray

from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import MP4, VIDEO
from greenlight.contracts import Job, Task

SECONDS = 4.0
SIZE = (320, 320)
SENTENCES = ("Good morning, and welcome.", "Here is one thing to remember: begin.")
HOSTILE = (
    "a --> b",
    "<script>alert(1)</script>",
    "{\\an8}top",
    "two\n\nlines",
    "'; [out]",
    "R&D",
    "1\n00:00 --> 00:09",
)
Pixels = NDArray[np.uint8]


def make_video(path: Path, *, seconds: float = SECONDS, size: tuple[int, int] = SIZE, source: str = "testsrc2") -> Path:
    """A silent H.264 video of 25 frames a second, as a talking head comes."""
    picture = ffmpeg.input(f"{source}=size={size[0]}x{size[1]}:rate=25:duration={seconds}", f="lavfi")
    run(ffmpeg.output(picture, str(path), **VIDEO, **MP4))
    return path


def make_speech(path: Path, *, seconds: float = SECONDS, level: float = 0.15) -> Path:
    """Syllables of a voice-like tone: 48 kHz, mono, 16 bit."""
    at = np.arange(int(seconds * 48_000)) / 48_000
    tone = sum(np.sin(2 * np.pi * 140 * n * at) / n for n in range(1, 6))
    samples = np.clip(level * tone * np.sin(2 * np.pi * 2 * at) ** 2, -1, 1) * 32767
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def timing_of(sentences: Sequence[str], *, seconds: float = SECONDS) -> dict[str, Any]:
    """Words one after the other from 0.2 s to 0.4 s before the end, each as long as its letters."""
    texts = [sentence.split(" ") for sentence in sentences]
    letters = sum(len(word) + 1 for words in texts for word in words)
    rate, at = (seconds - 0.6) / max(1, letters), 0.2
    spoken: list[list[dict[str, Any]]] = []
    for words in texts:
        spoken.append([])
        for word in words:
            spoken[-1].append({"text": word, "start": at, "end": at + len(word) * rate})
            at += (len(word) + 1) * rate
    spans = [
        {"text": text, "start": words[0]["start"], "end": words[-1]["end"]}
        for text, words in zip(sentences, spoken, strict=True)
    ]
    return {"duration": seconds, "sentences": spans, "words": [w for words in spoken for w in words], "phonemes": []}


class Studio:
    """A folder with the inputs of a reel, and the engine to finish it with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inputs = {
            "video": make_video(folder / "head.mp4"),
            "speech": make_speech(folder / "speech.wav"),
            "timing": folder / "timing.json",
        }
        self.say(SENTENCES)

    def say(self, sentences: Sequence[str]) -> None:
        self.inputs["timing"].write_text(json.dumps(timing_of(sentences)))

    def finish(self, report: Callable[[float, str], None] = lambda fraction, message: None, **params: Any) -> Produced:
        job = Job(
            job_id="j",
            task=Task.MEDIA,
            engine="ffmpeg",
            params={"operation": "finish_reel", **params},
            output_prefix="s3://media/jobs/j/",
            cache_key="k",
            deadline=datetime(2030, 1, 1, tzinfo=UTC),
        )
        made = self.folder / f"made-{len(list(self.folder.iterdir()))}"
        made.mkdir()
        return FfmpegEngine().run(Work(job, made, self.inputs, report))


def pictures(path: Path) -> list[Pixels]:
    """Every frame of a video in RGB."""
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="rgb24").astype(np.uint8) for frame in file.decode(video=0)]


def boxes(path: Path) -> list[str]:
    """The names of an mp4's outer boxes in their order."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode("ascii"))
        at += int.from_bytes(data[at : at + 4], "big")
    return names
