"""Outlines: closed curves, tubes between discs, moved masks."""

import numpy as np
from PIL import Image

Points = list[tuple[float, float]]


def smooth(points: Points, steps: int = 8) -> Points:
    """A closed Catmull-Rom curve."""
    p = np.array(points)
    before, after, later = np.roll(p, 1, 0), np.roll(p, -1, 0), np.roll(p, -2, 0)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None, None]
    curve = 0.5 * (
        2 * p
        + (after - before) * t
        + (2 * before - 5 * p + 4 * after - later) * t**2
        + (3 * p - before - 3 * after + later) * t**3
    )
    return [(float(x), float(y)) for x, y in curve.transpose(1, 0, 2).reshape(-1, 2)]


def moved(mask: Image.Image, dx: int, dy: int) -> Image.Image:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (dx, dy))
    return moved


def between(a: tuple[float, float, float], b: tuple[float, float, float]) -> Points | None:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = float(np.hypot(dx, dy))
    if length < 1e-6:
        return None
    nx, ny = -dy / length, dx / length
    return [
        (a[0] + nx * a[2], a[1] + ny * a[2]),
        (b[0] + nx * b[2], b[1] + ny * b[2]),
        (b[0] - nx * b[2], b[1] - ny * b[2]),
        (a[0] - nx * a[2], a[1] - ny * a[2]),
    ]
