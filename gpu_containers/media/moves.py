"""How a still picture moves: which window of it a frame shows, as a pure function of the time within its scene.

The window goes from a first to a last one so that every point of the screen flows at one speed throughout: the zoom is
even in its logarithm, and the way follows the zoom. There is no easing, because a scene comes and goes in a transition:
a camera that slows down there would breathe at each seam, an even one goes on through it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gpu_containers.media.framing import Box

MOST_ZOOM = 1.18
_LEAST_ZOOM = 1.06  # what a move may always do, as a picture that stands still looks like a fault
_TRAVEL = 0.15  # of the window, the longest pan; what a zoom of 1.18 leaves room for
_EYE_LINE = 0.4  # of the height; there a picture without a face is looked at
_SAME = 1e-6
Interval = tuple[float, float]


class Move(BaseModel):
    """`angle` is where the camera goes: 0 to the right, 90 up; a push or pull has none. `amount` 0 stands still."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    kind: Literal["push_in", "pull_out", "pan", "drift"] = "push_in"
    angle: float = Field(default=0.0, ge=-3600, le=3600, allow_inf_nan=False)
    amount: float = Field(default=0.5, ge=0, le=1, allow_inf_nan=False)

    @property
    def zooms(self) -> tuple[float, float]:
        """At the first and at the last moment."""
        most, half = 1 + (MOST_ZOOM - 1) * self.amount, 1 + (MOST_ZOOM - 1) * self.amount / 2
        return {"push_in": (1.0, most), "pull_out": (most, 1.0), "pan": (most, most), "drift": (half, most)}[self.kind]

    @property
    def travel(self) -> tuple[float, float]:
        """Shares of the window's width and height that its middle moves by."""
        length = _TRAVEL * self.amount * {"pan": 1.0, "drift": 0.5}.get(self.kind, 0.0)
        turn = math.radians(self.angle)
        return length * math.cos(turn), -length * math.sin(turn)


@dataclass(frozen=True)
class Path:
    """From one window of the picture to another of the same shape, both in its pixels."""

    first: Box
    last: Box

    def at(self, share: float) -> Box:
        """The window after this share of the time, 0 to 1."""
        first, last = self.first, self.last
        zoom = last.width / first.width
        done = share if abs(zoom - 1) < _SAME else (zoom**share - 1) / (zoom - 1)
        size = zoom**share
        x, y = first.x + (last.x - first.x) * done, first.y + (last.y - first.y) * done
        return Box(x, y, first.width * size, first.height * size)

    @property
    def zoom(self) -> float:
        """How much the larger window is larger than the smaller one."""
        return max(self.first.width / self.last.width, self.last.width / self.first.width)


def plan(move: Move, width: int, height: int, ratio: float, kept: Box | None = None) -> Path:
    """The path over a picture, cut to `ratio`; a box that must be seen, faces say, stays in every window if it fits."""
    cover = min(width, height * ratio), min(height, width / ratio)
    most = _most_zoom(cover, kept) if kept else MOST_ZOOM
    zooms = [min(zoom, most) for zoom in move.zooms]
    seen = kept or Box(width / 2, height * _EYE_LINE, 0, 0)
    lengths = [[side / zoom for zoom in zooms] for side in cover]
    x = _starts(lengths[0], width, (seen.x, seen.x + seen.width), move.travel[0] * cover[0])
    y = _starts(lengths[1], height, (seen.y, seen.y + seen.height), move.travel[1] * cover[1])
    first, last = (Box(x[end], y[end], lengths[0][end], lengths[1][end]) for end in (0, 1))
    return Path(first, last)


def _most_zoom(cover: tuple[float, float], kept: Box) -> float:
    return max(_LEAST_ZOOM, min(cover[0] / max(1.0, kept.width), cover[1] / max(1.0, kept.height)))


def _starts(lengths: Sequence[float], whole: float, kept: Interval, travel: float) -> tuple[float, float]:
    """Where the first and the last window of these lengths begin on one axis, `travel` apart in their middles."""
    focus = (kept[0] + kept[1]) / 2
    widest = max(lengths)
    rest = _within(focus, _middles(widest, whole, kept))
    if travel:
        low, high = _middles(widest, whole, kept)
        step = math.copysign(min(abs(travel), high - low) / 2, travel)
        middle = _within(rest, (low + abs(step), high - abs(step)))
        middles = [middle - step, middle + step]
    else:  # around the focus, wherever it lies in the window
        middles = [focus + (rest - focus) * length / widest for length in lengths]
    rooms = [_middles(length, whole, kept) for length in lengths]
    first, last = (_within(middles[end], rooms[end]) - lengths[end] / 2 for end in (0, 1))
    return first, last


def _middles(length: float, whole: float, kept: Interval) -> Interval:
    """Where the middle of a window may lie: the window within the picture, and around what is kept if it can be."""
    low, high = length / 2, max(length / 2, whole - length / 2)
    if kept[1] - kept[0] > length:
        return low, high
    return _within(kept[1] - length / 2, (low, high)), _within(kept[0] + length / 2, (low, high))


def _within(value: float, interval: Interval) -> float:
    return min(max(value, interval[0]), interval[1])
