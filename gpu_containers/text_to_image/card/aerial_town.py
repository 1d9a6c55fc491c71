"""A town from above: houses on a grid, from far to near."""

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

_ROOFS = ("8d8f98", "a39a90", "6e7684", "b0a498", "7d7176", "94a0a8")


def blocks(canvas: Canvas, light: Light, top: int, random: Random) -> None:
    """Houses on a grid from far to near, with a street left free between them, taller towards the middle."""
    for row in np.arange(12.0, 0.55, -0.42):
        for column in np.arange(-int(row * 1.1) - 1, int(row * 1.1) + 2) * 0.52:
            if random.random() < 0.08 or abs(column) < 0.2:
                continue
            centre = np.exp(-(((row - 4.5) / 3) ** 2) - (column / 4.5) ** 2)
            tall = random.uniform(0.05, 0.2) + 0.75 * centre * random.random() ** 2
            tone = hexed(str(random.choice(_ROOFS)))
            _house(canvas, light, top, (column, row, 0.34 * random.uniform(0.8, 1.1), 0.26), tall, tone, random)


def _house(
    canvas: Canvas,
    light: Light,
    top: int,
    box: tuple[float, float, float, float],
    tall: float,
    tone: Colour,
    random: Random,
) -> None:
    column, row, wide, deep = box
    distance = float(np.clip((row - 0.8) / 11, 0, 1)) ** 0.8

    def point(across: float, away: float, up: float) -> tuple[float, float]:
        y = top + canvas.height * ((1 - up * 0.62) / away - 0.045)
        return canvas.width / 2 + across / away * canvas.height, y

    left, right, front, back = column - wide / 2, column + wide / 2, row - deep / 2, row + deep / 2
    if point(column, front, 0)[1] < top:
        return
    inner = right if column < 0 else left
    shade = {
        side: light.on(scaled(tone, share), distance * 0.85)
        for side, share in (("front", 0.62), ("side", 0.46 if column * light.side > 0 else 0.8), ("roof", 1.05))
    }
    canvas.polygons(
        [[point(inner, front, 0), point(inner, back, 0), point(inner, back, tall), point(inner, front, tall)]],
        shade["side"],
    )
    face: Points = [point(left, front, 0), point(right, front, 0), point(right, front, tall), point(left, front, tall)]
    canvas.polygons([face], shade["front"])
    roof = [point(left, front, tall), point(right, front, tall), point(right, back, tall), point(left, back, tall)]
    canvas.polygons([roof], mix(shade["roof"], light.sun, 0.18 * (1 - light.overcast) * (1 - light.night)))
    if row < 7:
        _lights(canvas, light, (point, left, right, front, tall), random, distance)


def _lights(canvas: Canvas, light: Light, wall: tuple, random: Random, distance: float) -> None:  # type: ignore[type-arg]
    point, left, right, front, tall = wall
    dark = light.night or light.backlit > 0.8
    panes = []
    for up in np.arange(0.04, tall - 0.03, 0.055):
        for across in np.linspace(left + 0.04, right - 0.07, 5):
            if random.random() < (0.4 if dark else 0.25):
                panes.append(
                    [
                        point(across, front, up),
                        point(across + 0.03, front, up),
                        point(across + 0.03, front, up + 0.03),
                        point(across, front, up + 0.03),
                    ]
                )
    colour = mix(hexed("ffd58a"), light.haze, distance * 0.6) if dark else mix(light.horizon, WHITE, 0.2)
    canvas.polygons(panes, colour, 0.9 if dark else 0.35)
