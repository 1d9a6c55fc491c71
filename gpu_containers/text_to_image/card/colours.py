"""Colours as three floats from 0 to 1, and the few sums that painting needs."""

import colorsys
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
Colour: TypeAlias = tuple[float, float, float]

WHITE: Colour = (1.0, 1.0, 1.0)


def hexed(code: str) -> Colour:
    """From `rrggbb`."""
    return int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`a` at 0, `b` at 1."""
    return tuple(p + (q - p) * share for p, q in zip(a, b, strict=True))  # type: ignore[return-value]


def times(a: Colour, b: Colour) -> Colour:
    return a[0] * b[0], a[1] * b[1], a[2] * b[2]


def scaled(a: Colour, by: float) -> Colour:
    return tuple(min(1.0, max(0.0, part * by)) for part in a)  # type: ignore[return-value]


def grey(a: Colour) -> float:
    return 0.299 * a[0] + 0.587 * a[1] + 0.114 * a[2]


def from_hsv(hue: float, saturation: float, value: float) -> Colour:
    return colorsys.hsv_to_rgb(hue % 1.0, min(1.0, saturation), min(1.0, value))


def turned(a: Colour, hue: float = 0.0, saturation: float = 1.0, value: float = 1.0) -> Colour:
    """The same colour with its hue moved (in turns), and its saturation and value multiplied."""
    h, s, v = colorsys.rgb_to_hsv(*a)
    return from_hsv(h + hue, s * saturation, v * value)


def bytes_of(a: Colour) -> tuple[int, int, int]:
    return tuple(round(255 * min(1.0, max(0.0, part))) for part in a)  # type: ignore[return-value]
