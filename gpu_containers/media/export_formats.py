"""The formats a video is exported to: what each holds, and the settings of its encoders."""

import os
from dataclasses import dataclass
from typing import Any

from gpu_containers.media.video_index import VideoIndex
from gpu_containers.runtime.profile import AUDIO

_BT709 = {"colorspace": "bt709", "color_primaries": "bt709", "color_trc": "bt709", "color_range": "tv"}
_X264 = {"c:v": "libx264", "profile:v": "high", "preset": "veryfast", "crf": 19, "pix_fmt": "yuv420p", **_BT709}
# Realtime mode costs a fifth of the default one for a few per cent more bytes.
_VP9 = {
    "c:v": "libvpx-vp9",
    "deadline": "realtime",
    "cpu-used": 6,
    "row-mt": 1,
    "tile-columns": 2,
    "crf": 28,
    "b:v": 0,
    "pix_fmt": "yuv420p",
    **_BT709,
}
_OPUS = {"c:a": "libopus", "b:a": "128k", "ar": 48_000, "ac": 2}
_NAMELESS = {"map_metadata": -1, "fflags": "+bitexact"}
_MOST_THREADS = 8  # more make libx264's and libvpx's pictures worse and their memory larger


@dataclass(frozen=True)
class Format:
    """`copies` are the codecs of pictures and sound that go into the file as they are."""

    name: str
    video: dict[str, Any]
    audio: dict[str, Any]
    muxer: dict[str, Any]
    copies: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        return {"f": self.name, **_NAMELESS, **self.muxer}


_INDEX_FIRST = {"movflags": "+faststart"}
FORMATS = {
    "mp4": Format("mp4", _X264, AUDIO, _INDEX_FIRST, ("h264", "aac")),
    "mov": Format("mov", _X264, AUDIO, _INDEX_FIRST, ("h264", "aac")),
    "webm": Format("webm", _VP9, _OPUS, {"cues_to_front": 1}, ("vp9", "opus")),
}
_SHORT_SIDES = {"low": 480, "medium": 720, "high": 1080}
_KEYFRAMES_APART = 2  # seconds at most, so that a player finds any place at once


def size_of(quality: str, width: int, height: int) -> tuple[int, int]:
    """Even pixels with this quality's short side: whoever asks for 1080 lines gets them, whatever the source has."""
    scale = _SHORT_SIDES[quality] / min(width, height)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def picture_settings(form: Format, index: VideoIndex, size: tuple[int, int]) -> dict[str, Any]:
    """How the pictures are encoded; copied where they are right already."""
    usual = index.codec in form.copies and index.pixel_format == "yuv420p"
    if usual and size == (index.width, index.height) and _seekable(index):
        return {"c:v": "copy"}
    return {**form.video, "g": int(_KEYFRAMES_APART * index.rate), "threads:v": threads()}


def sound_settings(form: Format, index: VideoIndex) -> dict[str, Any]:
    return {"c:a": "copy"} if index.sound in form.copies else form.audio


def threads() -> int:
    return min(_MOST_THREADS, len(os.sched_getaffinity(0)))


def _seekable(index: VideoIndex) -> bool:
    gaps = [b - a for a, b in zip(index.keyframes, (*index.keyframes[1:], index.frames), strict=True)]
    return index.keyframes[:1] == (0,) and max(gaps) <= _KEYFRAMES_APART * index.rate
