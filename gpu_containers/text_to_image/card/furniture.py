"""What stands in rooms, each piece drawn by its name."""

from collections.abc import Callable

import numpy as np

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.rooms import Room, tinted

BOOKS = ("a8433a", "2f6478", "d2a24a", "4e7053", "5d4a6e", "c9b79a", "37455c")


def furnish(room: Room) -> None:
    for piece in room.decor.furniture:
        PIECES[piece](room)


def _other_side(room: Room) -> float:
    """Where there is no window, from the middle, in units."""
    return 0.5 * room.half * (1 if room.window_x < 0.5 else -1)


def frames(room: Room) -> None:
    x = _other_side(room)
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
    x = _other_side(room) + 0.3 * np.sign(_other_side(room))
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
    x = -0.34 + 0.12 * np.sign(_other_side(room))
    for legs in (x + 0.03, x + 0.62):
        room.box(legs, -0.1, 0.025, 0.06, hexed("4a3426"))
    room.box(x, -0.06, 0.68, 0.13, scaled(colour, 0.78))
    _cushion(room, x + 0.05, 0.05, 0.58, 0.2, scaled(colour, 0.9))
    for part in range(2):
        _cushion(room, x + 0.06 + 0.285 * part, 0.0, 0.28, 0.09, colour)
    for arm in (x - 0.03, x + 0.63):
        _cushion(room, arm, -0.06, 0.09, 0.2, mix(colour, hexed("ffffff"), 0.08))
    _cushion(room, x + 0.09, 0.07, 0.13, 0.13, turned(colour, 0.45, 1.1, 1.15))


def _cushion(room: Room, x: float, y: float, width: float, height: float, colour: Colour) -> None:
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
    x = -_other_side(room) * 1.62
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
    x = -_other_side(room) * 1.15
    room.box(x - 0.005, -0.05, 0.01, 0.5, hexed("3a3632"))
    room.box(x - 0.05, -0.06, 0.1, 0.012, hexed("3a3632"))
    room.shape([(x - 0.08, 0.42), (x + 0.08, 0.42), (x + 0.05, 0.55), (x - 0.05, 0.55)], hexed("ffe3ae"))
    px, py = room.at(x, 0.46)
    room.canvas.glow(px, py, room.canvas.unit * 0.5, hexed("ffc27a"), 0.8 if room.light.night else 0.4)


def nightlamp(room: Room) -> None:
    x = _other_side(room) * 1.45
    room.box(x - 0.09, -0.04, 0.18, 0.19, hexed("8a6245"))
    room.box(x - 0.006, 0.15, 0.012, 0.08, hexed("3a3632"))
    room.shape([(x - 0.06, 0.22), (x + 0.06, 0.22), (x + 0.04, 0.31), (x - 0.04, 0.31)], hexed("ffe3ae"))
    px, py = room.at(x, 0.25)
    room.canvas.glow(px, py, room.canvas.unit * 0.42, hexed("ffbe78"), 0.8 if room.light.night else 0.4)


def bed(room: Room) -> None:
    x, colour = -0.36, tinted(room, "7d94b0", 0.2)
    _cushion(room, x - 0.02, 0.0, 0.76, 0.34, hexed("8d6a4e"))
    room.box(x, -0.12, 0.72, 0.2, hexed("f1ece4"))
    for part in range(2):
        _cushion(room, x + 0.05 + 0.33 * part, 0.06, 0.29, 0.13, hexed("fbf8f2"))
    room.shape([(x - 0.02, 0.06), (x + 0.74, 0.06), (x + 0.86, -0.24), (x - 0.14, -0.24)], colour)
    room.shape([(x - 0.02, 0.06), (x + 0.74, 0.06), (x + 0.76, 0.015), (x - 0.04, 0.015)], hexed("f7f3ea"))


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
    x = _other_side(room) * 0.75
    room.shape([(x - 0.16, 0.4), (x + 0.16, 0.4), (x + 0.07, 0.5), (x - 0.07, 0.5)], hexed("b9bfc5"))
    room.box(x - 0.07, 0.5, 0.14, 0.4, hexed("a9afb5"))


def desks(room: Room) -> None:
    for x in (-0.78, -0.1, 0.58):
        at = x + room.random.uniform(-0.06, 0.06)
        room.box(at, 0.11, 0.42, 0.022, hexed("d9b98f"))
        for leg in (at + 0.02, at + 0.385):
            room.box(leg, -0.06, 0.012, 0.18, hexed("4b5058"))
        _monitor(room, at + 0.14, 0.132)


def _monitor(room: Room, x: float, y: float) -> None:
    room.box(x + 0.07, y, 0.02, 0.04, hexed("41464d"))
    room.box(x, y + 0.035, 0.17, 0.11, hexed("2b2f36"))
    room.box(x + 0.007, y + 0.042, 0.156, 0.096, mix(room.light.horizon, hexed("7fb4e0"), 0.6))


def monitor(room: Room) -> None:
    _monitor(room, _other_side(room) * 0.9, 0.222)


def board(room: Room) -> None:
    x = _other_side(room) - 0.2
    room.box(x - 0.014, 0.33, 0.428, 0.268, hexed("8a5f3e"))
    room.box(x, 0.344, 0.4, 0.24, hexed("2c3431"))
    for row, width in enumerate((0.2, 0.27, 0.24, 0.16)):
        room.box(x + 0.04, 0.53 - 0.045 * row, width, 0.009, hexed("dfe5df"), 0.7)


def bar(room: Room) -> None:
    side = np.sign(_other_side(room))
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
    for x in (-_other_side(room) * 1.3, -_other_side(room) * 0.35):
        room.box(x - 0.012, -0.1, 0.024, 0.24, hexed("2f2b2a"))
        room.shape([(x - 0.08, -0.1), (x + 0.08, -0.1), (x + 0.06, -0.085), (x - 0.06, -0.085)], hexed("2f2b2a"))
        room.shape([(x - 0.16, 0.14), (x + 0.16, 0.14), (x + 0.14, 0.165), (x - 0.14, 0.165)], hexed("c79a6b"))
        for side in (-1, 1):
            room.box(x + side * 0.2 - 0.04, 0.05, 0.08, 0.016, hexed("8a5f3e"))
            room.box(x + side * 0.235 - 0.006, 0.05, 0.012, 0.17, hexed("5d3f2b"))
            for leg in (-0.034, 0.028):
                room.box(x + side * 0.2 + leg, -0.09, 0.008, 0.14, hexed("5d3f2b"))


def blackboard(room: Room) -> None:
    x = _other_side(room) * 0.5 - 0.36
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


def trusses(room: Room) -> None:
    for x in np.arange(-room.half, room.half + 0.3, 0.3):
        room.shape([(x, 0.72), (x + 0.3, 0.72), (x + 0.3, 0.7), (x, 0.7)], hexed("3c3f43"))
        room.shape([(x, 0.6), (x + 0.012, 0.6), (x + 0.16, 0.7), (x + 0.148, 0.7)], hexed("3c3f43"))
        room.shape([(x + 0.3, 0.6), (x + 0.288, 0.6), (x + 0.14, 0.7), (x + 0.152, 0.7)], hexed("3c3f43"))
        room.box(x, 0.585, 0.3, 0.018, hexed("3c3f43"))


def crates(room: Room) -> None:
    side = np.sign(_other_side(room))
    for column, row in ((0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)):
        x = side * (room.half - 0.16 - 0.2 * column) - 0.09
        room.box(x, 0.17 * row - 0.03, 0.18, 0.16, tinted(room, "b58a5a", 0.015))
        room.box(x + 0.075, 0.17 * row - 0.03, 0.03, 0.16, hexed("d8b88a"), 0.7)


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


PIECES: dict[str, Callable[[Room], None]] = {
    piece.__name__: piece
    for piece in (
        frames,
        shelf,
        sofa,
        plant,
        floorlamp,
        nightlamp,
        bed,
        cabinets,
        counter,
        hood,
        desks,
        monitor,
        board,
        bar,
        tables,
        blackboard,
        mirrors,
        racks,
        shelves,
        trusses,
        crates,
        softboxes,
        curtains,
        spots,
    )
}
