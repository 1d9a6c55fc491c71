"""Furniture of offices, schools, gyms, halls and laboratories."""

import numpy as np

from gpu_containers.text_to_image.card.colours import hexed, mix
from gpu_containers.text_to_image.card.furniture_home import other_side
from gpu_containers.text_to_image.card.rooms import Room, tinted


def desks(room: Room) -> None:
    for x in (-0.78, -0.1, 0.58):
        at = x + room.random.uniform(-0.06, 0.06)
        room.box(at, 0.11, 0.42, 0.022, hexed("d9b98f"))
        for leg in (at + 0.02, at + 0.385):
            room.box(leg, -0.06, 0.012, 0.18, hexed("4b5058"))
        monitor_at(room, at + 0.14, 0.132)


def monitor_at(room: Room, x: float, y: float) -> None:
    room.box(x + 0.07, y, 0.02, 0.04, hexed("41464d"))
    room.box(x, y + 0.035, 0.17, 0.11, hexed("2b2f36"))
    room.box(x + 0.007, y + 0.042, 0.156, 0.096, mix(room.light.horizon, hexed("7fb4e0"), 0.6))


def monitor(room: Room) -> None:
    monitor_at(room, other_side(room) * 0.9, 0.222)


def blackboard(room: Room) -> None:
    x = other_side(room) * 0.5 - 0.36
    room.box(x - 0.015, 0.215, 0.75, 0.37, hexed("a97b52"))
    room.box(x, 0.23, 0.72, 0.34, hexed("31493f"))
    for row, width in enumerate((0.4, 0.52, 0.3)):
        room.box(x + 0.06, 0.5 - 0.07 * row, width, 0.01, hexed("e6ece4"), 0.65)


def mirrors(room: Room) -> None:
    for x in np.arange(-room.half, room.half, 0.42):
        room.box(x + 0.01, 0.08, 0.39, 0.44, hexed("8f9aa6"), 0.5)
        room.shape([(x + 0.05, 0.1), (x + 0.13, 0.1), (x + 0.3, 0.5), (x + 0.22, 0.5)], hexed("dbe4ec"), 0.25)


def racks(room: Room) -> None:
    for x in (-0.85, 0.55):
        room.box(x, -0.02, 0.36, 0.02, hexed("22252a"))
        room.box(x, 0.12, 0.36, 0.016, hexed("22252a"))
        for step in range(5):
            for y in (0.0, 0.136):
                room.box(x + 0.02 + 0.068 * step, y, 0.05, 0.04, hexed(("c8372d", "2a2d33", "3d6f9c")[step % 3]))


def trusses(room: Room) -> None:
    for x in np.arange(-room.half, room.half + 0.3, 0.3):
        room.shape([(x, 0.72), (x + 0.3, 0.72), (x + 0.3, 0.7), (x, 0.7)], hexed("3c3f43"))
        room.shape([(x, 0.6), (x + 0.012, 0.6), (x + 0.16, 0.7), (x + 0.148, 0.7)], hexed("3c3f43"))
        room.shape([(x + 0.3, 0.6), (x + 0.288, 0.6), (x + 0.14, 0.7), (x + 0.152, 0.7)], hexed("3c3f43"))
        room.box(x, 0.585, 0.3, 0.018, hexed("3c3f43"))


def crates(room: Room) -> None:
    side = np.sign(other_side(room))
    for column, row in ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)):
        x = side * (room.half - 0.16 - 0.2 * column) - 0.09
        room.box(x, 0.17 * row - 0.03, 0.18, 0.16, tinted(room, "b58a5a", 0.015))
        room.box(x + 0.075, 0.17 * row - 0.03, 0.03, 0.16, hexed("d8b88a"), 0.7)
