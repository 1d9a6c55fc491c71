"""Buildings far off: a skyline in three rows, and the roof we see it from."""

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

_LAMPS = ("ffd58a", "ffc066", "ffe7b8", "a8d4ff")


def skyline(canvas: Canvas, light: Light, level: float, random: Random, high: float = 1.0) -> None:
    """Three rows of buildings, the nearest darkest, with lit windows when it is dark."""
    dark = light.night or light.backlit > 0.8
    for layer, (tall, distance, wide) in enumerate(((0.34, 0.7, 0.035), (0.27, 0.45, 0.055), (0.18, 0.2, 0.085))):
        tone = light.on(hexed(("5f6c88", "4c5875", "3a435c")[layer]), distance)
        foot = (level + 0.015 * layer) * canvas.height
        x = -random.uniform(0, 0.05) * canvas.width
        while x < canvas.width:
            width = canvas.unit * wide * random.uniform(0.8, 1.9)
            centre = 1.25 - 0.9 * abs(x / canvas.width - 0.5)
            height = canvas.height * tall * high * centre * random.uniform(0.45, 1.12)
            shade = turned(tone, 0, 1, random.uniform(0.92, 1.1))
            _tower(canvas, light, (x, foot, width, height), shade, distance, random, dark)
            x += width * random.uniform(0.85, 1.25)
        _mist(canvas, light, level, 0.1 + 0.05 * layer)


def _mist(canvas: Canvas, light: Light, level: float, reach: float) -> None:
    """What lies between two rows of buildings."""
    away = (level - canvas.y / canvas.height) / reach
    veil = np.where(away > -0.2, np.exp(-np.clip(away, 0, 9) * 2.2), 0) * (0.34 if not light.night else 0.26)
    canvas.cover(np.repeat(veil[:, None], canvas.width, axis=1).astype(np.float32), mix(light.haze, light.horizon, 0.4))


def terrace(canvas: Canvas, light: Light, random: Random) -> None:
    """A roof we stand on, with its parapet, in front of the town."""
    level = canvas.height * 0.8
    flat = np.full(canvas.width, level, np.float32)
    stone = light.on(hexed("9a948d"))
    canvas.ridge(flat, scaled(stone, 0.9), scaled(stone, 0.5), canvas.height * 0.2)
    canvas.polygons([_box(0, level, canvas.width, canvas.height * 0.012)], mix(stone, light.sun, 0.45))
    canvas.polygons(
        [_box(0, level + canvas.height * 0.05, canvas.width, canvas.height * 0.008)], scaled(stone, 0.5), 0.7
    )
    for x in np.arange(random.uniform(0, 0.2), 1.0, 0.2):
        canvas.polygons([_box(x * canvas.width, level, 3, canvas.height * 0.05)], scaled(stone, 0.55), 0.6)


def _tower(
    canvas: Canvas,
    light: Light,
    box: tuple[float, float, float, float],
    tone: Colour,
    distance: float,
    random: Random,
    dark: bool,
) -> None:
    x, foot, width, height = box
    roof = foot - height
    shapes = [_box(x, roof, width, height + 2)]
    kind = random.integers(6)
    if kind == 0:
        shapes += [
            _box(x + width * 0.2, roof - height * 0.08, width * 0.6, height * 0.09),
            _box(x + width * 0.47, roof - height * 0.26, width * 0.05, height * 0.2),
        ]
    elif kind == 1:
        shapes += [[(x, roof + 1), (x + width, roof + 1), (x + width, roof - width * 0.35)]]
    elif kind == 2:
        shapes += [_box(x + width * 0.15, roof - height * 0.06, width * 0.25, height * 0.07)]
    canvas.polygons(shapes, tone)
    lit_side = x + (width * 0.72 if light.side > 0 else 0)
    canvas.polygons([_box(lit_side, roof, width * 0.28, height)], mix(tone, light.sun, 0.3 * (1 - light.overcast)), 0.7)
    if distance < 0.6:
        _windows(canvas, light, box, tone, random, dark)


def _windows(
    canvas: Canvas, light: Light, box: tuple[float, float, float, float], tone: Colour, random: Random, dark: bool
) -> None:
    x, foot, width, height = box
    pitch = max(4.0, canvas.unit * 0.0125)
    columns, rows = int(width / pitch), int(height / (pitch * 1.35))
    if columns < 2 or rows < 2:
        return
    lit: list[Points] = []
    dull: list[Points] = []
    share = random.uniform(0.06, 0.4)
    for row in range(1, rows):
        for column in range(columns):
            pane = _box(
                x + (column + 0.25) * width / columns, foot - height + row * height / rows, pitch * 0.5, pitch * 0.62
            )
            (lit if random.random() < (share if dark else 0.08) else dull).append(pane)
    canvas.polygons(dull, scaled(tone, 0.78) if not dark else scaled(tone, 0.8), 0.6)
    canvas.polygons(
        lit, hexed(str(random.choice(_LAMPS))) if dark else mix(light.sun, light.horizon, 0.4), 0.9 if dark else 0.5
    )


def _box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
