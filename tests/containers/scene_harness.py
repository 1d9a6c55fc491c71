"""What the tests of a storyboard's pieces share: pictures made on the spot, jobs run in this process, pieces joined."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import av
import ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.runtime.engine import Produced, Work
from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import MP4
from greenlight.contracts import Job, Task
from tests.containers.media_harness import timing_of

WIDTH, HEIGHT = 320, 180
OVERLAP = 12
Luma = NDArray[np.float64]


def make_picture(path: Path, seed: int = 0, size: tuple[int, int] = (640, 360)) -> Path:
    """Soft blots of every size, so that any movement of the picture can be measured anywhere in it."""
    random = np.random.default_rng(seed)
    layers = [random.uniform(0, 255, (4 * n, 7 * n, 3)).astype(np.uint8) for n in (1, 3, 9)]
    grown = [np.asarray(Image.fromarray(layer).resize(size, Image.Resampling.BICUBIC), np.float32) for layer in layers]
    Image.fromarray(np.mean(grown, axis=0).astype(np.uint8)).save(path)
    return path


class SceneStudio:
    """A folder with two pictures and a timing, and the engine to make pieces with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.one, self.other = make_picture(folder / "one.png", 1), make_picture(folder / "other.png", 2)

    def make(
        self,
        operation: str,
        inputs: dict[str, Path],
        report: Callable[[float, str], None] = lambda fraction, message: None,
        **params: Any,
    ) -> Produced:
        return FfmpegEngine().run(self.work(operation, inputs, report, **params))

    def work(
        self,
        operation: str,
        inputs: dict[str, Path],
        report: Callable[[float, str], None] = lambda fraction, message: None,
        **params: Any,
    ) -> Work:
        defaults = {"operation": operation, "width": WIDTH, "height": HEIGHT, "quality": "final"}
        job = Job(
            job_id="j",
            task=Task.MEDIA,
            engine="ffmpeg",
            params=defaults | params,
            output_prefix="s3://media/jobs/j/",
            cache_key="k",
            deadline=datetime(2030, 1, 1, tzinfo=UTC),
        )
        made = self.folder / f"made-{len(list(self.folder.iterdir()))}"
        made.mkdir()
        return Work(job, made, inputs, report)

    def body(self, picture: Path, frames: int, **params: Any) -> Path:
        inputs = {"picture": picture} | params.pop("inputs", {})
        asked: dict[str, Any] = {"frames": frames, "transition_frames": OVERLAP} | params
        return self.make("scene_body", inputs, **asked).outputs["video"]

    def seam(self, one: tuple[Path, int] | None, other: tuple[Path, int] | None, **params: Any) -> Path:
        sides = {"from": one, "to": other}
        inputs = {f"{name}_picture": side[0] for name, side in sides.items() if side} | params.pop("inputs", {})
        moves = params.pop("moves", {})
        given = {name: side for name, side in sides.items() if side}
        asked: dict[str, Any] = {name: {"frames": side[1], "move": moves.get(name, {})} for name, side in given.items()}
        asked |= {"transition_frames": OVERLAP, "transition": "crossfade"} | params
        return self.make("scene_seam", inputs, **asked).outputs["video"]

    def timing(self, sentences: Sequence[str], seconds: float) -> Path:
        path = self.folder / "timing.json"
        path.write_text(json.dumps(timing_of(sentences, seconds=seconds)))
        return path


def join(pieces: Sequence[Path], target: Path) -> Path:
    """By copying, as the finished video is joined."""
    listing = target.with_suffix(".ffconcat")
    listing.write_text("ffconcat version 1.0\n" + "".join(f"file {piece}\n" for piece in pieces))
    source = ffmpeg.input(str(listing), f="concat", safe=0)
    run(ffmpeg.output(source, str(target), c="copy", **MP4))
    return target


def luma(path: Path) -> list[Luma]:
    """Every frame's brightness plane."""
    with av.open(str(path)) as file:
        return [np.asarray(frame.to_ndarray()[: frame.height], np.float64) for frame in file.decode(video=0)]


class Timed(NamedTuple):
    """When a packet is shown and decoded, in ticks, and whether a player can begin with it."""

    pts: int
    dts: int
    key: bool


def packets(path: Path) -> list[Timed]:
    """In the order of the file."""
    with av.open(str(path)) as file:
        return [Timed(p.pts or 0, p.dts or 0, p.is_keyframe) for p in file.demux(video=0) if p.size]


def headers(path: Path) -> bytes:
    """What a decoder is told before the first frame: the parameter sets."""
    with av.open(str(path)) as file:
        return bytes(file.streams.video[0].codec_context.extradata or b"")
