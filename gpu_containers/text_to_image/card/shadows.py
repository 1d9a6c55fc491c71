"""The shadows of subjects: where they touch the ground, and thrown along it by the sun."""

import numpy as np
from PIL import Image

from gpu_containers.text_to_image.card.canvas import Canvas, soft
from gpu_containers.text_to_image.card.colours import mix
from gpu_containers.text_to_image.card.sketch import Sketch
from gpu_containers.text_to_image.card.stage import Stage


def cast_shadow(stage: Stage, sketch: Sketch, x: float, foot: float, flip: bool) -> None:
    """A contact shadow, and in the sun one that is thrown away from the light along the ground."""
    if stage.backdrop.floats:
        return
    canvas, light, tall = stage.canvas, stage.light, sketch.height
    _, alpha = sketch.sheet(flip)
    columns = np.flatnonzero(alpha[int(len(alpha) * 0.82) :].max(axis=0) > 0.5)
    if not len(columns):
        return
    edge = sketch.right if flip else -sketch.left
    left, right = x - edge * tall + columns[0], x - edge * tall + columns[-1]
    half = float(right - left) / 2 + tall * 0.02
    _ellipse(canvas, (left + right) / 2, foot, half * 1.15, max(2.0, half * 0.16), 0.5)
    if stage.backdrop.open_air and not light.night and light.overcast < 0.55:
        _thrown(stage, alpha[: int(sketch.top * tall)], x - edge * tall, foot, tall)


def _ellipse(canvas: Canvas, x: float, y: float, rx: float, ry: float, strength: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 32)
    canvas.polygons(
        [[(x + float(np.cos(a)) * rx, y + float(np.sin(a)) * ry) for a in turn]],
        (0.03, 0.03, 0.07),
        strength,
        max(1.0, ry * 0.6),
    )


def _thrown(
    stage: Stage, alpha: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", left: float, foot: float, tall: float
) -> None:
    canvas, light = stage.canvas, stage.light
    length = tall * (0.3 if light.altitude > 0.4 else 0.42)
    slant = -light.side * (0.35 if light.altitude > 0.4 else 1.3)
    mask = Image.fromarray((alpha * 255).astype(np.uint8))
    high, wide = max(2, int(length)), mask.width
    reach = int(abs(slant) * length) + 2
    flat = mask.resize((wide, high), Image.Resampling.BILINEAR).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    room = Image.new("L", (wide + 2 * reach, high))
    room.paste(flat, (reach, 0))
    sheared = room.transform(room.size, Image.Transform.AFFINE, (1, -slant, 0, 0, 1, 0), Image.Resampling.BILINEAR)
    soft_mask = np.asarray(soft(sheared, max(1.2, tall / 160)), np.float32) / 255
    fade = np.linspace(1, 0.25, high, dtype=np.float32)[:, None]
    canvas.cover(
        soft_mask * fade * 0.42,
        mix((0.03, 0.03, 0.09), light.top, 0.15),
        round(foot - tall * 0.012),
        round(left - reach),
    )
