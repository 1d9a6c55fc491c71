"""Voices of scenes as samples: decoded, spoken faster where the scene is short, cut at its end, equally loud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np

from gpu_containers.media.join_params import SceneSpan
from gpu_containers.media.mix_duck import Span
from gpu_containers.media.mix_meter import RATE, Samples, loudness
from gpu_containers.media.placement import Placement, place
from gpu_containers.media.timing import Timing, read_timing
from gpu_containers.runtime.engine import JobFailed
from gpu_containers.runtime.ffmpeg import read

REFERENCE = -16.0  # LUFS
_MOST_GAIN = 24.0  # dB
_FADE = RATE * 30 // 1000


@dataclass(frozen=True)
class Speech:
    """The voice of one scene as it comes: a file, its times, and where both lie in the video."""

    name: str
    path: Path
    timing: Timing
    scene: SceneSpan

    @property
    def placement(self) -> Placement:
        return place(self.timing.duration, self.scene.duration)

    def at(self, seconds: float) -> float:
        """The second of the video in which a second of the speech is heard, or would be after the scene's end."""
        return self.scene.start + self.placement.at(seconds)

    @property
    def spans(self) -> list[Span]:
        """Seconds of the video in which sentences are heard."""
        sentences = [(s.start, s.end) for s in self.timing.sentences] or [(0.0, self.timing.duration)]
        spans = [(self.at(start), min(self.at(end), self.scene.end)) for start, end in sentences]
        return [(start, end) for start, end in spans if start < end]


@dataclass(frozen=True)
class Voice:
    """Mono samples, and the sample of the video at which they begin."""

    begin: int
    samples: Samples


def find_speeches(inputs: Mapping[str, Path], scenes: Sequence[SceneSpan]) -> list[Speech]:
    found = []
    for number, scene in enumerate(scenes):
        speech, timing = f"speech_{number:03}", f"timing_{number:03}"
        if speech in inputs and timing not in inputs:
            raise JobFailed(
                "missing_input", f"The input '{timing}' is not there: each speech needs its timing beside it."
            )
        if speech in inputs:
            found.append(Speech(speech, inputs[speech], read_timing(inputs[timing]), scene))
    return found


def read_voice(speech: Speech) -> Voice:
    room = round((speech.scene.duration - speech.placement.start) * RATE)
    samples = _decoded(speech, room / RATE)[: max(0, room)]
    if len(samples) == room:
        samples[-_FADE:] *= np.linspace(1, 0, len(samples[-_FADE:]), dtype=np.float32)
    heard = loudness(samples[:, None])
    gain = float(np.clip(REFERENCE - heard, -_MOST_GAIN, _MOST_GAIN)) if np.isfinite(heard) else 0.0
    return Voice(round(speech.at(0) * RATE), samples * np.float32(10 ** (gain / 20)))


def _decoded(speech: Speech, seconds: float) -> Samples:
    """At most so many seconds of it as they will be heard, in mono."""
    if seconds <= 0:
        return np.zeros(0, np.float32)
    sound, tempo = ffmpeg.input(str(speech.path)).audio, speech.placement.tempo
    if tempo > 1:
        sound = sound.filter("atempo", f"{tempo:.5f}")
    command = ffmpeg.output(sound, "pipe:1", f="f32le", ac=1, ar=RATE, t=f"{seconds:.5f}")
    try:
        return np.frombuffer(b"".join(read(command, code="invalid_audio")), np.float32).copy()
    except JobFailed as error:
        if error.code != "invalid_audio":
            raise
        message = f"The speech '{speech.name}' cannot be read; make it again."
        raise JobFailed(error.code, message, retryable=error.retryable) from error
