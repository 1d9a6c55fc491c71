"""How each movement of a face displaces it: one smooth field a movement, for the face above and below the lips.

Fields are forward displacements in mouth units at points of the still portrait. They agree beyond the corners of the
mouth and part between them, which is what opens it. Amounts of 1 mean one mouth unit (half the mouth's width) for
the lips and jaw, one radian for turns, one face width for shifts.
"""

from collections.abc import Callable

import numpy as np

from gpu_containers.talking_head.anatomy import Anatomy, Array

LIPS = ("jaw", "raise", "depress", "pucker", "press", "close")
HEAD = ("shift_x", "shift_y", "grow", "roll", "yaw", "pitch", "brows")
MOVEMENTS = LIPS + HEAD

# How far the corners of the mouth follow the jaw.
_CORNERS = 0.22
# Which part of the way the upper lip goes when lips that stand apart in the portrait are closed.
UPPER_SHARE = 0.45


def smooth(t: Array) -> Array:
    """0 below 0, 1 above 1, without a kink between."""
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


class Shapes:
    """Displacement fields of all MOVEMENTS for one face."""

    def __init__(self, face: Anatomy) -> None:
        self._face = face
        self._thick_upper = float((face.upper(face.upper.xs) - face.outer_upper(face.upper.xs)).max())
        self._thick_lower = float((face.outer_lower(face.lower.xs) - face.lower(face.lower.xs)).max())
        low, high = face.box
        self._width = float(high[0] - low[0])
        self._depth = _depth_field(face)

    def fields(self, points: Array, *, below: bool) -> Array:
        """(len(MOVEMENTS), n, 2) in pixels, for n points (pixels) of the face below or above the lips."""
        local = self._face.mouth.local(points)
        lips = (self._below if below else self._above)(local)
        in_units = np.stack([lips[name] for name in LIPS])
        return np.concatenate([in_units @ self._face.mouth.axes, self._head(points)]).astype(np.float32)

    def _above(self, local: Array) -> dict[str, Array]:
        face, (x, y) = self._face, local.T
        up = np.maximum(face.upper(x) - y, 0)
        arc, to_nose = _arc(x), 1 - smooth(up / (0.95 * face.nose))
        thick, rim = self._thick_upper, _rim(up, self._thick_upper)
        gap = np.maximum(face.lower(x) - face.upper(x), 0)
        pucker_x = _pucker(x) * np.exp(-((y / 1.1) ** 2)) * to_nose
        return {
            "jaw": _down(_jaw_width(x) * _CORNERS * (1 - arc) * np.exp(-((up / 0.7) ** 2))),
            "raise": _down(-arc * to_nose),
            "depress": _down(0 * x),
            "pucker": np.stack([-pucker_x, -0.22 * rim * np.exp(-((x / 0.75) ** 2)) * to_nose], -1),
            "press": _down(rim * thick * np.exp(-((x / 1.1) ** 4))),
            "close": _down(UPPER_SHARE * gap * to_nose),
        }

    def _below(self, local: Array) -> dict[str, Array]:
        face, (x, y) = self._face, local.T
        down = np.maximum(y - face.lower(x), 0)
        arc, chin = _arc(x), max(face.chin - float(face.lower.ys.max()), 0.6)
        to_chin = 1 - smooth(down / (0.8 * chin))
        with_jaw = arc + (1 - arc) * smooth(down / (0.8 * chin))
        neck = 1 - smooth((y - face.chin) / (1.1 * chin))
        thick, rim = self._thick_lower, _rim(down, self._thick_lower)
        gap = np.maximum(face.lower(x) - face.upper(x), 0)
        pucker_x = _pucker(x) * np.exp(-((y / 1.1) ** 2))
        return {
            "jaw": _down(_jaw_width(x) * (_CORNERS + (1 - _CORNERS) * with_jaw) * neck),
            "raise": _down(0 * x),
            "depress": _down(arc * to_chin),
            "pucker": np.stack([-pucker_x, 0.22 * rim * np.exp(-((x / 0.75) ** 2))], -1),
            "press": _down(-rim * thick * np.exp(-((x / 1.1) ** 4))),
            "close": _down(-(1 - UPPER_SHARE) * gap * to_chin),
        }

    def _head(self, points: Array) -> Array:
        face = self._face
        low, high = face.box
        centre = (low + high) / 2
        # The head, hair included, moves as one; around it the picture gives way softly.
        radius = np.hypot(*((points - centre) / (high - low) / np.array([0.72, 0.78])).T)
        held = (1 - smooth((radius - 1) / 0.75))[:, None]
        pivot = np.array([centre[0], high[1] + 0.25 * (high[1] - low[1])], np.float32)
        arm = points - pivot
        depth = self._depth(points)[:, None]
        one = np.ones((len(points), 1), np.float32)
        fields = [
            np.hstack([one, 0 * one]) * self._width,
            np.hstack([0 * one, one]) * self._width,
            arm,
            np.stack([-arm[:, 1], arm[:, 0]], -1),
            np.hstack([-depth, 0 * one]),
            np.hstack([0 * one, depth]),
        ]
        return np.concatenate([np.stack(fields) * held, self._brows(points)[None]])

    def _brows(self, points: Array) -> Array:
        lift = np.zeros(len(points), np.float32)
        for eye in self._face.eyes:
            x, y = eye.frame.local(points).T
            above = smooth((float(eye.upper.ys.min()) - 0.1 - y) / 0.5)
            lift = np.maximum(lift, above * np.exp(-((x / 1.7) ** 4)) * np.exp(-(((y - eye.brow) / 1.4) ** 2)))
        return np.stack([0 * lift, -self._width * lift], -1)


def _arc(x: Array) -> Array:
    """How an opening mouth is rounded between its corners at -1 and 1."""
    return np.asarray(np.clip(1 - x * x, 0, 1) ** 0.72, np.float32)


def _jaw_width(x: Array) -> Array:
    return np.asarray(np.exp(-((x / 1.75) ** 2)))


def _pucker(x: Array) -> Array:
    beyond = np.maximum(np.abs(x) - 1, 0)
    return np.asarray(x * np.exp(-((beyond / 0.8) ** 2)))


def _rim(distance: Array, thick: float) -> Array:
    """1 at the outer edge of a lip, 0 at its inner edge and well beyond."""
    t = distance / max(thick, 0.05)
    return np.asarray(t * np.exp((1 - t * t) / 2))


def _down(amount: Array) -> Array:
    return np.stack([np.zeros_like(amount), amount], -1)


def _depth_field(face: Anatomy) -> Callable[[Array], Array]:
    """Depth of the head, relative to the axis it turns on, at any point: the mesh's own, fading to that of the ears."""
    spread = float(face.box[1][0] - face.box[0][0]) * 0.09
    back = float(np.percentile(face.depth, 95))

    def depth(points: Array) -> Array:
        x, y = points.T[:, :, None] - face.points.T[:, None]
        distance = x * x + y * y
        weight = np.exp(-distance / (2 * spread**2))
        known = weight.sum(1)
        # Far from the mesh the few units of the ears' depth decide.
        return np.asarray((weight @ face.depth + 3.0 * back) / (known + 3.0) - back, np.float32)

    return depth
