"""Chosen frames of a video as pictures, one at a time, in one pass of the decoder."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import ffmpeg
from PIL import Image

from gpu_containers.media.framing import Framing, apply
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import read
from gpu_containers.runtime.profile import FPS


def frames(
    video: Path,
    numbers: Sequence[int],
    size: tuple[int, int],
    framing: Framing | None = None,
    keyframes: Sequence[int] = (),
) -> Iterator[Image.Image]:
    """The frames of these numbers (rising, from 0) in RGB, framed if asked, then scaled to `size`.

    Where `keyframes` has the numbers of all keyframes, and `numbers` are among them, nothing else is decoded.
    """
    places = [bisect_left(keyframes, number) for number in numbers] if keyframes else numbers
    chosen = "+".join(f"eq(n,{place - places[0]})" for place in places)
    start = f"{max(0.0, (numbers[0] - 0.5) / FPS):.2f}"
    skipped = {"skip_frame": "nokey"} if keyframes else {}
    source = ffmpeg.input(str(video), ss=start, err_detect="explode", **skipped).video.filter("select", chosen)
    framed = apply(source, framing) if framing else source
    scaled = framed.filter("scale", *size, flags="area", in_color_matrix="bt709", out_range="full")
    command = ffmpeg.output(
        scaled, "pipe:1", f="rawvideo", pix_fmt="rgb24", fps_mode="passthrough", vframes=len(numbers)
    )
    length, count = size[0] * size[1] * 3, 0
    for block in read(command.global_args("-xerror"), length, code="invalid_video"):
        if len(block) == length:
            count += 1
            yield Image.frombytes("RGB", size, block)
    if count < len(numbers):
        raise JobFailed("invalid_video", "The video ends before its length says; render it again.")
