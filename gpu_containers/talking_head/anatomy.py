"""Where the parts of one face are: frames of reference on mouth and eyes, lip curves, lids; in pixels and own units."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from faces.topology import CHIN, FACE_OVAL, INNER_LIPS, LEFT_BROW, LEFT_EYE, OUTER_LIPS, RIGHT_BROW, RIGHT_EYE

Array = npt.NDArray[np.floating[Any]]

NOSE_BASE = 2
_SAMPLES = 129


@dataclass(frozen=True)
class Frame:
    """Axes across (`x`) and down (`y`) a facial feature; one unit is half its width."""

    origin: Array
    across: Array
    unit: float

    @classmethod
    def between(cls, right: Array, left: Array) -> "Frame":
        half = (left - right) / 2
        unit = float(np.hypot(*half))
        return cls((right + left) / 2, half / unit, unit)

    @property
    def axes(self) -> Array:
        """Rows: one unit across and one unit down, in pixels."""
        x, y = self.across * self.unit
        return np.array([[x, y], [-y, x]], np.float32)

    def local(self, points: Array) -> Array:
        return (points - self.origin) @ (self.axes.T / self.unit**2)

    def pixels(self, local: Array) -> Array:
        return local @ self.axes + self.origin


@dataclass(frozen=True)
class Curve:
    """A line across a feature as y of x, smooth between its points and level beyond its ends."""

    xs: Array
    ys: Array

    @classmethod
    def through(cls, points: Array) -> "Curve":
        points = points[np.argsort(points[:, 0])]
        xs = np.linspace(points[0, 0], points[-1, 0], _SAMPLES, dtype=np.float32)
        ys = np.interp(xs, points[:, 0], points[:, 1])
        kernel = np.hanning(_SAMPLES // 8)
        around = len(kernel) // 2
        # Mirrored through its ends, so that smoothing leaves both ends where they are.
        padded = np.concatenate([2 * ys[0] - ys[around:0:-1], ys, 2 * ys[-1] - ys[-2 : -around - 2 : -1]])
        smooth = np.convolve(padded, kernel / kernel.sum(), "valid")[:_SAMPLES]
        return cls(xs, smooth.astype(np.float32))

    def __call__(self, x: Array) -> Array:
        return np.asarray(np.interp(x, self.xs, self.ys), np.float32)

    def at(self, x: float) -> float:
        return float(np.interp(x, self.xs, self.ys))


@dataclass(frozen=True)
class Eye:
    """An eye in its own frame: lid margins, and the lower edge of the brow above."""

    frame: Frame
    upper: Curve
    lower: Curve
    brow: float

    @classmethod
    def of(cls, points: Array, ring: tuple[int, ...], brow: tuple[int, ...]) -> "Eye":
        outer, inner = points[ring[0]], points[ring[8]]
        right, left = sorted((outer, inner), key=lambda point: float(point[0]))
        frame = Frame.between(right, left)
        upper = Curve.through(frame.local(points[list(ring[:9])]))
        lower = Curve.through(frame.local(points[[*ring[8:], ring[0]]]))
        return cls(frame, upper, lower, float(frame.local(points[list(brow[5:])])[:, 1].mean()))


class Anatomy:
    """A face mesh of 468 points (x, y, z in pixels of the portrait), read as the parts that move."""

    def __init__(self, mesh: Array) -> None:
        self.points = mesh[:, :2].astype(np.float32)
        self.depth = mesh[:, 2].astype(np.float32)
        ring = self.points[list(INNER_LIPS)]
        self.mouth = Frame.between(ring[0], ring[10])
        inner = self.mouth.local(ring)
        outer = self.mouth.local(self.points[list(OUTER_LIPS)])
        upper, lower = Curve.through(inner[:11]), Curve.through(np.concatenate([inner[10:], inner[:1]]))
        # The mesh may cross its own lips where they are closed.
        middle = Curve(upper.xs, (upper.ys + lower.ys) / 2)
        self.upper = Curve(upper.xs, np.minimum(upper.ys, middle.ys))
        self.lower = Curve(lower.xs, np.maximum(lower.ys, middle.ys))
        self.outer_upper = Curve.through(outer[:11])
        self.outer_lower = Curve.through(np.concatenate([outer[10:], outer[:1]]))
        self.eyes = (Eye.of(self.points, RIGHT_EYE, RIGHT_BROW), Eye.of(self.points, LEFT_EYE, LEFT_BROW))
        self.oval = self.points[list(FACE_OVAL)]

    @cached_property
    def chin(self) -> float:
        """How far below the mouth the chin ends, in mouth units."""
        return float(self.mouth.local(self.points[CHIN])[1])

    @cached_property
    def nose(self) -> float:
        """How far above the mouth the nose begins, in mouth units."""
        return -float(self.mouth.local(self.points[NOSE_BASE])[1])

    @cached_property
    def gap(self) -> float:
        """How far the lips of the portrait stand apart in the middle, in mouth units."""
        return self.lower.at(0) - self.upper.at(0)

    @cached_property
    def box(self) -> tuple[Array, Array]:
        return self.oval.min(0), self.oval.max(0)
