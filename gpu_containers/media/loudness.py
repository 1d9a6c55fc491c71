"""Loudness by EBU R 128: measures a file, and says which filters bring it to the level of every Greenlight video."""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from gpu_containers.runtime.ffmpeg import run
from gpu_containers.runtime.profile import AUDIO

TARGET = -16.0  # LUFS, integrated
CEILING = -1.0  # dBTP
_CODEC_OVERSHOOT = 1.0  # AAC moves peaks a little: the limiter works this far (dB) below the ceiling
_TRIES = 3
_SILENCE = -69.0  # LUFS; the meter's gate ends at -70


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS, `true_peak` in dBTP; both -inf for silence."""

    integrated: float
    true_peak: float

    @property
    def silent(self) -> bool:
        return self.integrated < _SILENCE

    def is_right(self, ceiling: float) -> bool:
        return self.silent or (abs(self.integrated - TARGET) <= 0.5 and self.true_peak <= ceiling)


def measure(path: Path) -> Loudness:
    """Measures the first audio stream as it sounds in stereo."""
    stereo = ffmpeg.input(str(path)).audio.filter("aformat", channel_layouts="stereo")
    meter = stereo.filter("ebur128", peak="true", framelog="quiet")
    log = run(ffmpeg.output(meter, "-", f="null"), code="invalid_audio")
    return Loudness(_last(r"I:\s+(\S+) LUFS", log), _last(r"Peak:\s+(\S+) dBFS", log))


def encode_levelled(sound: Path, target: Path, ceiling: float = CEILING) -> Loudness:
    """Encodes AAC in stereo at the target; again where the limiter or the encoder moved it too far."""
    before = heard = measure(sound)
    gain = 0.0
    for _ in range(_TRIES):
        gain += 0.0 if heard.silent else TARGET - heard.integrated
        stream = _levelled(ffmpeg.input(str(sound)).audio, gain, before.true_peak, ceiling - _CODEC_OVERSHOOT)
        run(ffmpeg.output(stream, str(target), f="mp4", **AUDIO), code="invalid_audio")
        heard = measure(target)
        if heard.is_right(ceiling):
            break
    return heard


def _levelled(stream: Any, gain: float, true_peak: float, limit: float) -> Any:
    """Stereo, moved by `gain` dB; a limiter at four times the rate holds the peaks that would pass `limit`."""
    stereo = stream.filter("aformat", channel_layouts="stereo").filter("volume", f"{gain:.2f}dB", precision="float")
    if true_peak + gain <= limit:
        return stereo
    loud = stereo.filter("aresample", 192_000)
    held = loud.filter("alimiter", limit=f"{10 ** (limit / 20):.4f}", level="disabled", attack=2, release=50)
    return held.filter("aresample", 48_000)


def _last(pattern: str, log: str) -> float:
    found = re.findall(pattern, log)
    value = float(found[-1]) if found else -math.inf
    return -math.inf if math.isnan(value) else value
