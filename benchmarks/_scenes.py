"""What the benchmarks of storyboard scenes share: six pictures, a speech's timing, moves, and one job at a time."""

import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gpu_containers.media.ffmpeg_engine import FfmpegEngine
from gpu_containers.runtime.engine import Produced, Work
from greenlight.contracts import Job, Task


@dataclass(frozen=True)
class Size:
    """Of a video: `frames` are those of one scene, `overlap` those of a transition, `picture` is width and height."""

    scenes: int = 6
    frames: int = 125
    overlap: int = 12
    width: int = 1280
    height: int = 720
    picture: tuple[int, int] = (1792, 1024)


FULL = Size()
# As small as moves, captions and a scene whose two neighbours have others still are what they are.
SMALLEST = Size(scenes=4, frames=8, overlap=2, width=256, height=144, picture=(358, 204))
_SENTENCE = "A captain walks along the quiet harbour and counts the lamps that nobody has lit yet."


def picture(folder: Path, seed: int, size: tuple[int, int]) -> Path:
    """Detail of every size, as much of each as photographs have: amplitudes fall with the frequency."""
    path = folder / f"picture-{seed}.png"
    random = np.random.default_rng(seed)
    across, down = np.fft.rfftfreq(size[0]) * size[0], np.fft.fftfreq(size[1]) * size[1]
    frequency = np.maximum(1, np.hypot(across[None, :], down[:, None]))
    channels = []
    for _ in range(3):
        phases = np.exp(2j * np.pi * random.uniform(size=frequency.shape))
        values = np.fft.irfft2(phases / frequency**1.2, (size[1], size[0]))
        channels.append(np.clip(128 + 45 * values / values.std(), 0, 255))
    grey = np.mean(channels, axis=0)[..., None]
    Image.fromarray((0.8 * grey + 0.2 * np.stack(channels, -1)).astype(np.uint8)).save(path, compress_level=1)
    return path


def timing(folder: Path) -> Path:
    """One sentence of four seconds, as text_to_speech writes it."""
    words, path = _SENTENCE.split(), folder / "timing.json"
    step = 4 / len(words)
    spans = [{"text": word, "start": n * step, "end": (n + 0.9) * step} for n, word in enumerate(words)]
    sentence = {"text": _SENTENCE, "start": 0, "end": 4}
    path.write_text(json.dumps({"duration": 4.2, "sentences": [sentence], "words": spans}))
    return path


def move(number: int) -> dict[str, Any]:
    return {"kind": ("push_in", "pan", "pull_out", "drift")[number % 4], "angle": 60 * number, "amount": 0.8}


def _silent(_fraction: float, _message: str) -> None:
    """Nobody follows the progress of a benchmark."""


def work(folder: Path, size: Size, inputs: dict[str, Path], **params: Any) -> Work:
    frame = {"width": size.width, "height": size.height}
    job = Job(
        job_id="bench",
        task=Task.MEDIA,
        engine="ffmpeg",
        params={**frame, "captions": "burned", "transition_frames": size.overlap} | params,
        output_prefix="s3://bench/",
        cache_key="bench",
        deadline=datetime(2100, 1, 1, tzinfo=UTC),
    )
    return Work(job, Path(tempfile.mkdtemp(dir=folder)), inputs, _silent)


def body(folder: Path, size: Size, still: Path, **params: Any) -> Produced:
    inputs = {"picture": still} | params.pop("inputs", {})
    return FfmpegEngine().run(work(folder, size, inputs, operation="scene_body", frames=size.frames, **params))


def seam(
    folder: Path, size: Size, one: tuple[Path, int] | None, other: tuple[Path, int] | None, **params: Any
) -> Produced:
    """Each side is a picture and the number of its move."""
    sides = {name: side for name, side in (("from", one), ("to", other)) if side}
    inputs = {f"{name}_picture": side[0] for name, side in sides.items()} | params.pop("inputs", {})
    asked: dict[str, Any] = {name: {"frames": size.frames, "move": move(side[1])} for name, side in sides.items()}
    return FfmpegEngine().run(work(folder, size, inputs, operation="scene_seam", **asked, **params))
