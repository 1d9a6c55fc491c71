"""The one profile of every clip, so that clips can be joined, reordered and trimmed by copying."""

from typing import Any

FPS = 25
TIMESCALE = 12_800  # ticks a second; 512 for each of 25 frames (15,360 has no whole number for them)

VIDEO: dict[str, Any] = {
    "c:v": "libx264",
    "profile:v": "high",
    "preset": "veryfast",
    "crf": 18,
    "pix_fmt": "yuv420p",
    "r": FPS,
    "g": FPS,
    "keyint_min": FPS,
    "sc_threshold": 0,
    "bf": 2,
    "b_strategy": 0,
    "flags:v": "+cgop",
    "threads:v": 2,
    "colorspace": "bt709",
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "color_range": "tv",
}
AUDIO: dict[str, Any] = {"c:a": "aac", "b:a": "160k", "ar": 48_000, "ac": 2}
MP4: dict[str, Any] = {
    "f": "mp4",
    "movflags": "+faststart",
    "video_track_timescale": TIMESCALE,
    "map_metadata": -1,
    "fflags": "+bitexact",
}
