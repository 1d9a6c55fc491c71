"""Seas and lakes: a mirror of the sky, broken by waves, with the sun on it."""

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import WHITE, Floats, hexed, mix
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def water(
    canvas: Canvas, light: Light, horizon: float, sun: tuple[float, float], random: Random, bottom: float = 1.0
) -> None:
    """A mirror of the sky above it, broken by waves that grow towards us, with the sun's path on it."""
    top, end = int(horizon * canvas.height), int(bottom * canvas.height)
    tall = end - top
    if tall < 8:
        return
    depth = np.linspace(0, 1, tall, dtype=np.float32)
    sky = canvas.pixels[max(0, top - tall) : top][::-1]
    rows = np.clip((depth**0.8 * (len(sky) - 1)).astype(int), 0, len(sky) - 1)
    mirror = sky[rows].copy()
    wave = _waves(canvas, tall, random)
    shift = (wave * (2 + 26 * depth[:, None]) * canvas.unit / 720).astype(int)
    columns = np.clip(np.arange(canvas.width)[None, :] + shift, 0, canvas.width - 1)
    mirror = mirror[np.arange(tall)[:, None], columns]
    deep = light.on(hexed("1d5a7a" if not light.night else "16304f"))
    share = (0.28 + 0.42 * depth)[:, None, None]
    surface = mirror * (1 - share) + np.asarray(deep, np.float32) * share
    surface += (wave * (0.03 + 0.05 * depth[:, None]))[..., None] * np.asarray(light.horizon, np.float32)
    canvas.pixels[top:end] = np.clip(surface, 0, 1)
    _glitter(canvas, light, sun, top, depth, wave)
    canvas.cover(np.exp(-depth * 26)[:, None] * np.ones((1, canvas.width), np.float32) * 0.55, light.haze, top)


def _waves(canvas: Canvas, tall: int, random: Random) -> Floats:
    """From -1 to 1: long across, and finer towards the horizon as the eye sees them."""
    depth = (np.linspace(0.03, 1, tall) ** 0.55)[:, None]
    x = np.linspace(-0.5, 0.5, canvas.width)[None, :] / depth
    total = np.zeros((tall, canvas.width))
    for _ in range(7):
        across, away, phase = random.uniform(2, 14), random.uniform(18, 60), random.uniform(0, 6.28)
        total += np.sin(x * across * 1.5 + away / depth * 1.1 + phase + 2 * np.sin(x * across * 0.37 + phase))
    return np.asarray(np.clip(total / 3.6, -1, 1), np.float32)


def _glitter(canvas: Canvas, light: Light, sun: tuple[float, float], top: int, depth: Floats, wave: Floats) -> None:
    if light.overcast > 0.7:
        return
    spread = canvas.unit * (0.035 + 0.16 * depth[:, None])
    path = np.exp(-(((canvas.x[None, :] - sun[0]) / spread) ** 2))
    sparks = np.clip((wave - 0.05) * 2.2, 0, 1) + 0.35 * np.exp(-depth[:, None] * 5)
    strength = (0.85 if light.altitude < 0.4 else 0.35) * (0.7 if light.night else 1) * (1 - light.overcast)
    canvas.shine((path * sparks * strength).astype(np.float32), mix(light.sun, WHITE, 0.35), top)
