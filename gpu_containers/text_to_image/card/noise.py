"""Smooth chance: lines of hills, banks of cloud, textures, all from a given generator."""

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card.colours import Floats

Random = np.random.Generator


def line(random: Random, count: int, bumps: float, octaves: int = 4, rough: float = 0.5) -> Floats:
    """`count` values from about -1 to 1 with about `bumps` hills in them; more `rough` is more jagged."""
    total: Floats = np.zeros(count)
    weight, height = 0.0, 1.0
    for octave in range(octaves):
        knots = max(2, int(bumps * 2**octave)) + 3
        at = np.linspace(1, knots - 2.001, count)
        total += height * _smooth(random.uniform(-1, 1, knots), at)
        weight += height
        height *= rough
    return np.asarray(total / weight * 1.6, np.float32)


def _smooth(values: Floats, at: Floats) -> Floats:
    index = at.astype(int)
    part = at - index
    ease = part * part * (3 - 2 * part)
    return np.asarray(values[index] * (1 - ease) + values[index + 1] * ease)


def field(random: Random, width: int, height: int, cells: tuple[float, float], octaves: int = 4) -> Floats:
    """A height × width cloud of values from 0 to 1, with `cells` lumps across and down."""
    total, weight, strength = np.zeros((height, width), np.float32), 0.0, 1.0
    for octave in range(octaves):
        columns = max(2, int(cells[0] * 2**octave)) + 2
        rows = max(2, int(cells[1] * 2**octave)) + 2
        grains = Image.fromarray(random.random((rows, columns), np.float32))
        total += strength * np.asarray(grains.resize((width, height), Image.Resampling.BICUBIC))
        weight += strength
        strength *= 0.5
    return np.asarray(np.clip((total / weight - 0.5) * 1.7 + 0.5, 0, 1), np.float32)
