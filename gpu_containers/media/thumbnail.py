"""Picks the picture that stands for a video: a sharp face with open eyes, at a moment when the mouth is calm."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gpu_containers.media.frames import frames
from gpu_containers.media.framing import Box, Framing
from gpu_containers.media.timing import Timing
from gpu_containers.runtime.profile import FPS

_CANDIDATES = 16
_LONGEST, _GLANCE = 1280, 480  # pixels of the longer side: of the thumbnail, and of the candidates
_LONG_PAUSE = 0.12  # seconds
_CLOSED = frozenset("mbp")
_EYES = (96, 32)  # the band of the eyes is compared at this size
Band = NDArray[np.float32]


def calm_frames(timing: Timing, count: int) -> list[int]:
    """Frames in which the mouth rests: pauses between words, closed lips, and else evenly spread; of `count` frames."""
    words = sorted(timing.words, key=lambda word: word.start)
    ends = [0.0, *(word.end for word in words)]
    starts = [*(word.start for word in words), count / FPS]
    pauses = [(a + b) / 2 for a, b in zip(ends, starts, strict=True) if b - a >= _LONG_PAUSE]
    closed = [(sound.start + sound.end) / 2 for sound in timing.phonemes if sound.text in _CLOSED]
    even = [(index + 0.5) / _CANDIDATES * count / FPS for index in range(_CANDIDATES)]
    times = (_spread(pauses) + _spread(closed) + even)[:_CANDIDATES]
    return sorted({min(max(0, int(time * FPS)), count - 1) for time in times})


def thumbnail(video: Path, numbers: Sequence[int], framing: Framing, face: Box | None) -> Image.Image:
    """The best of these frames of the video without captions; `face` is in pixels of that video."""
    small, large = _fit(framing.canvas, _GLANCE), _fit(framing.canvas, _LONGEST)
    scale = small[0] / framing.canvas[0]
    box = framing.moved(face) if face else _usual_place(*framing.canvas)
    box = Box(box.x * scale, box.y * scale, box.width * scale, box.height * scale)
    bands = [_eyes(picture, box) for picture in frames(video, numbers, small, framing)]
    best = int(np.argmax(_scores(bands)))
    return next(frames(video, [numbers[best]], large, framing))


def _fit(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return round(size[0] * scale), round(size[1] * scale)


def _usual_place(width: int, height: int) -> Box:
    return Box(width * 0.3, height * 0.2, width * 0.4, height * 0.4)


def _eyes(picture: Image.Image, face: Box) -> Band:
    top, bottom = face.y + face.height * 0.18, face.y + face.height * 0.5
    edges = (max(0.0, face.x), max(0.0, top), min(picture.width, face.x + face.width), min(picture.height, bottom))
    if edges[2] - edges[0] < 2 or edges[3] - edges[1] < 2:
        edges = (0, 0, picture.width, picture.height)
    return np.asarray(picture.resize(_EYES, Image.Resampling.BOX, edges).convert("L"), np.float32)


def _scores(bands: Sequence[Band]) -> Any:
    """Detail around the eyes, less what is unlike most candidates: a blink differs from the median, and is smooth."""
    usual = np.median(np.stack(bands), axis=0)
    strange = np.array([np.abs(band - usual).mean() for band in bands])
    detail = np.array([np.abs(np.diff(band, axis=0)).mean() for band in bands])
    return detail / (detail.max() + 1e-6) - strange / (strange.max() + 1e-6)


def _spread(times: Sequence[float]) -> list[float]:
    """At most half of the candidates, from all along the video."""
    most = _CANDIDATES // 2
    return list(times) if len(times) <= most else [times[index * len(times) // most] for index in range(most)]
