"""Vehicles, one unit tall, that face right; wheels stand on the ground."""

import math

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.sketch import Sketch

GLASS = hexed("2b3a4c")
RUBBER = hexed("1b1c20")
METAL = hexed("b6bcc4")


def car(sketch: Sketch, paint: Colour) -> None:
    body = [
        (-1.5, 0.25),
        (-1.54, 0.5),
        (-1.4, 0.6),
        (-1.0, 0.64),
        (-0.62, 0.96),
        (0.1, 1.0),
        (0.42, 0.93),
        (0.78, 0.64),
        (1.3, 0.56),
        (1.52, 0.44),
        (1.54, 0.25),
        (1.0, 0.18),
        (-1.0, 0.18),
    ]
    sketch.blob(body, paint, 0.16)
    sketch.poly([(-0.92, 0.65), (-0.58, 0.9), (-0.14, 0.92), (-0.14, 0.65)], GLASS, 0.06)
    sketch.poly([(-0.06, 0.65), (-0.06, 0.92), (0.12, 0.93), (0.36, 0.87), (0.66, 0.65)], GLASS, 0.06)
    sketch.glaze([(-0.5, 0.66), (-0.3, 0.91), (-0.2, 0.92), (-0.38, 0.66)], hexed("cfe0ee"), 0.35)
    sketch.glaze([(0.18, 0.66), (0.1, 0.92), (0.2, 0.92), (0.34, 0.66)], hexed("cfe0ee"), 0.3)
    sketch.line([(-1.45, 0.45), (1.45, 0.42)], 0.018, scaled(paint, 0.6))
    sketch.line([(-0.1, 0.62), (-0.12, 0.24)], 0.012, scaled(paint, 0.6))
    sketch.oval(1.42, 0.45, 0.08, 0.05, hexed("fff2c4"), 0)
    sketch.oval(-1.47, 0.48, 0.05, 0.06, hexed("e0413a"), 0)
    for x in (-0.95, 0.95):
        wheel(sketch, x, 0.2, 0.2)


def wheel(sketch: Sketch, x: float, y: float, radius: float) -> None:
    sketch.oval(x, y, radius, radius, RUBBER, 0.1)
    sketch.oval(x, y, radius * 0.6, radius * 0.6, METAL, 0.25)
    sketch.oval(x, y, radius * 0.22, radius * 0.22, hexed("5a6068"), 0)


def bus(sketch: Sketch, paint: Colour) -> None:
    sketch.blob(
        [(-1.2, 0.12), (-1.22, 0.9), (-1.1, 1.0), (0.9, 1.0), (1.14, 0.88), (1.25, 0.5), (1.22, 0.12)], paint, 0.1
    )
    sketch.poly([(-1.14, 0.54), (-1.1, 0.9), (0.66, 0.9), (0.66, 0.54)], GLASS, 0.06)
    sketch.poly([(0.74, 0.5), (0.74, 0.9), (0.98, 0.88), (1.14, 0.5)], GLASS, 0.06)
    for x in (-0.66, -0.2, 0.24):
        sketch.line([(x, 0.54), (x, 0.9)], 0.04, paint)
    sketch.glaze([(-1.22, 0.4), (1.24, 0.4), (1.24, 0.3), (-1.22, 0.3)], hexed("f4efe4"), 0.8)
    for x in (-0.75, 0.75):
        wheel(sketch, x, 0.15, 0.15)


def bicycle(sketch: Sketch, paint: Colour) -> None:
    for x in (-0.56, 0.56):
        ring = [(x + 0.34 * math.cos(turn / 6), 0.36 + 0.34 * math.sin(turn / 6)) for turn in range(39)]
        for spoke in ring[:19:3]:
            sketch.line([spoke, (2 * x - spoke[0], 0.72 - spoke[1])], 0.008, METAL)
        sketch.line(ring, 0.04, RUBBER)
    frame = [
        [(-0.56, 0.36), (-0.18, 0.78), (0.38, 0.8), (-0.04, 0.34), (-0.56, 0.36)],
        [(-0.04, 0.34), (-0.22, 0.9)],
        [(0.56, 0.36), (0.36, 0.95), (0.5, 1.0)],
    ]
    for points in frame:
        sketch.line(points, 0.05, paint)
    sketch.line([(-0.34, 0.92), (-0.1, 0.92)], 0.07, RUBBER)


def boat(sketch: Sketch, paint: Colour) -> None:
    sail = hexed("f4efe2")
    sketch.line([(0.0, 0.1), (0.0, 1.0)], 0.022, hexed("6b4c34"))
    sketch.blob([(0.03, 0.98), (0.2, 0.6), (0.44, 0.22), (0.03, 0.2)], sail, 0.25)
    sketch.blob([(-0.03, 0.9), (-0.16, 0.5), (-0.36, 0.22), (-0.03, 0.2)], mix(sail, paint, 0.3), 0.2)
    sketch.blob([(-0.52, 0.16), (-0.4, 0.0), (0.38, 0.0), (0.6, 0.19), (0.0, 0.13)], paint, 0.2)


def plane(sketch: Sketch, paint: Colour) -> None:
    white = hexed("eef1f4")
    sketch.poly([(-0.1, 0.48), (-0.7, 0.95), (-0.5, 0.95), (0.35, 0.52)], scaled(white, 0.82), 0.1)
    sketch.poly([(-1.5, 0.5), (-1.75, 1.0), (-1.5, 1.0), (-1.15, 0.56)], paint, 0.15)
    sketch.blob(
        [(-1.7, 0.5), (-1.0, 0.62), (0.9, 0.64), (1.4, 0.54), (1.52, 0.44), (1.2, 0.34), (-0.9, 0.36)], white, 0.22
    )
    sketch.poly([(0.1, 0.42), (-0.75, 0.0), (-0.5, 0.0), (0.6, 0.4)], scaled(white, 0.9), 0.1)
    sketch.line([(-0.9, 0.52), (1.05, 0.53)], 0.04, paint)


def balloon(sketch: Sketch, paint: Colour) -> None:
    cream = hexed("f4e7c6")
    for x in (-0.12, 0.12):
        sketch.line([(x, 0.36), (x * 0.7, 0.13)], 0.008, hexed("5d4634"))
    sketch.blob(
        [(-0.1, 0.34), (-0.36, 0.58), (-0.34, 0.86), (0.0, 1.0), (0.34, 0.86), (0.36, 0.58), (0.1, 0.34)], paint, 0.28
    )
    sketch.glaze(
        [(-0.05, 0.34), (-0.17, 0.6), (-0.14, 0.9), (0.0, 1.0), (0.14, 0.9), (0.17, 0.6), (0.05, 0.34)], cream, 0.75
    )
    sketch.poly([(-0.09, 0.13), (0.09, 0.13), (0.07, 0.0), (-0.07, 0.0)], hexed("8a5f3b"), 0.2)


def rocket(sketch: Sketch, paint: Colour) -> None:
    white = hexed("eceff2")
    for side in (-1, 1):
        sketch.blob([(side * 0.1, 0.42), (side * 0.26, 0.2), (side * 0.27, 0.06), (side * 0.1, 0.16)], paint, 0.2)
    sketch.blob(
        [(0.0, 1.0), (-0.12, 0.78), (-0.15, 0.5), (-0.1, 0.14), (0.1, 0.14), (0.15, 0.5), (0.12, 0.78)], white, 0.3
    )
    sketch.blob([(0.0, 1.0), (-0.1, 0.84), (0.0, 0.8), (0.1, 0.84)], paint, 0.25)
    sketch.oval(0.0, 0.62, 0.065, 0.065, METAL, 0)
    sketch.oval(0.0, 0.62, 0.045, 0.045, hexed("3c6fa3"), 0.2)
    sketch.blob([(-0.07, 0.13), (0.0, -0.12), (0.07, 0.13)], hexed("ffb347"), 0)
