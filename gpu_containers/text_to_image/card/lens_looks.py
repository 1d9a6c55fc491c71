"""What a lens and a film do to a picture: vignette, bloom, grain."""

import numpy as np

from gpu_containers.text_to_image.card.canvas import blurred
from gpu_containers.text_to_image.card.colours import Floats
from gpu_containers.text_to_image.card.noise import Random


def vignette(pixels: Floats, strength: float) -> Floats:
    height, width = pixels.shape[:2]
    x, y = np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    away = np.clip((x[None, :] ** 2 * 0.9 + y[:, None] ** 2) - 0.35, 0, 2)
    return np.asarray(pixels * (1 - strength * away**1.3 * 0.6)[..., None])


def bloom(pixels: Floats, strength: float) -> Floats:
    """Bright places spill over."""
    bright = np.clip((pixels - 0.68) * 2.2, 0, 1)
    glow = blurred(bright, pixels.shape[0] / 36)
    return pixels + strength * glow * (1 - pixels)


def grain(pixels: Floats, amount: float, random: Random) -> Floats:
    height, width = pixels.shape[:2]
    noise_tile = random.standard_normal((min(height, 512), min(width, 512)), np.float32)
    tiled = np.tile(noise_tile, (height // noise_tile.shape[0] + 1, width // noise_tile.shape[1] + 1))[:height, :width]
    return pixels + amount * tiled[..., None]
