"""One loudness for every voice: ITU-R BS.1770 measured by ffmpeg, one gain, and a true-peak limiter above it."""

import re
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import imageio_ffmpeg
import numpy as np
import numpy.typing as npt

TARGET_LUFS = -16.0
TRUE_PEAK_DBTP = -1.0
OUTPUT_RATE = 48_000
_LIMITER_RATE = 96_000
_CLOSE_ENOUGH = 0.5
_TRIES = 3
_SILENT_LUFS = -69.0
_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS, `true_peak` in dBTP."""

    integrated: float
    true_peak: float


@dataclass(frozen=True)
class Levelled:
    """What was written: `duration` in seconds is exact to the sample."""

    loudness: Loudness
    duration: float


def write_speech(samples: npt.NDArray[np.float32], rate: int, path: Path, tempo: float = 1.0) -> Levelled:
    """Writes mono samples as a 48 kHz 16-bit WAV at -16 LUFS, true peak at most -1 dBTP, and says what came out.

    `tempo` (0.5 to 2) changes the pace and not the pitch: the file lasts 1 / tempo of the samples.
    """
    raw = samples.astype("<f4").tobytes()
    before = _measure(raw, rate)
    gain = TARGET_LUFS - before.integrated if before.integrated > _SILENT_LUFS else 0.0
    for _ in range(_TRIES):
        after = _write(raw, rate, gain, tempo, path)
        miss = TARGET_LUFS - after.integrated
        if abs(miss) <= _CLOSE_ENOUGH or after.integrated <= _SILENT_LUFS:
            break
        gain += miss
    with wave.open(str(path)) as written:
        return Levelled(after, written.getnframes() / written.getframerate())


def _source(rate: int) -> "ffmpeg.Stream":
    return ffmpeg.input("pipe:", format="f32le", ar=rate, ac=1)


def _measure(raw: bytes, rate: int) -> Loudness:
    meter = _source(rate).audio.filter("ebur128", framelog="quiet")
    return _run(meter.output("-", format="null"), raw)


def _write(raw: bytes, rate: int, gain: float, tempo: float, path: Path) -> Loudness:
    # Voices come at 24 kHz, so a lookahead limiter at 96 kHz sees the peaks between their samples.
    voice = _source(rate).audio if tempo == 1.0 else _source(rate).audio.filter("atempo", tempo)
    limited = (
        voice.filter("volume", f"{gain:.3f}dB")
        .filter("aresample", _LIMITER_RATE)
        .filter("alimiter", limit=10 ** ((TRUE_PEAK_DBTP - 0.3) / 20), attack=2, release=40, level=0, latency=1)
        .filter("aresample", OUTPUT_RATE)
        .filter("ebur128", framelog="quiet", peak="true")
    )
    return _run(
        limited.output(str(path), acodec="pcm_s16le", ar=OUTPUT_RATE, ac=1, bitexact=None).overwrite_output(), raw
    )


def _run(graph: "ffmpeg.Stream", raw: bytes) -> Loudness:
    command = graph.global_args("-hide_banner", "-nostats").compile(cmd=imageio_ffmpeg.get_ffmpeg_exe())
    done = subprocess.run(command, input=raw, capture_output=True, check=False)
    log = done.stderr.decode("utf-8", "replace")
    integrated, peak = _INTEGRATED.findall(log), _PEAK.findall(log)
    if done.returncode or not integrated:
        raise RuntimeError(f"ffmpeg could not level the speech: {log.strip().splitlines()[-1:]}")
    return Loudness(float(integrated[-1]), float(peak[-1]) if peak else float("nan"))
