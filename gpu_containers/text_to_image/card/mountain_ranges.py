"""Mountains in three ranges, lit on one flank."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Floats, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def mountains(
    canvas: Canvas, light: Light, horizon: float, random: Random, high: float = 1.0, snow: bool = True
) -> None:
    """Three jagged ranges, the farthest palest, with light on one flank and snow on the highest."""
    base = horizon * canvas.height
    for layer, (rise, bumps, distance) in enumerate(((0.42, 2.2, 0.72), (0.27, 3.2, 0.48), (0.14, 4.5, 0.25))):
        shape = peaks(random, canvas.width, bumps)
        heights = base + canvas.height * 0.01 - shape * rise * high * canvas.height * random.uniform(0.8, 1.05)
        rock = light.on(mix(hexed("46577a"), hexed("3e5a46"), layer / 3), distance)
        canvas.ridge(heights, rock, mix(rock, light.haze, 0.55), canvas.height * rise * high)
        _flanks(canvas, light, heights, base, rise * high, distance, snow and layer == 0, random)


def peaks(random: Random, width: int, bumps: float) -> Floats:
    """From 0 to 1, with sharp summits."""
    count = max(3, int(bumps * 2))
    at = (np.arange(count + 2) - 0.5 + random.uniform(-0.3, 0.3, count + 2)) / count * width
    tall = random.uniform(0.35, 1.0, count + 2)
    x = np.arange(width)[:, None]
    slopes = tall - np.abs(x - at) / width * random.uniform(1.6, 2.6, count + 2)
    rough = noise.line(random, width, bumps * 7, 4, 0.6)
    return np.asarray(np.clip(slopes.max(axis=1) + 0.05 * rough, 0.02, 1.0), np.float32)


def _flanks(
    canvas: Canvas, light: Light, heights: Floats, base: float, rise: float, distance: float, snow: bool, random: Random
) -> None:
    """Lit slopes fall away from the sun's side; a jagged line divides them from the shaded ones."""
    top = max(0, int(heights.min()))
    bottom = min(canvas.height, int(base))
    if bottom <= top:
        return
    smooth = np.convolve(np.pad(heights, 12, "edge"), np.ones(25) / 25, "valid")
    slope = np.gradient(smooth) * light.side
    y = canvas.y[top:bottom, None]
    depth = y - heights[None, :]
    wobble = noise.line(random, canvas.width, 40, 2)[None, :] * canvas.height * 0.012
    facing = np.clip(-slope[None, :] * 2.2, -1, 1)
    fade = np.clip(1 - (depth + wobble) / (canvas.height * rise * 0.75), 0, 1)
    inside = np.clip(depth + 0.5, 0, 1)
    sunny = mix(light.on(hexed("a08f8a"), distance), light.sun, 0.25 * (1 - light.overcast))
    canvas.cover(np.clip(facing, 0, 1) * fade * inside * 0.75, sunny, top)
    canvas.cover(np.clip(-facing, 0, 1) * fade * inside * 0.3, scaled(light.on(hexed("2a3550"), distance), 0.9), top)
    if snow:
        line = canvas.height * rise * (0.3 + 0.08 * noise.line(random, canvas.width, 60, 2))[None, :]
        cap = (
            np.clip((line - depth) / 6, 0, 1)
            * inside
            * np.clip((base - rise * canvas.height * 0.45 - heights) / 20, 0, 1)
        )
        white = mix(light.on(WHITE, distance * 0.5), light.sun, 0.2)
        canvas.cover(cap * (0.5 + 0.45 * np.clip(facing + 0.3, 0, 1)), white, top)
