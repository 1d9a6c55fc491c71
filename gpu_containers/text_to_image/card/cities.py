"""Buildings: a skyline in layers, and a street that runs away from us."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random

_LAMPS = ("ffd58a", "ffc066", "ffe7b8", "a8d4ff")
_WALLS = ("8a6f63", "a9927c", "6d7484", "b0a596", "7c5f58", "5f6f7d", "c2a98b")


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


@dataclass(frozen=True)
class View:
    """One-point perspective: `eye` is the vanishing point in pixels, `near` half the street's width at our feet."""

    x: float
    y: float
    near: float
    ground: float

    def point(self, across: float, up: float, depth: float) -> tuple[float, float]:
        """`across` -1 to 1 is the street, `up` in half street widths, `depth` 1 is here and more is farther."""
        return self.x + across * self.near / depth, self.y + (self.ground - up * self.near) / depth


def street(canvas: Canvas, light: Light, horizon: float, vanishing: float, random: Random) -> View:
    """Road, pavements and two rows of houses that meet in the distance."""
    view = View(
        vanishing * canvas.width, horizon * canvas.height, canvas.width * 0.5, canvas.height * (1 - horizon) * 1.05
    )
    far, near = light.on(hexed("777a82"), 0.5), scaled(light.on(hexed("4d5059")), 0.8)
    canvas.ridge(np.full(canvas.width, view.y, np.float32), far, near, canvas.height * (1 - horizon))
    for side in (-1, 1):
        _row(canvas, light, view, side, random)
    _road(canvas, light, view)
    _lamps(canvas, light, view)
    return view


def _row(canvas: Canvas, light: Light, view: View, side: int, random: Random) -> None:
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


def _road(canvas: Canvas, light: Light, view: View) -> None:
    kerb = light.on(hexed("a7a59f"), 0.1)
    for side in (-1, 1):
        canvas.polygons(
            [
                [
                    view.point(side * 1.45, 0, 0.4),
                    view.point(side * 1.45, 0, 60),
                    view.point(side * 1.02, 0, 60),
                    view.point(side * 1.02, 0, 0.4),
                ]
            ],
            kerb,
            0.55,
        )
    dashes = [
        [
            view.point(-0.025, 0, a),
            view.point(0.025, 0, a),
            view.point(0.025, 0, a * 1.22),
            view.point(-0.025, 0, a * 1.22),
        ]
        for a in 0.5 * 1.5 ** np.arange(9)
    ]
    canvas.polygons(dashes, light.on(hexed("efe6cf"), 0.1), 0.7)
    canvas.glow(view.x, view.y, canvas.unit * 0.5, light.horizon, 0.5 * (1 - 0.4 * light.night), 0.8)


def _lamps(canvas: Canvas, light: Light, view: View) -> None:
    tone = scaled(light.on(hexed("2c3038")), 0.8)
    for depth in (9.0, 5.2, 3.0, 1.75):
        for side in (-1, 1):
            foot, head = view.point(side * 1.12, 0, depth), view.point(side * 1.12, 0.98, depth)
            arm = view.point(side * 0.9, 1.02, depth)
            wide = max(0.7, canvas.unit * 0.007 / depth)
            canvas.polygons(
                [
                    [
                        (foot[0] - wide, foot[1]),
                        (foot[0] + wide, foot[1]),
                        (head[0] + wide, head[1]),
                        (head[0] - wide, head[1]),
                    ],
                    [(head[0], head[1]), (arm[0], arm[1]), (arm[0], arm[1] + 2 * wide), (head[0], head[1] + 2 * wide)],
                ],
                mix(tone, light.haze, min(0.7, depth / 14)),
            )
            if light.night or light.backlit > 0.8:
                canvas.glow(*arm, canvas.unit * 0.24 / depth, hexed("ffcf87"), 0.9)
                canvas.disc(*arm, max(1.0, canvas.unit * 0.012 / depth), hexed("fff1d2"))


def wet(canvas: Canvas, top: float, random: Random, strength: float = 0.45) -> None:
    """What is above shines back from the ground below `top`, drawn out and broken."""
    start = int(top * canvas.height)
    tall = canvas.height - start
    above = canvas.pixels[max(0, start - tall) : start][::-1]
    tall = min(tall, len(above))
    depth = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
    shift = (random.normal(0, 1, (tall, 1)) * 3 * depth * canvas.unit / 720).astype(int)
    columns = np.clip(np.arange(canvas.width)[None, :] + shift, 0, canvas.width - 1)
    mirror = above[np.arange(tall)[:, None], columns]
    mask = np.repeat(strength * (1 - 0.5 * depth), canvas.width, axis=1)
    canvas.cover(mask.astype(np.float32), mirror * 0.85, start)
