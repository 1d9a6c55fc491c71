"""What an mp4 says about its pictures in its index; no picture is decoded, no packet read."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from gpu_containers.runtime.engine import JobFailed


@dataclass(frozen=True)
class VideoIndex:
    """`headers` are the codec's own bytes: files with the same ones can be joined. Keyframes are frame numbers.

    `length` is exact where frames are as long as their rate says.
    """

    codec: str
    pixel_format: str
    width: int
    height: int
    rate: Fraction
    frames: int
    seconds: float
    keyframes: tuple[int, ...]
    headers: bytes
    unit: Fraction
    sound: str | None

    @property
    def even(self) -> bool:
        """Whether every frame is as long as the rate says."""
        return abs(self.seconds * self.rate - self.frames) < 0.5


def read_index(path: Path, message: str) -> VideoIndex:
    """Raises `JobFailed("invalid_video", message)` where the file holds no pictures."""
    try:
        with av.open(str(path), format="mp4") as file:
            return _index(file)
    except (av.FFmpegError, IndexError, TypeError, ValueError) as error:
        raise JobFailed("invalid_video", message) from error


def _index(file: av.container.InputContainer) -> VideoIndex:
    stream = file.streams.video[0]
    context, entries = stream.codec_context, stream.index_entries
    rate = stream.average_rate
    if not (rate and stream.duration and stream.time_base and stream.frames and context.pix_fmt):
        raise ValueError("no frames")
    return VideoIndex(
        codec=context.name,
        pixel_format=context.pix_fmt,
        width=context.width,
        height=context.height,
        rate=rate,
        frames=stream.frames,
        seconds=float(stream.duration * stream.time_base),
        # Groups of pictures are closed, so the order of decoding numbers keyframes as that of showing does.
        keyframes=tuple(number for number, entry in enumerate(entries) if entry.is_keyframe),
        headers=bytes(context.extradata or b""),
        unit=stream.time_base,
        sound=file.streams.audio[0].codec_context.name if file.streams.audio else None,
    )
