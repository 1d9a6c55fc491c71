"""The two rows of houses along a street, with their windows and shops."""

from itertools import pairwise

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.perspective import View

_WALLS = ("8a6f63", "a9927c", "6d7484", "b0a596", "7c5f58", "5f6f7d", "c2a98b")


def row_of_houses(canvas: Canvas, light: Light, view: View, side: int, random: Random) -> None:
    edges = [0.62]
    while edges[-1] < 14:
        edges.append(edges[-1] * random.uniform(1.25, 1.5))
    for near, far in reversed(list(pairwise(edges))):
        distance = 0.8 * min(1.0, max(0.0, np.log(far)) / np.log(14)) ** 1.1
        wall = light.on(hexed(str(random.choice(_WALLS))), distance)
        facing = 1.0 if side * light.side < 0 else 0.62
        tone = scaled(mix(wall, light.sun, 0.16 * (1 - light.overcast) * (facing > 0.9)), facing)
        tall = random.uniform(1.3, 2.5)
        _front(canvas, view, side, (near, far), tall, tone)
        _house_windows(canvas, light, view, side, (near, far), tall, tone, random)
        if near > 0.8:
            _shop(canvas, light, view, side, (near, far), distance, random)


def _front(canvas: Canvas, view: View, side: int, span: tuple[float, float], tall: float, tone: Colour) -> None:
    near, far = span
    across = side * 1.45
    quad = [
        view.point(across, 0, near),
        view.point(across, 0, far),
        view.point(across, tall, far),
        view.point(across, tall, near),
    ]
    end = [
        view.point(across, 0, far),
        view.point(across, tall, far),
        view.point(side * 9, tall, far),
        view.point(side * 9, 0, far),
    ]
    canvas.polygons([end], scaled(tone, 0.86))
    canvas.polygons([quad], tone)
    cornice = [
        view.point(across, tall, near),
        view.point(across, tall, far),
        view.point(across * 0.97, tall + 0.05, far),
        view.point(across * 0.97, tall + 0.05, near),
    ]
    canvas.polygons([cornice], scaled(tone, 1.15))


def _house_windows(
    canvas: Canvas,
    light: Light,
    view: View,
    side: int,
    span: tuple[float, float],
    tall: float,
    tone: Colour,
    random: Random,
) -> None:
    near, far = span
    dark = light.night or light.backlit > 0.8
    groups: dict[bool, list[Points]] = {True: [], False: []}
    columns = 4
    for floor in np.arange(0.62, tall - 0.15, 0.36):
        for column in range(columns):
            inverse = [1 / near + (1 / far - 1 / near) * (column + part) / columns for part in (0.28, 0.72)]
            a, b = 1 / inverse[0], 1 / inverse[1]
            x = side * 1.45
            pane = [
                view.point(x, floor, a),
                view.point(x, floor, b),
                view.point(x, floor + 0.22, b),
                view.point(x, floor + 0.22, a),
            ]
            groups[random.random() < (0.5 if dark else 0.12)].append(pane)
    canvas.polygons(groups[False], mix(scaled(tone, 0.6), light.top, 0.3), 0.85)
    canvas.polygons(
        groups[True], hexed("ffd48a") if dark else mix(light.horizon, light.sun, 0.5), 0.95 if dark else 0.6
    )


_NEON = ("ff4f8b", "35d0e8", "ffb13d", "8f6bff", "58e08a", "ff6a4d")


def _shop(
    canvas: Canvas, light: Light, view: View, side: int, span: tuple[float, float], distance: float, random: Random
) -> None:
    near, far = span
    x = side * 1.45
    inside = hexed("ffdba0") if light.night or light.backlit > 0.6 else light.on(hexed("39424d"), distance)
    pane = [
        view.point(x, 0.04, near * 1.04),
        view.point(x, 0.04, far * 0.97),
        view.point(x, 0.4, far * 0.97),
        view.point(x, 0.4, near * 1.04),
    ]
    canvas.polygons([pane], mix(inside, light.haze, distance * 0.5), 0.85)
    colour = hexed(str(random.choice(_NEON)))
    awning = [
        view.point(x, 0.5, near),
        view.point(x, 0.5, far),
        view.point(x - side * 0.2, 0.4, far),
        view.point(x - side * 0.2, 0.4, near),
    ]
    canvas.polygons(
        [awning],
        light.on(scaled(colour, 0.85), distance * 0.8) if not light.night else mix(colour, light.haze, distance * 0.4),
    )
    if light.night:
        sx, sy = view.point(x - side * 0.1, 0.3, (near * far) ** 0.5)
        canvas.glow(sx, sy, canvas.unit * 0.4 / near, colour, 0.4)
