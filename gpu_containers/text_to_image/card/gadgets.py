"""Smaller goods: what is worn, read, eaten, played and looked through; one unit tall."""

from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.shapes import DARK, box, rounded
from gpu_containers.text_to_image.card.sketch import Sketch


def headphones(sketch: Sketch, colour: Colour) -> None:
    arc = [(-0.42, 0.36), (-0.44, 0.66), (-0.3, 0.9), (0.0, 1.0), (0.3, 0.9), (0.44, 0.66), (0.42, 0.36)]
    sketch.limb([(x, y - 0.03, 0.045) for x, y in arc], scaled(colour, 0.85))
    for side in (-1, 1):
        sketch.blob(
            [
                (side * 0.32, 0.55),
                (side * 0.5, 0.5),
                (side * 0.54, 0.25),
                (side * 0.46, 0.05),
                (side * 0.32, 0.02),
                (side * 0.27, 0.28),
            ],
            colour,
            0.3,
        )
        sketch.blob(
            [(side * 0.32, 0.52), (side * 0.26, 0.28), (side * 0.32, 0.04), (side * 0.22, 0.1), (side * 0.2, 0.44)],
            DARK,
            0.2,
        )


def can(sketch: Sketch, colour: Colour) -> None:
    sketch.blob(
        [
            (-0.25, 0.05),
            (-0.27, 0.2),
            (-0.27, 0.8),
            (-0.22, 0.94),
            (0.22, 0.94),
            (0.27, 0.8),
            (0.27, 0.2),
            (0.25, 0.05),
            (0.0, 0.0),
        ],
        colour,
        0.32,
    )
    sketch.oval(0, 0.94, 0.22, 0.045, hexed("c9ced4"), 0.1)
    sketch.glaze([(-0.27, 0.25), (0.27, 0.55), (0.27, 0.75), (-0.27, 0.45)], WHITE, 0.75)
    sketch.glaze([(-0.2, 0.08), (-0.15, 0.08), (-0.15, 0.9), (-0.2, 0.9)], WHITE, 0.35)


def book(sketch: Sketch, colour: Colour) -> None:
    sketch.poly([(-0.4, 0.0), (0.32, 0.0), (0.32, 1.0), (-0.4, 1.0)], colour, 0.06)
    sketch.poly([(0.32, 0.0), (0.42, 0.05), (0.42, 0.98), (0.32, 1.0)], hexed("f3ead6"), 0.1)
    sketch.poly(box(-0.4, 0, 0.09, 1.0), scaled(colour, 0.7), 0.1)
    sketch.oval(0.02, 0.62, 0.17, 0.17, mix(colour, hexed("f5dfae"), 0.8), 0.15)
    sketch.poly(box(-0.16, 0.25, 0.36, 0.05), mix(colour, WHITE, 0.7), 0)


def lantern(sketch: Sketch, colour: Colour) -> None:
    sketch.limb([(-0.2, 0.78, 0.02), (-0.16, 0.95, 0.02), (0.16, 0.95, 0.02), (0.2, 0.78, 0.02)], DARK)
    sketch.poly(box(-0.24, 0.12, 0.48, 0.6), hexed("ffd98c"), 0)
    sketch.oval(0, 0.36, 0.1, 0.17, hexed("fff6d8"), 0)
    for x in (-0.25, -0.02, 0.21):
        sketch.poly(box(x, 0.1, 0.04, 0.64), DARK, 0.2)
    sketch.poly([(-0.3, 0.7), (0.3, 0.7), (0.14, 0.84), (-0.14, 0.84)], mix(colour, DARK, 0.5), 0.2)
    sketch.poly(box(-0.3, 0.0, 0.6, 0.12), mix(colour, DARK, 0.5), 0.2)


def cake(sketch: Sketch, colour: Colour) -> None:
    sketch.oval(0, 0.05, 0.95, 0.1, hexed("efece6"), 0.1)
    sketch.blob(
        [(-0.6, 0.1), (-0.6, 0.55), (0.0, 0.6), (0.6, 0.55), (0.6, 0.1), (0.0, 0.04)],
        mix(colour, hexed("e9c28f"), 0.55),
        0.2,
    )
    sketch.blob(
        [
            (-0.63, 0.62),
            (-0.62, 0.44),
            (-0.42, 0.5),
            (-0.3, 0.36),
            (-0.12, 0.48),
            (0.1, 0.38),
            (0.28, 0.5),
            (0.45, 0.4),
            (0.63, 0.62),
            (0.0, 0.74),
        ],
        mix(colour, WHITE, 0.55),
        0.2,
    )
    for x in (-0.3, 0.0, 0.3):
        sketch.oval(x, 0.72, 0.1, 0.09, hexed("c8372d"), 0.25)


def camera(sketch: Sketch, colour: Colour) -> None:
    sketch.poly([(-0.25, 0.7), (0.25, 0.7), (0.18, 0.92), (-0.18, 0.92)], scaled(DARK, 1.1), 0.1)
    sketch.blob(rounded(-0.68, 0.04, 1.36, 0.72, 0.06), mix(colour, DARK, 0.7), 0.1)
    sketch.oval(0.02, 0.4, 0.36, 0.36, hexed("15161a"), 0.15)
    sketch.oval(0.02, 0.4, 0.27, 0.27, hexed("31445e"), 0.25)
    sketch.oval(-0.06, 0.49, 0.07, 0.06, hexed("bcd7f2"), 0)
    sketch.oval(-0.5, 0.62, 0.06, 0.05, hexed("d8473a"), 0)


def guitar(sketch: Sketch, colour: Colour) -> None:
    wood = mix(colour, hexed("c98a4b"), 0.6)
    sketch.limb([(0, 0.4, 0.025), (0, 0.95, 0.02)], hexed("4a3020"))
    sketch.blob(
        [
            (0, 0.52),
            (-0.15, 0.47),
            (-0.13, 0.34),
            (-0.2, 0.16),
            (-0.1, 0.0),
            (0.1, 0.0),
            (0.2, 0.16),
            (0.13, 0.34),
            (0.15, 0.47),
        ],
        wood,
        0.22,
    )
    sketch.oval(0, 0.3, 0.055, 0.055, hexed("2b1a10"), 0)
    sketch.poly(box(-0.035, 0.92, 0.07, 0.09), hexed("2b1a10"), 0)


def ball(sketch: Sketch, colour: Colour) -> None:
    sketch.oval(0, 0.5, 0.5, 0.5, colour, 0.35)
    sketch.line([(-0.5, 0.5), (0.0, 0.42), (0.5, 0.5)], 0.03, scaled(colour, 0.45))
