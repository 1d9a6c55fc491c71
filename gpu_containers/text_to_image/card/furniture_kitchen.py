"""Furniture of kitchens, cafés and shops."""

import numpy as np

from gpu_containers.text_to_image.card.colours import hexed, scaled
from gpu_containers.text_to_image.card.furniture_home import BOOKS, other_side
from gpu_containers.text_to_image.card.rooms import Room, tinted


def cabinets(room: Room) -> None:
    colour = tinted(room, str(room.random.choice(("5f7f7a", "e8e2d6", "41566b", "c9a07a"))), 0.02)
    x = -room.half - 0.05
    while x < room.half:
        if abs(room.at(x + 0.1, 0)[0] / room.canvas.width - room.window_x) > room.decor.window / 2 + 0.04:
            room.box(x, 0.36, 0.2, 0.24, colour)
            room.box(x + 0.012, 0.372, 0.176, 0.216, scaled(colour, 0.93))
            room.box(x + 0.17, 0.385, 0.008, 0.05, hexed("cfb27a"))
        x += 0.21


def counter(room: Room) -> None:
    colour = tinted(room, str(room.random.choice(("6f8a84", "e2dccf", "4a5f74", "b98a63"))), 0.02)
    room.box(-room.half - 0.1, 0, 2 * room.half + 0.2, 0.2, colour)
    for x in np.arange(-room.half, room.half, 0.22):
        room.box(x + 0.012, 0.02, 0.196, 0.15, scaled(colour, 0.92))
        room.box(x + 0.09, 0.15, 0.04, 0.008, hexed("cfb27a"))
    room.box(-room.half - 0.1, 0.2, 2 * room.half + 0.2, 0.022, hexed("f0ebe2"))
    room.box(-room.half - 0.1, 0.19, 2 * room.half + 0.2, 0.01, hexed("8c857b"))
    for x in (-0.72, -0.6, 0.46, 0.62):
        tone, tall = hexed(str(room.random.choice(BOOKS))), room.random.uniform(0.06, 0.12)
        room.box(x, 0.222, room.random.uniform(0.04, 0.07), tall, tone)


def hood(room: Room) -> None:
    x = other_side(room) * 0.75
    room.shape([(x - 0.16, 0.4), (x + 0.16, 0.4), (x + 0.07, 0.5), (x - 0.07, 0.5)], hexed("b9bfc5"))
    room.box(x - 0.07, 0.5, 0.14, 0.4, hexed("a9afb5"))


def board(room: Room) -> None:
    x = other_side(room) - 0.2
    room.box(x - 0.014, 0.33, 0.428, 0.268, hexed("8a5f3e"))
    room.box(x, 0.344, 0.4, 0.24, hexed("2c3431"))
    for row, width in enumerate((0.2, 0.27, 0.24, 0.16)):
        room.box(x + 0.04, 0.53 - 0.045 * row, width, 0.009, hexed("dfe5df"), 0.7)


def bar(room: Room) -> None:
    side = np.sign(other_side(room))
    x = 0.1 if side > 0 else -room.half - 0.2
    room.box(x, 0.0, room.half + 0.1, 0.24, hexed("6d4a34"))
    for step in np.arange(0.0, room.half + 0.1, 0.075):
        room.box(x + step, 0.0, 0.004, 0.24, hexed("452d1f"))
    room.box(x - 0.03, 0.24, room.half + 0.16, 0.028, hexed("caa173"))
    room.box(x + 0.2, 0.268, 0.18, 0.13, hexed("b4bac0"))
    room.box(x + 0.22, 0.29, 0.14, 0.05, hexed("3c4046"))
    for cup in range(5):
        room.box(x + 0.44 + 0.045 * cup, 0.268, 0.032, 0.035, hexed("f3efe6"))


def tables(room: Room) -> None:
    for x in (-other_side(room) * 1.3, -other_side(room) * 0.35):
        room.box(x - 0.012, -0.1, 0.024, 0.24, hexed("2f2b2a"))
        room.shape([(x - 0.08, -0.1), (x + 0.08, -0.1), (x + 0.06, -0.085), (x - 0.06, -0.085)], hexed("2f2b2a"))
        room.shape([(x - 0.16, 0.14), (x + 0.16, 0.14), (x + 0.14, 0.165), (x - 0.14, 0.165)], hexed("c79a6b"))
        for side in (-1, 1):
            room.box(x + side * 0.2 - 0.04, 0.05, 0.08, 0.016, hexed("8a5f3e"))
            room.box(x + side * 0.235 - 0.006, 0.05, 0.012, 0.17, hexed("5d3f2b"))
            for leg in (-0.034, 0.028):
                room.box(x + side * 0.2 + leg, -0.09, 0.008, 0.14, hexed("5d3f2b"))


def shelves(room: Room) -> None:
    x = -room.half
    while x < room.half:
        if abs(room.at(x + 0.2, 0)[0] / room.canvas.width - room.window_x) > room.decor.window / 2 + 0.08:
            room.box(x, 0.2, 0.38, 0.42, hexed("a57f5b"))
            for row in range(3):
                room.box(x + 0.015, 0.22 + 0.135 * row, 0.35, 0.115, hexed("6a4c36"))
                for item in range(6):
                    tall = room.random.uniform(0.05, 0.095)
                    room.box(
                        x + 0.025 + 0.057 * item, 0.22 + 0.135 * row, 0.042, tall, hexed(str(room.random.choice(BOOKS)))
                    )
        x += 0.4
