"""Lines and areas: where a picture changes suddenly, in ink."""

import numpy as np
from PIL import Image, ImageFilter

from gpu_containers.text_to_image.card.canvas import to_image
from gpu_containers.text_to_image.card.colours import Floats


def inked(pixels: Floats, source: Floats, strength: float) -> Floats:
    """Dark lines where the picture changes suddenly."""
    return pixels * (1 - strength * edges(source))[..., None]


def edges(pixels: Floats, keen: float = 9.0) -> Floats:
    picture = to_image(pixels).convert("L").filter(ImageFilter.GaussianBlur(pixels.shape[0] / 720))
    tone = np.asarray(picture, np.float32) / 255
    across, down = np.gradient(tone)
    edge = np.clip(np.hypot(across, down) * keen - 0.28, 0, 1)
    line = (
        Image.fromarray((edge * 255).astype(np.uint8))
        .filter(ImageFilter.MaxFilter(3))
        .filter(ImageFilter.GaussianBlur(0.7))
    )
    return np.asarray(line, np.float32) / 255
