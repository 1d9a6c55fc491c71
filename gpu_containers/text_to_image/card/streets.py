"""A street that runs away from us, its lamps, and what it mirrors when it is wet."""

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas
from gpu_containers.text_to_image.card.colours import hexed, mix, scaled
from gpu_containers.text_to_image.card.houses import row_of_houses
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random
from gpu_containers.text_to_image.card.perspective import View


def street(canvas: Canvas, light: Light, horizon: float, vanishing: float, random: Random) -> View:
    """Road, pavements and two rows of houses that meet in the distance."""
    view = View(
        vanishing * canvas.width, horizon * canvas.height, canvas.width * 0.5, canvas.height * (1 - horizon) * 1.05
    )
    far, near = light.on(hexed("777a82"), 0.5), scaled(light.on(hexed("4d5059")), 0.8)
    canvas.ridge(np.full(canvas.width, view.y, np.float32), far, near, canvas.height * (1 - horizon))
    for side in (-1, 1):
        row_of_houses(canvas, light, view, side, random)
    _road(canvas, light, view)
    _lamps(canvas, light, view)
    return view


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
