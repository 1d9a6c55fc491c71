"""Land in layers that fade into the distance: hills, ground, grass."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def hills(canvas: Canvas, light: Light, horizon: float, random: Random, colour: Colour, count: int = 3) -> None:
    """Rolling land from the horizon almost to the front."""
    for layer in range(count):
        near = layer / max(1, count - 1)
        base = (horizon + (0.02 + 0.13 * near)) * canvas.height
        heights = base - (0.055 + 0.03 * near) * canvas.height * noise.line(random, canvas.width, 1.6 + layer, 3, 0.35)
        shade = light.on(mix(colour, hexed("33512f"), 0.35 * (1 - near)), 0.55 * (1 - near))
        bright = mix(shade, light.sun, 0.18 * (1 - light.overcast))
        canvas.ridge(heights, bright, scaled(shade, 0.86), canvas.height * 0.1)


def ground(canvas: Canvas, light: Light, level: float, colour: Colour, random: Random, rough: float = 0.35) -> None:
    """The land at our feet, darker and more broken the nearer it is."""
    heights = level * canvas.height + canvas.height * 0.006 * noise.line(random, canvas.width, 3, 3)
    far, near = light.on(colour, 0.22), scaled(light.on(colour), 0.72)
    canvas.ridge(heights, far, near, canvas.height * (1 - level))
    top = max(0, int(level * canvas.height))
    tall = canvas.height - top
    if tall < 8:
        return
    grain = noise.field(random, canvas.width, tall, (5, 14), 4)
    depth = np.linspace(0.1, 1, tall, dtype=np.float32)[:, None]
    canvas.cover(np.clip(grain - 0.5, 0, 1) * rough * depth * 1.4, scaled(near, 0.45), top)
    canvas.cover(np.clip(0.5 - grain, 0, 1) * rough * depth, mix(far, light.sun, 0.25), top)


def grass(canvas: Canvas, light: Light, level: float, colour: Colour, random: Random, tall: float = 0.05) -> None:
    """Blades along the lower edge, dark against the light."""
    blades = []
    for x, y, lean, size in random.random((int(420 * canvas.width / canvas.height), 4)):
        foot = (level + (1.06 - level) * y) * canvas.height
        height = canvas.height * tall * (0.4 + size) * (0.4 + y)
        px, bend = x * canvas.width, (lean - 0.5) * height * 0.9
        wide = max(0.8, height * 0.035)
        blades.append(
            [
                (px - wide, foot),
                (px + wide, foot),
                (px + bend * 0.4 + wide * 0.5, foot - height * 0.6),
                (px + bend, foot - height),
            ]
        )
    canvas.polygons(blades, scaled(light.on(colour), 0.6), 0.75)
