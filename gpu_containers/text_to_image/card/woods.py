"""Trees: rows of them in the distance, trunks around us, and single ones."""

import numpy as np

from gpu_containers.text_to_image.card import noise
from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix
from gpu_containers.text_to_image.card.curves import smooth
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


def treeline(
    canvas: Canvas,
    light: Light,
    level: float,
    colour: Colour,
    distance: float,
    tall: float,
    random: Random,
    pines: bool,
) -> None:
    """A row of trees whose feet stand at `level`; `tall` is a share of the height."""
    foot, height = level * canvas.height, tall * canvas.height
    tone = light.on(colour, distance)
    step = height * (0.26 if pines else 0.5)
    shapes = []
    for x in np.arange(-height, canvas.width + height, step):
        at, size = x + random.uniform(-0.4, 0.4) * step, height * random.uniform(0.6, 1.1)
        shapes.append(pine(at, foot, size, random) if pines else crown(at, foot, size, random))
    canvas.polygons(
        [
            [
                (-5, foot + 3),
                (-5, foot - height * 0.25),
                (canvas.width + 5, foot - height * 0.25),
                (canvas.width + 5, foot + 3),
            ]
        ],
        tone,
    )
    canvas.polygons(shapes, tone)
    shift = -light.side * height * 0.05
    tops = [[(px - shift, py - height * 0.03) for px, py in shape] for shape in shapes[::2]]
    canvas.polygons(tops, mix(tone, light.sun, 0.14 * (1 - light.overcast)), 0.35)


def pine(x: float, foot: float, tall: float, random: Random) -> Points:
    wide = tall * random.uniform(0.2, 0.28)
    left: Points = []
    tiers = 6
    for tier in range(tiers):
        low, span = (tier + 1) / tiers, wide * ((tier + 1.4) / tiers) ** 0.9
        left += [(span * 0.45, (tier + 0.35) / tiers), (span * random.uniform(0.85, 1.1), low * 0.93 + 0.02)]
    down = [(x, foot - tall), *((x + px, foot - tall * (1 - py)) for px, py in left)]
    up = [(x - px * random.uniform(0.85, 1.1), foot - tall * (1 - py)) for px, py in reversed(left)]
    return [*down, (x + tall * 0.02, foot), (x - tall * 0.02, foot), *up]


def crown(x: float, foot: float, tall: float, random: Random) -> Points:
    turn = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    wide = tall * random.uniform(0.32, 0.42)
    points = [
        (
            x + np.cos(a) * wide * random.uniform(0.78, 1.08),
            foot - tall * 0.58 - np.sin(a) * tall * 0.42 * random.uniform(0.85, 1.1),
        )
        for a in turn
    ]
    return smooth(points, 5)


def trunks(canvas: Canvas, light: Light, level: float, random: Random) -> None:
    """We stand between them: pale and thin far off, dark and wide at the frame's edges."""
    for layer, (count, wide, distance) in enumerate(((26, 0.014, 0.72), (14, 0.026, 0.5), (7, 0.05, 0.26))):
        foot = (level + 0.03 + 0.09 * layer) * canvas.height
        tone = light.on(hexed("4a3b33"), distance)
        for at in (np.arange(count) + random.uniform(0.1, 0.9, count)) / count:
            _trunk(
                canvas,
                light,
                at * canvas.width,
                foot + random.uniform(0, 0.05) * canvas.height,
                wide * canvas.unit * random.uniform(0.6, 1.4),
                tone,
                random,
            )
        leaves = light.on(hexed("3f6a3c"), distance * 0.9)
        canopy = canvas.height * (0.34 - 0.1 * layer)
        line = canopy * (1 + 0.35 * noise.line(random, canvas.width, 9 - 2 * layer, 4, 0.65))
        canvas.cover(np.clip(line[None, :] - canvas.y[: int(canvas.height * 0.7), None], 0, 1), leaves)
        fern = foot - canvas.height * 0.02 * (1 + noise.line(random, canvas.width, 24, 4, 0.7))
        canvas.ridge(
            fern.astype(np.float32),
            mix(light.on(hexed("5d7f42"), distance), light.sun, 0.12),
            light.on(hexed("33502f"), distance * 0.8),
            canvas.height * 0.12,
        )


def _trunk(canvas: Canvas, light: Light, x: float, foot: float, wide: float, tone: Colour, random: Random) -> None:
    lean = random.uniform(-0.06, 0.06) * canvas.height
    shape = [
        (x - wide * 0.6 + lean, -5.0),
        (x + wide * 0.6 + lean, -5.0),
        (x + wide, foot - wide),
        (x + wide * 1.7, foot),
        (x - wide * 1.7, foot),
        (x - wide, foot - wide),
    ]
    canvas.polygons([shape], tone)
    edge = light.side * wide
    lit = [
        (x + edge * 0.35 + lean, -5.0),
        (x + edge * 0.6 + lean, -5.0),
        (x + edge, foot - wide),
        (x + edge * 0.55, foot - wide),
    ]
    canvas.polygons([lit], mix(tone, light.sun, 0.45 * (1 - light.overcast)), 0.8)
