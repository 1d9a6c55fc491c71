"""What the tests of joining, sound and export share: small pieces of the one profile, voices, and a job run here."""

import json
import wave
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import ffmpeg
import numpy as np

from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.media.mix_meter import RATE, Samples
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.ffmpeg import read, run
from gpu_containers.runtime.profile import MP4, VIDEO
from greenlight.contracts import Job, Task
from tests.containers.media_harness import SENTENCES, make_speech, timing_of

SIZE = (160, 96)
COLOURS = ("red", "green", "blue", "yellow", "white")


def make_piece(path: Path, *, frames: int = 25, size: tuple[int, int] = SIZE, colour: str = "", **other: Any) -> Path:
    """A silent piece as scenes are rendered to; `other` settings make one that does not fit."""
    source = f"color=c={colour}" if colour else "testsrc2=r=25"
    picture = ffmpeg.input(f"{source}:size={size[0]}x{size[1]}:rate=25", f="lavfi")
    run(ffmpeg.output(picture, str(path), **{**VIDEO, **MP4, "frames:v": frames, **other}))
    return path


def make_song(path: Path, *, seconds: float, level: float = 0.2, frequency: float = 331.7) -> Path:
    """A steady tone: whatever happens to it in a mix is the mix's doing."""
    samples = level * np.sin(2 * np.pi * frequency * np.arange(int(seconds * RATE)) / RATE) * 32767
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.repeat(samples.astype("<i2"), 2).tobytes())
    return path


def sound(path: Path) -> Samples:
    """The sound of a file as stereo samples."""
    command = ffmpeg.output(ffmpeg.input(str(path)).audio, "pipe:1", f="f32le", ac=2, ar=RATE)
    return np.frombuffer(b"".join(read(command)), np.float32).reshape(-1, 2)


def level(samples: Samples) -> float:
    """RMS in dB."""
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-12))


def packets(paths: Sequence[Path]) -> Iterator[bytes]:
    for path in paths:
        with av.open(str(path)) as file:
            yield from (bytes(packet) for packet in file.demux(video=0) if packet.size)


class Cutter:
    """A folder with pieces and voices of scenes, each one piece of one colour, and the engine to join them with."""

    def __init__(self, folder: Path, frames: Sequence[int] = (40, 50, 35)) -> None:
        self.folder = folder
        self.inputs: dict[str, Path] = {}
        self.scenes: list[dict[str, float]] = []
        for number, (count, colour) in enumerate(zip(frames, COLOURS, strict=False)):
            path = make_piece(folder / f"piece_{number}.mp4", frames=count, colour=colour)
            self.inputs[f"piece_{number:03}"] = path
            start = sum(frames[:number]) / 25
            self.scenes.append({"start": start, "duration": count / 25})

    @property
    def seconds(self) -> float:
        return self.scenes[-1]["start"] + self.scenes[-1]["duration"]

    def say(self, scene: int, *, seconds: float, loud: float = 0.15, sentences: Sequence[str] = SENTENCES) -> None:
        timing = self.folder / f"timing_{scene}.json"
        timing.write_text(json.dumps(timing_of(sentences, seconds=seconds)))
        self.inputs[f"timing_{scene:03}"] = timing
        speech = make_speech(self.folder / f"speech_{scene}.wav", seconds=seconds, level=loud)
        self.inputs[f"speech_{scene:03}"] = speech

    def join(self, report: Callable[[float, str], None] = lambda fraction, message: None, **params: Any) -> Produced:
        defaults = {
            "operation": "join_pieces",
            "pieces": len(self.scenes),
            "scenes": self.scenes,
            "width": SIZE[0],
            "height": SIZE[1],
        }
        return run_media(self.folder, self.inputs, report, **(defaults | params))


def run_media(
    folder: Path,
    inputs: dict[str, Path],
    report: Callable[[float, str], None] = lambda fraction, message: None,
    **params: Any,
) -> Produced:
    job = Job(
        job_id="j",
        task=Task.MEDIA,
        engine="ffmpeg",
        params=params,
        output_prefix="s3://media/jobs/j/",
        cache_key="k",
        deadline=datetime(2030, 1, 1, tzinfo=UTC),
    )
    made = folder / f"made-{len(list(folder.iterdir()))}"
    made.mkdir()
    return FfmpegEngine().run(Work(job, made, inputs, report))
