"""Measures a finished video with the bundled ffmpeg: what it is, not what was promised."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
from imageio_ffmpeg import get_ffmpeg_exe


@dataclass(frozen=True)
class Facts:
    """`duration` in seconds, `loudness` in LUFS, `size` in bytes."""

    duration: float
    width: int
    height: int
    fps: float
    loudness: float
    size: int

    def __str__(self) -> str:
        shape = f"{self.width}×{self.height}, {self.fps:g} fps"
        return f"{self.duration:.1f} s, {shape}, {self.loudness:.1f} LUFS, {self.size / 1e6:.1f} MB"


def measure(video: Path) -> Facts:
    meter = ffmpeg.output(ffmpeg.input(str(video)).audio.filter("ebur128"), "-", format="null")
    command = [*ffmpeg.compile(meter, cmd=get_ffmpeg_exe()), "-hide_banner", "-nostats"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    hours, minutes, seconds = _found(r"Duration: (\d+):(\d+):([\d.]+)", report)
    width, height, fps = _found(r"Video: .*?, (\d+)x(\d+).*?, ([\d.]+) fps", report)
    loudness = _found(r"(-?[\d.]+|-inf) LUFS\s+Threshold", report)[0]
    return Facts(
        duration=int(hours) * 3600 + int(minutes) * 60 + float(seconds),
        width=int(width),
        height=int(height),
        fps=float(fps),
        loudness=float(loudness),
        size=video.stat().st_size,
    )


def _found(pattern: str, report: str) -> tuple[str, ...]:
    match = re.search(pattern, report)
    if match is None:
        raise ValueError(f"ffmpeg's report says nothing that looks like {pattern!r}")
    return match.groups()
