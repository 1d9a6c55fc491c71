"""Dunes: sweeping crests, bright on one side."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import Floats, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def dunes(canvas: Canvas, light: Light, horizon: float, random: Random) -> None:
    """Sweeping crests, lit on one side and deep in shade on the other."""
    sand = hexed("dba463")
    for layer in range(4):
        near = layer / 3
        base = (horizon + 0.02 + 0.2 * near) * canvas.height
        swing = noise.line(random, canvas.width, 1.0 + 0.5 * near, 2, 0.25)
        heights = base - (0.05 + 0.07 * near) * canvas.height * swing
        lit = mix(light.on(sand, 0.5 * (1 - near)), light.sun, 0.22 * (1 - light.overcast))
        canvas.ridge(heights, lit, light.on(scaled(sand, 0.82), 0.4 * (1 - near)), canvas.height * 0.25)
        _lee(canvas, light, heights, random, near)


def _lee(canvas: Canvas, light: Light, heights: Floats, random: Random, near: float) -> None:
    x = np.arange(canvas.width)
    ribs = noise.line(random, canvas.width, 2.2, 2, 0.3) * canvas.height * 0.05 + canvas.height * (0.03 + 0.16 * near)
    slope = np.gradient(heights) * light.side
    depth = np.clip(slope * 14, 0, 1) * ribs
    top = max(0, int(heights.min()))
    mask = np.clip(canvas.y[top:, None] - heights[x][None, :] + 0.5, 0, 1)
    mask = mask * np.clip((heights + depth)[None, :] - canvas.y[top:, None], 0, 3) / 3
    canvas.cover(mask * 0.55, light.on(hexed("6e4634"), 0.3 * (1 - near)), top)
