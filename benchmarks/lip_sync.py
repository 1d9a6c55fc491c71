"""Lip sync of a finished video: the face mesh looks at every frame, and what it sees is held against the sound."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from benchmarks._command import parser, say
from benchmarks._talking_head_samples import TEXT, portrait, render, speak
from faces.detector import detect
from faces.mesh import follow, mesh_of
from gpu_containers.talking_head.anatomy import Array
from gpu_containers.talking_head.speech import Speech, read_speech

FPS = 25
FARTHEST_LAG = 6
# Lips count as closed this little above their distance in pauses, in mouth widths.
CLOSED = 0.03
GOALS = {"goal_correlation": 0.6, "goal_lag_ms": 40, "goal_closed_share": 0.8, "goal_length_difference_s": 0.2}
TEXTS = {
    "sample script": TEXT,
    "closed sounds": "Maybe Bob will move the big boat before five. Peter put the map on top of my lamp.",
}
SMALLEST_TEXTS = {"closed sounds": "Maybe Bob will."}
SIDE, SMALLEST_SIDE = 512, 256


def main(arguments: Sequence[str] | None = None) -> None:
    smallest = parser("lip_sync", __doc__).parse_args(arguments).smallest
    side, texts = (SMALLEST_SIDE, SMALLEST_TEXTS) if smallest else (SIDE, TEXTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        picture = portrait(folder, side, side)
        for case, text in texts.items():
            outputs = speak(folder, text)
            speech = read_speech(outputs["speech"], outputs["timing"])
            made = render(folder, picture, outputs)
            opened = openings(made.outputs["video"])
            say(case, **measured(opened, speech), **GOALS)


def openings(video: Path) -> Array:
    """Distance of the inner lips in each frame, in mouth widths."""
    seen, points = [], None
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            rgb = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            points = (mesh_of(rgb, detect(rgb)[0]) if points is None else follow(rgb, points)).points
            apart, wide = points[14] - points[13], points[308] - points[78]
            seen.append(float(np.hypot(*apart[:2]) / np.hypot(*wide[:2])))
    return np.array(seen)


def measured(opened: Array, speech: Speech) -> dict[str, float]:
    loudness = np.array([part.mean() for part in np.array_split(speech.loudness, len(opened))])
    lags = range(-FARTHEST_LAG, FARTHEST_LAG + 1)
    by_lag = {lag: _correlation(opened, loudness, lag) for lag in lags}
    best = max(by_lag, key=lambda lag: by_lag[lag])
    closed = [_closed_in(opened, p.start, p.end) for p in speech.phonemes if p.symbol in "mbp"]
    return {
        "correlation": round(by_lag[0], 3),
        "lag_ms": best * 1000 / FPS,
        "correlation_at_lag": round(by_lag[best], 3),
        "closed_sounds": len(closed),
        "closed_share": round(float(np.mean(closed)), 3),
        "length_difference_s": round(len(opened) / FPS - speech.duration, 3),
    }


def _correlation(opened: Array, loudness: Array, lag: int) -> float:
    """`lag` is how many frames the lips come after the sound."""
    lips = opened[max(lag, 0) : len(opened) + min(lag, 0)]
    sound = loudness[max(-lag, 0) : len(loudness) + min(-lag, 0)]
    return float(np.corrcoef(lips, sound)[0, 1])


def _closed_in(opened: Array, start: float, end: float) -> bool:
    rest = float(np.percentile(opened, 5))
    during = opened[int(start * FPS) : int(end * FPS) + 1]
    return bool(during.min() <= rest + CLOSED)


if __name__ == "__main__":
    main()
