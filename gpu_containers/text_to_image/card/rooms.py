"""Rooms: their walls and floors, and what each kind of room has in it."""

from dataclasses import dataclass

import numpy as np

from gpu_containers.text_to_image.card.canvas import Canvas, Points
from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.light import Light
from gpu_containers.text_to_image.card.noise import Random


@dataclass(frozen=True)
class Decor:
    """The colours of a room by day, and what stands in it."""

    walls: tuple[str, ...]
    floor: str
    furniture: tuple[str, ...]
    window: float = 0.3
    lamps: int = 0


DECORS = {
    "kitchen": Decor(("e9dfcf", "cfdcd6", "e6d3c2"), "b98d62", ("hood", "cabinets", "counter", "plant"), 0.26, 3),
    "office": Decor(("d5dbe2", "c9d2d4", "dcd8d2"), "8f979e", ("frames", "desks", "plant"), 0.52, 2),
    "cafe": Decor(("7b5743", "5c6a62", "8a6a54"), "6e4c37", ("board", "bar", "tables"), 0.34, 4),
    "bedroom": Decor(("d9cfd2", "c8d0dc", "e3d6c6"), "b08c6c", ("frames", "bed", "nightlamp"), 0.28),
    "room": Decor(
        ("d8c7b2", "b9c4bd", "dfd3c4", "a9b3bf"), "a97f59", ("frames", "shelf", "sofa", "floorlamp", "plant"), 0.3
    ),
    "studio": Decor(("cfd4da", "e5cdbb", "bfcfcb", "d9c7d8"), "c9ccd0", ("softboxes",), 0.0),
    "class": Decor(("dfe3d6", "e4dccb"), "b48d63", ("blackboard", "desks"), 0.24),
    "gym": Decor(("59616b", "6b6f78"), "3c4047", ("mirrors", "racks"), 0.4, 3),
    "shop": Decor(("efe6da", "dfe3e6"), "c7b299", ("shelves", "counter"), 0.22, 4),
    "lab": Decor(("dfe8ec", "d7e3e1"), "b9c6cc", ("cabinets", "counter", "monitor"), 0.3, 2),
    "hall": Decor(("7d7f80", "8b7d70"), "6a6762", ("trusses", "crates"), 0.5, 3),
    "stage": Decor(("231c30", "1c2233"), "2f2433", ("curtains", "spots"), 0.0),
}


FLOOR = 0.72


@dataclass(frozen=True)
class Room:
    """The room's own light: what it does to surfaces in it, and where its window is (a share of the width)."""

    canvas: Canvas
    light: Light
    decor: Decor
    ambient: Colour
    window_x: float
    random: Random
    floor: float

    def on(self, colour: Colour) -> Colour:
        return tuple(min(1.0, c * a) for c, a in zip(colour, self.ambient, strict=True))  # type: ignore[return-value]

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, strength: float = 1.0) -> None:
        """`x` and `y` (the lower edge, over the floor line) in shares of the unit, from the middle of the picture."""
        self.shape([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], colour, strength)

    def shape(self, points: Points, colour: Colour, strength: float = 1.0, blur: float = 0) -> None:
        self.canvas.polygons([[self.at(*point) for point in points]], self.on(colour), strength, blur)

    def at(self, x: float, y: float) -> tuple[float, float]:
        unit = self.canvas.unit
        return self.canvas.width / 2 + x * unit, self.floor * self.canvas.height - y * unit

    @property
    def half(self) -> float:
        return self.canvas.width / self.canvas.unit / 2


def build(canvas: Canvas, light: Light, place: str, random: Random) -> Room:
    decor = DECORS[place]
    dark = light.night or place == "stage"
    warm = mix(light.ambient, (1.0, 0.86, 0.68), 0.55) if dark else mix(light.ambient, WHITE, 0.45)
    ambient = scaled(warm, 0.78 if dark else 0.96)
    window_x = 0.5 + light.side * random.uniform(0.19, 0.26) if decor.window < 0.45 else 0.5 + light.side * 0.02
    room = Room(canvas, light, decor, ambient, window_x, random, FLOOR)
    _surfaces(room)
    return room


def _surfaces(room: Room) -> None:
    canvas, random = room.canvas, room.random
    wall = room.on(hexed(str(random.choice(room.decor.walls))))
    floor = room.on(hexed(room.decor.floor))
    canvas.gradient([(0, scaled(wall, 0.82)), (room.floor, wall), (1, wall)])
    canvas.ridge(
        np.full(canvas.width, room.floor * canvas.height, np.float32),
        scaled(floor, 0.92),
        scaled(floor, 0.6),
        canvas.height * 0.3,
    )
    for x in np.linspace(-3.2, 3.2, 19):
        edge = [
            room.at(x * 0.42, 0),
            room.at(x * 0.42 + 0.002, 0),
            (canvas.width / 2 + x * canvas.unit * 1.05, canvas.height + 1.0),
            (canvas.width / 2 + x * canvas.unit * 1.05 - 3, canvas.height + 1.0),
        ]
        canvas.polygons([edge], scaled(floor, 0.5), 0.35)
    room.box(-room.half - 0.1, 0, 2 * room.half + 0.2, 0.022, mix(hexed("f4f1ea"), hexed(room.decor.floor), 0.3), 0.9)
    away = np.abs(canvas.x / canvas.width - room.window_x)[None, :]
    canvas.darken(np.repeat(np.clip(away - 0.15, 0, 1) * 0.75, canvas.height, axis=0).astype(np.float32), 0.75)


def tinted(room: Room, base: str, swing: float = 0.04) -> Colour:
    return turned(hexed(base), room.random.uniform(-swing, swing), 1.0, room.random.uniform(0.94, 1.06))
