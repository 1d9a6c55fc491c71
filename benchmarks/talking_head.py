"""Frames a second of the embedded talking head, beside the bare encoder on the very same frames."""

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from benchmarks._command import parser, say
from benchmarks._talking_head_samples import TEXT, portrait, render, speak
from gpu_containers.talking_head.encode import Encoder
from gpu_containers.talking_head.landmark_warp import TalkingHead, read_portrait
from gpu_containers.talking_head.planes import Bytes, Planes
from gpu_containers.talking_head.region import Region

SIZES, SMALLEST_SIZES = ((512, 512), (768, 900), (1080, 1080)), ((256, 256),)
SMALLEST_TEXT = "Green."
MOST_FRAMES = 150


def main(arguments: Sequence[str] | None = None) -> None:
    smallest = parser("talking_head", __doc__).parse_args(arguments).smallest
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speech = speak(folder, SMALLEST_TEXT if smallest else TEXT)
        for width, height in SMALLEST_SIZES if smallest else SIZES:
            picture = portrait(folder, width, height)
            ready = time.perf_counter()
            TalkingHead(read_portrait(picture, 1080))
            ready = time.perf_counter() - ready
            made = render(folder, picture, speech)
            bare = bare_encoder(made.outputs["video"], folder)
            say(
                f"talking head {width}x{height}",
                fps=made.facts["fps"],
                bare_encoder_fps=round(bare, 1),
                time_ratio=round(bare / made.facts["fps"], 2),
                portrait_ready_s=round(ready, 2),
                device=made.facts["device"],
                load=round(os.getloadavg()[0], 1),
            )


def bare_encoder(video: Path, folder: Path) -> float:
    """Encodes the decoded frames again with nothing else to do."""
    with av.open(str(video)) as container:
        decoded = [
            np.asarray(frame.to_ndarray(), np.uint8)
            for _, frame in zip(range(MOST_FRAMES), container.decode(video=0), strict=False)
        ]
    height, width = decoded[0].shape[0] * 2 // 3, decoded[0].shape[1]
    frames = [_planes(frame, height, width) for frame in decoded]
    began = time.perf_counter()
    with Encoder(folder / "bare.mp4", frames[0], Region(0, 0, width, height), 25) as encoder:
        for frame in frames:
            encoder.add(frame)
    return len(frames) / (time.perf_counter() - began)


def _planes(i420: Bytes, height: int, width: int) -> Planes:
    chroma = i420[height:].reshape(2, height // 2, width // 2)
    return Planes(i420[:height], chroma.transpose(1, 2, 0).copy())


if __name__ == "__main__":
    main()
