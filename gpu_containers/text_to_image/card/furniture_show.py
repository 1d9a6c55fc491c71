"""Furniture of studios and stages: light, mostly."""

import numpy as np

from gpu_containers.text_to_image.card.colours import hexed, scaled
from gpu_containers.text_to_image.card.rooms import Room


def softboxes(room: Room) -> None:
    canvas, unit = room.canvas, room.canvas.unit
    canvas.glow(canvas.width / 2, canvas.height * 0.42, unit * 0.85, (1.0, 0.97, 0.92), 0.6)
    for side in (-1, 1):
        x = side * (room.half - 0.2)
        room.box(x - 0.006, -0.1, 0.012, 0.5, hexed("2a2c31"))
        for leg in (-1, 1):
            room.shape(
                [(x, 0.02), (x + 0.01, 0.02), (x + leg * 0.1 + 0.01, -0.12), (x + leg * 0.1, -0.12)], hexed("2a2c31")
            )
        edge = -side * 0.06
        room.shape(
            [
                (x - 0.12, 0.66),
                (x + 0.12, 0.62 if side > 0 else 0.66),
                (x + 0.12 + edge, 0.34),
                (x - 0.12 + edge, 0.36),
            ],
            hexed("23252a"),
        )
        px, py = room.at(x + edge, 0.5)
        room.canvas.polygons(
            [
                [
                    room.at(x - 0.1, 0.64),
                    room.at(x + 0.1, 0.62),
                    room.at(x + 0.1 + edge, 0.37),
                    room.at(x - 0.1 + edge, 0.38),
                ]
            ],
            hexed("fffaf0"),
        )
        canvas.glow(px, py, unit * 0.5, hexed("fff1d8"), 0.7)


def curtains(room: Room) -> None:
    red = hexed("8f1f2b")
    for x in np.arange(-room.half - 0.05, room.half + 0.1, 0.075):
        near = min(1.0, abs(x) / room.half)
        room.box(x, -0.02, 0.077, 1.0, scaled(red, (0.55 + 0.5 * near) * (0.75 + 0.25 * np.sin(x * 60))))


def spots(room: Room) -> None:
    canvas, unit = room.canvas, room.canvas.unit
    colours = (hexed("ffd9a0"), hexed("9fc4ff"), hexed("ff9fc0"))
    for index, x in enumerate((-0.5, 0.0, 0.5)):
        head = room.at(x * room.half, 0.76)
        foot = room.at(x * room.half * 0.4, -0.12)
        cone = [
            (head[0] - 4, head[1]),
            (head[0] + 4, head[1]),
            (foot[0] + unit * 0.22, foot[1]),
            (foot[0] - unit * 0.22, foot[1]),
        ]
        canvas.polygons([cone], colours[index], 0.2, unit / 60)
        canvas.glow(head[0], head[1], unit * 0.1, colours[index], 1.0)
        canvas.glow(foot[0], foot[1], unit * 0.3, colours[index], 0.55, 0.22)
