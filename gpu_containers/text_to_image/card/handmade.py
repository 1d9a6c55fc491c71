"""Pictures as if made by hand: pencil and watercolour."""

import numpy as np
from PIL import Image, ImageFilter

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import blurred, to_image
from gpu_containers.text_to_image.card.colours import Floats
from gpu_containers.text_to_image.card.inking import edges
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.tones import GREY, brightened, contrast, exposed, saturated
from gpu_containers.text_to_image.card.worlds import paper


def sketch(pixels: Floats, random: Random) -> Floats:
    """Pencil on paper: lines, two directions of hatching in the dark, a breath of colour."""
    height, width = pixels.shape[:2]
    tone = exposed(contrast(pixels, 0.2) @ GREY)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    pitch = max(4.0, height / 150)
    wobble = noise.field(random, width // 8, height // 8, (10, 8), 2)
    wobble = np.asarray(Image.fromarray(wobble).resize((width, height), Image.Resampling.BICUBIC)) * 5
    first = np.sin((rows + columns) / pitch * 2.2 + wobble) * 0.5 + 0.5
    second = np.sin((rows - columns * 0.7) / pitch * 2.2 + wobble) * 0.5 + 0.5
    shade = np.clip((0.47 - tone) * 1.9, 0, 1) * first * 0.5 + np.clip((0.24 - tone) * 3, 0, 1) * second * 0.5
    ink = np.clip(shade + edges(brightened(pixels), 15.0) * 0.95 + np.clip(0.45 - tone, 0, 1) * 0.3, 0, 0.93)
    sheet = paper(width, height, random)[..., None] * np.array([0.985, 0.972, 0.94], np.float32)
    wash = sheet * (0.62 + 0.38 * saturated(brightened(pixels), 1.15))
    lines = ink[..., None]
    return np.asarray(wash * (1 - lines) + lines * np.array([0.13, 0.13, 0.16], np.float32))


def watercolor(pixels: Floats, random: Random) -> Floats:
    """Pigment that runs a little, gathers at its edges, and leaves the border of the sheet white."""
    height, width = pixels.shape[:2]
    flow = [_wobble(random, width, height) for _ in range(2)]
    rows, columns = np.mgrid[:height, :width]
    reach = height / 110
    at = (
        np.clip(rows + (flow[0] - 0.5) * reach * 2, 0, height - 1).astype(int),
        np.clip(columns + (flow[1] - 0.5) * reach * 2, 0, width - 1).astype(int),
    )
    small = to_image(pixels[at]).reduce(2).filter(ImageFilter.MedianFilter(3))
    smeared = small.resize((width, height), Image.Resampling.BICUBIC)
    wash = np.asarray(smeared, np.float32) / 255
    gathered = np.clip(blurred(wash, height / 130) - wash, -0.12, 0.12)
    wash = wash - gathered * 1.3
    light = 1 - (1 - saturated(wash, 1.18)) * (0.76 + 0.26 * flow[0])[..., None]
    sheet = paper(width, height, random)[..., None] * np.array([1.0, 0.99, 0.965], np.float32)
    inside = _border(width, height, flow[1], height / 24)[..., None]
    return np.asarray(sheet * (inside * light + (1 - inside)))


def _wobble(random: Random, width: int, height: int) -> Floats:
    small = noise.field(random, width // 4, height // 4, (16, 10), 4)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))


def _border(width: int, height: int, wobble: Floats, reach: float) -> Floats:
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    near = np.minimum(np.minimum(x, width - 1 - x)[None, :], np.minimum(y, height - 1 - y)[:, None])
    return np.asarray(np.clip((near - reach * (0.2 + 0.9 * wobble)) / (reach * 0.12), 0, 1))
