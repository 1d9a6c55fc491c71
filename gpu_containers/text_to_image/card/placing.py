"""Sets a sheet into the picture: the light where it stands, the haze, the bright edge."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import Colour, Floats
from gpu_containers.text_to_image.card.sketch import Sketch


@dataclass(frozen=True)
class Setting:
    """The light on a figure where it stands: `ambient` multiplies, `haze` veils, `rim` lights the edge."""

    ambient: Colour
    haze: Colour
    veil: float
    rim: Colour
    rim_strength: float
    side: float


def place(canvas: Canvas, sketch: Sketch, x: float, y: float, setting: Setting, flip: bool = False) -> None:
    """Sets the sheet's origin at (x, y) of the picture."""
    rgb, alpha = sketch.sheet(flip)
    edge = sketch.right if flip else -sketch.left
    left, top = round(x - edge * sketch.height), round(y - sketch.top * sketch.height)
    rgb = rgb * np.asarray(setting.ambient, np.float32)
    rgb += (np.asarray(setting.haze, np.float32) * alpha[..., None] - rgb) * setting.veil
    if setting.rim_strength > 0:
        rgb += _rim(alpha, setting, sketch.height) * np.asarray(setting.rim, np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = np.where(alpha[..., None] > 0, rgb / np.maximum(alpha, 1e-3)[..., None], 0)
    canvas.cover(alpha, np.clip(plain, 0, 1), top, left)


def _rim(alpha: Floats, setting: Setting, height: float) -> Floats:
    width = max(1, min(round(height * 0.008), 2 + round(height * 0.0028)))
    inner = np.roll(alpha, (width // 2, -round(setting.side) * width), (0, 1))
    edge = np.clip(alpha - inner, 0, 1)
    if width > 2:
        edge = 0.5 * edge + 0.25 * (np.roll(edge, 1, 1) + np.roll(edge, -1, 1)) * alpha
    return np.asarray(edge[..., None] * setting.rim_strength)
