"""What joining and exporting are measured on: pieces of scenes with speech, one media job at a time, CPU seconds."""

import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import ffmpeg
from PIL import Image

from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.ffmpeg import run
from greenlight.contracts import Job, Task

ROOT = Path(__file__).resolve().parents[1]
Result = TypeVar("Result")
MOVES = ("push_in", "pull_out", "pan")
SPEECH_SHARES = (0.84, 0.72, 0.88, 0.62, 0.8, 0.76)
ALL_EXPORTS = (("mp4", "medium"), ("mp4", "low"), ("mov", "low"), ("webm", "low"), ("webm", "medium"))


@dataclass(frozen=True)
class Size:
    """Of a video; `seconds` are those of one scene, `baseline_seconds` those of it that the baseline encodes."""

    width: int = 1280
    height: int = 720
    scenes: int = 6
    seconds: float = 5
    baseline_seconds: float = 6  # plain VP9 takes many times as long as the video lasts
    exports: tuple[tuple[str, str], ...] = ALL_EXPORTS

    @property
    def frame(self) -> tuple[int, int]:
        return self.width, self.height


FULL = Size()
SMALLEST = Size(width=256, height=144, scenes=2, seconds=0.4, baseline_seconds=0.2, exports=ALL_EXPORTS[1:4])


def cpu() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    """What the work gives, its CPU seconds and its wall seconds."""
    before, began = cpu(), time.perf_counter()
    result = work()
    return result, cpu() - before, time.perf_counter() - began


def media(folder: Path, inputs: dict[str, Path], **params: Any) -> Produced:
    job = Job(
        job_id="bench",
        task=Task.MEDIA,
        engine="ffmpeg",
        params=params,
        output_prefix="s3://bench/",
        cache_key="bench",
        deadline=datetime(2100, 1, 1, tzinfo=UTC),
    )
    made = Path(tempfile.mkdtemp(dir=folder))
    return FfmpegEngine().run(Work(job, made, inputs, lambda *_: None))


def make_inputs(folder: Path, size: Size) -> dict[str, Path]:
    """A body a scene, parts of the sample portrait that move, and tones as long as sentences."""
    portrait = Image.open(ROOT / "local/samples/portrait.jpg").convert("RGB")
    inputs = {}
    for n in range(size.scenes):
        width = portrait.width * (10 - n) // 10
        box = (0, n * 40, width, n * 40 + width * size.height // size.width)
        picture = folder / f"picture_{n}.png"
        portrait.crop(box).resize((size.width * 5 // 4, size.height * 5 // 4), Image.Resampling.LANCZOS).save(picture)
        move = {"kind": MOVES[n % len(MOVES)], "amount": 1}
        frame = {"width": size.width, "height": size.height, "frames": round(size.seconds * 25), "move": move}
        inputs[f"piece_{n:03}"] = media(folder, {"picture": picture}, operation="scene_body", **frame).outputs["video"]
        length = SPEECH_SHARES[n] * size.seconds
        inputs[f"speech_{n:03}"] = folder / f"speech_{n}.wav"
        tone = ffmpeg.input(f"sine=frequency=180:duration={length}:sample_rate=48000", f="lavfi")
        run(ffmpeg.output(tone.filter("tremolo", f=4), str(inputs[f"speech_{n:03}"])))
        inputs[f"timing_{n:03}"] = folder / f"timing_{n}.json"
        spans = [{"text": "a sentence of the scene", "start": 0.02 * length, "end": 0.98 * length}]
        inputs[f"timing_{n:03}"].write_text(json.dumps({"duration": length, "sentences": spans}))
    return inputs
