"""What a media file holds, read from ffmpeg's framecrc list of packets; nothing is decoded."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import read


@dataclass(frozen=True)
class Stream:
    """`start` and `duration` are in seconds; `packets` are frames where the codec is video."""

    kind: str
    codec: str
    start: float
    duration: float
    packets: int
    width: int = 0
    height: int = 0

    @property
    def fps(self) -> float:
        return round(self.packets / self.duration, 3) if self.duration else 0.0


def probe_video(path: Path) -> Stream:
    return _first(path, "video", "invalid_video", "The video cannot be read; render it again.")


def probe_audio(path: Path) -> Stream:
    return _first(path, "audio", "invalid_audio", "The speech cannot be read; make it again.")


def _first(path: Path, kind: str, code: str, message: str) -> Stream:
    source = ffmpeg.input(str(path))[kind[0]]
    try:
        listing = b"".join(read(ffmpeg.output(source, "pipe:1", c="copy", f="framecrc"), code=code))
        stream = _stream(listing.decode("ascii", "replace"))
    except JobFailed as error:
        if error.code != code:
            raise
        raise JobFailed(code, message, retryable=error.retryable) from error
    if stream is None or stream.packets == 0:
        raise JobFailed(code, message)
    return stream


def _stream(listing: str) -> Stream | None:
    head: dict[str, str] = {}
    packets: list[list[str]] = []
    for line in listing.splitlines():
        if line.startswith("#"):
            name, _, value = line[1:].partition(":")
            head[name.split()[0]] = value.strip()
        else:
            packets.append(line.split(","))
    if "tb" not in head:
        return None
    unit = Fraction(head["tb"])
    first = min((int(packet[2]) for packet in packets), default=0)
    last = max((int(packet[2]) + int(packet[3]) for packet in packets), default=0)
    width, _, height = head.get("dimensions", "0x0").partition("x")
    return Stream(
        kind=head["media_type"],
        codec=head["codec_id"],
        start=float(first * unit),
        duration=float((last - first) * unit),
        packets=len(packets),
        width=int(width),
        height=int(height),
    )
