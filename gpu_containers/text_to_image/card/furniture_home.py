"""Furniture of homes."""

import numpy as np

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.rooms import Room, tinted

BOOKS = ("a8433a", "2f6478", "d2a24a", "4e7053", "5d4a6e", "c9b79a", "37455c")


def other_side(room: Room) -> float:
    """Where there is no window, from the middle, in units."""
    return 0.5 * room.half * (1 if room.window_x < 0.5 else -1)


def frames(room: Room) -> None:
    x = other_side(room)
    for dx, dy, width, height in (
        (-0.2, 0.36, 0.15, 0.2),
        (0.0, 0.4, 0.2, 0.14),
        (0.0, 0.3, 0.09, 0.08),
        (0.11, 0.3, 0.09, 0.08),
    ):
        colour = hexed(str(room.random.choice(BOOKS)))
        room.box(x + dx, dy, width, height, hexed("f2eee5"))
        room.box(x + dx + 0.012, dy + 0.012, width - 0.024, height - 0.024, mix(colour, hexed("e8d9c2"), 0.35))
        room.shape(
            [
                (x + dx + 0.012, dy + 0.012),
                (x + dx + width - 0.012, dy + 0.012),
                (x + dx + width * 0.55, dy + height * 0.6),
            ],
            scaled(colour, 0.8),
        )


def shelf(room: Room) -> None:
    x = other_side(room) + 0.3 * np.sign(other_side(room))
    room.box(x - 0.02, 0.0, 0.3, 0.56, hexed("7a573d"))
    for row in range(4):
        y = 0.02 + 0.135 * row
        room.box(x, y, 0.26, 0.115, hexed("4d3626"))
        at = x + 0.01
        while at < x + 0.22:
            width, height = room.random.uniform(0.012, 0.03), room.random.uniform(0.06, 0.1)
            if room.random.random() < 0.85:
                room.box(at, y, width, height, hexed(str(room.random.choice(BOOKS))))
            at += width + 0.003


def sofa(room: Room) -> None:
    colour = tinted(room, str(room.random.choice(("5d7b86", "b5714f", "6d7f63", "8a7aa0", "c2a06a"))))
    x = -0.34 + 0.12 * np.sign(other_side(room))
    for legs in (x + 0.03, x + 0.62):
        room.box(legs, -0.1, 0.025, 0.06, hexed("4a3426"))
    room.box(x, -0.06, 0.68, 0.13, scaled(colour, 0.78))
    cushion(room, x + 0.05, 0.05, 0.58, 0.2, scaled(colour, 0.9))
    for part in range(2):
        cushion(room, x + 0.06 + 0.285 * part, 0.0, 0.28, 0.09, colour)
    for arm in (x - 0.03, x + 0.63):
        cushion(room, arm, -0.06, 0.09, 0.2, mix(colour, hexed("ffffff"), 0.08))
    cushion(room, x + 0.09, 0.07, 0.13, 0.13, turned(colour, 0.45, 1.1, 1.15))


def cushion(room: Room, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    r = min(width, height) * 0.22
    shape = [
        (x + r, y),
        (x + width - r, y),
        (x + width, y + r),
        (x + width, y + height - r),
        (x + width - r, y + height),
        (x + r, y + height),
        (x, y + height - r),
        (x, y + r),
    ]
    room.shape(shape, colour)
    room.shape(
        [
            (x + r, y + height),
            (x + width - r, y + height),
            (x + width - r * 1.3, y + height - r * 0.8),
            (x + r * 1.3, y + height - r * 0.8),
        ],
        mix(colour, room.light.sun, 0.3),
        0.6,
    )


def plant(room: Room) -> None:
    x = -other_side(room) * 1.62
    room.shape([(x - 0.06, 0.06), (x + 0.06, 0.06), (x + 0.045, -0.08), (x - 0.045, -0.08)], hexed("c9805a"))
    for angle, length in zip(np.linspace(0.35, 2.8, 11), room.random.uniform(0.2, 0.36, 11), strict=True):
        tip = x + np.cos(angle) * length * 0.8, 0.06 + np.sin(angle) * length
        side = np.sin(angle) * 0.035, -np.cos(angle) * 0.035
        middle = (x + tip[0]) / 2, (0.06 + tip[1]) / 2 + 0.02
        tone = mix(hexed("3f7048"), hexed("7fa45a"), room.random.random())
        room.shape(
            [(x, 0.06), (middle[0] + side[0], middle[1] + side[1]), tip, (middle[0] - side[0], middle[1] - side[1])],
            tone,
        )


def floorlamp(room: Room) -> None:
    x = -other_side(room) * 1.15
    room.box(x - 0.005, -0.05, 0.01, 0.5, hexed("3a3632"))
    room.box(x - 0.05, -0.06, 0.1, 0.012, hexed("3a3632"))
    room.shape([(x - 0.08, 0.42), (x + 0.08, 0.42), (x + 0.05, 0.55), (x - 0.05, 0.55)], hexed("ffe3ae"))
    px, py = room.at(x, 0.46)
    room.canvas.glow(px, py, room.canvas.unit * 0.5, hexed("ffc27a"), 0.8 if room.light.night else 0.4)


def nightlamp(room: Room) -> None:
    x = other_side(room) * 1.45
    room.box(x - 0.09, -0.04, 0.18, 0.19, hexed("8a6245"))
    room.box(x - 0.006, 0.15, 0.012, 0.08, hexed("3a3632"))
    room.shape([(x - 0.06, 0.22), (x + 0.06, 0.22), (x + 0.04, 0.31), (x - 0.04, 0.31)], hexed("ffe3ae"))
    px, py = room.at(x, 0.25)
    room.canvas.glow(px, py, room.canvas.unit * 0.42, hexed("ffbe78"), 0.8 if room.light.night else 0.4)


def bed(room: Room) -> None:
    x, colour = -0.36, tinted(room, "7d94b0", 0.2)
    cushion(room, x - 0.02, 0.0, 0.76, 0.34, hexed("8d6a4e"))
    room.box(x, -0.12, 0.72, 0.2, hexed("f1ece4"))
    for part in range(2):
        cushion(room, x + 0.05 + 0.33 * part, 0.06, 0.29, 0.13, hexed("fbf8f2"))
    room.shape([(x - 0.02, 0.06), (x + 0.74, 0.06), (x + 0.86, -0.24), (x - 0.14, -0.24)], colour)
    room.shape([(x - 0.02, 0.06), (x + 0.74, 0.06), (x + 0.76, 0.015), (x - 0.04, 0.015)], hexed("f7f3ea"))
