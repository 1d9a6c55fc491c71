"""Goods for sale and for the hand, one unit tall, from their middle."""

from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.shapes import DARK, box, rounded
from gpu_containers.text_to_image.card.sketch import Sketch


def bottle(sketch: Sketch, colour: Colour) -> None:
    sketch.blob(
        [
            (-0.17, 0.0),
            (-0.175, 0.3),
            (-0.17, 0.56),
            (-0.07, 0.7),
            (-0.06, 0.84),
            (0.06, 0.84),
            (0.07, 0.7),
            (0.17, 0.56),
            (0.175, 0.3),
            (0.17, 0.0),
            (0.0, -0.012),
        ],
        colour,
        0.32,
    )
    sketch.poly(box(-0.065, 0.82, 0.13, 0.16), mix(colour, DARK, 0.75), 0.3)
    sketch.poly(box(-0.172, 0.16, 0.344, 0.28), hexed("f4efe4"), 0.22)
    sketch.oval(0.0, 0.33, 0.055, 0.055, turned(colour, 0.08, 1.1, 0.9), 0)
    sketch.poly(box(-0.09, 0.215, 0.18, 0.022), scaled(colour, 0.6), 0)
    sketch.glaze([(-0.13, 0.05), (-0.1, 0.05), (-0.1, 0.54), (-0.13, 0.5)], WHITE, 0.45)


def phone(sketch: Sketch, colour: Colour) -> None:
    sketch.blob(rounded(-0.245, 0.0, 0.49, 1.0, 0.05), DARK, 0.06)
    sketch.blob(rounded(-0.222, 0.025, 0.444, 0.95, 0.04), mix(colour, WHITE, 0.12), 0)
    sketch.glaze([(-0.222, 0.975), (0.222, 0.975), (0.222, 0.5)], mix(colour, hexed("ffd9b0"), 0.6), 0.55)
    sketch.glaze([(-0.222, 0.03), (0.222, 0.03), (-0.222, 0.5)], turned(colour, 0.1, 1.1, 0.6), 0.5)
    for row in range(2):
        sketch.poly(box(-0.17, 0.18 + 0.16 * row, 0.34, 0.11), mix(colour, WHITE, 0.75), 0)
    sketch.oval(0.0, 0.68, 0.1, 0.1, WHITE, 0)
    sketch.poly([(-0.03, 0.63), (-0.03, 0.73), (0.06, 0.68)], colour, 0)


def cup(sketch: Sketch, colour: Colour) -> None:
    sketch.oval(0.0, 0.04, 0.78, 0.075, scaled(colour, 0.92), 0.1)
    for width, tone in ((0.085, colour),):
        sketch.limb(
            [(0.4, 0.72, width), (0.68, 0.66, width * 0.85), (0.7, 0.42, width * 0.8), (0.38, 0.27, width)],
            scaled(tone, 0.92),
        )
    sketch.blob(
        [
            (-0.52, 0.86),
            (-0.5, 0.5),
            (-0.38, 0.16),
            (-0.2, 0.06),
            (0.2, 0.06),
            (0.38, 0.16),
            (0.5, 0.5),
            (0.52, 0.86),
            (0.0, 0.92),
        ],
        colour,
        0.28,
    )
    sketch.oval(0.0, 0.87, 0.52, 0.115, mix(colour, WHITE, 0.35), 0)
    sketch.oval(0.0, 0.865, 0.46, 0.09, hexed("5a3520"), 0.1)
    sketch.oval(-0.05, 0.87, 0.2, 0.035, hexed("c99a66"), 0)


def parcel(sketch: Sketch, colour: Colour) -> None:
    sketch.poly([(-0.6, 0.06), (0.12, -0.04), (0.12, 0.72), (-0.6, 0.78)], colour, 0.08)
    sketch.poly([(0.12, -0.04), (0.62, 0.1), (0.62, 0.8), (0.12, 0.72)], scaled(colour, 0.74), 0.05)
    sketch.poly([(-0.6, 0.78), (0.12, 0.72), (0.62, 0.8), (-0.06, 0.9)], mix(colour, WHITE, 0.25), 0)
    ribbon = turned(colour, 0.42, 1.2, 0.95)
    sketch.poly([(-0.3, 0.02), (-0.16, 0.0), (-0.16, 0.745), (-0.3, 0.757)], ribbon, 0.1)
    sketch.poly([(-0.3, 0.757), (-0.16, 0.745), (0.34, 0.845), (0.22, 0.86)], mix(ribbon, WHITE, 0.15), 0)
    for side in (-1, 1):
        sketch.blob([(0.02, 0.82), (side * 0.2, 1.0), (side * 0.3, 0.9), (0.03, 0.82)], ribbon, 0.2)


def laptop(sketch: Sketch, colour: Colour) -> None:
    silver = hexed("c3c8cf")
    sketch.poly([(-0.66, 0.12), (-0.62, 0.98), (0.62, 0.98), (0.66, 0.12)], hexed("2a2d34"), 0.04)
    sketch.poly([(-0.61, 0.16), (-0.575, 0.94), (0.575, 0.94), (0.61, 0.16)], mix(colour, hexed("dcebff"), 0.6), 0)
    sketch.glaze([(-0.575, 0.94), (0.1, 0.94), (-0.3, 0.16), (-0.61, 0.16)], WHITE, 0.35)
    for row, wide in enumerate((0.7, 0.5, 0.62)):
        sketch.poly(box(-0.42, 0.64 - 0.15 * row, wide, 0.06), mix(colour, DARK, 0.2), 0)
    sketch.poly([(-0.66, 0.12), (0.66, 0.12), (0.82, 0.0), (-0.82, 0.0)], silver, 0.06)
    sketch.poly([(-0.82, 0.0), (0.82, 0.0), (0.8, -0.035), (-0.8, -0.035)], scaled(silver, 0.66), 0)


def shoe(sketch: Sketch, colour: Colour) -> None:
    sketch.blob(
        [
            (-0.78, 0.12),
            (-0.8, 0.6),
            (-0.66, 0.98),
            (-0.36, 0.92),
            (-0.2, 0.72),
            (0.3, 0.5),
            (0.72, 0.4),
            (0.92, 0.2),
            (0.9, 0.1),
        ],
        colour,
        0.18,
    )
    sketch.blob(
        [(-0.86, 0.14), (-0.84, 0.0), (0.0, -0.02), (0.9, 0.0), (1.0, 0.12), (0.7, 0.16), (0.0, 0.13)],
        hexed("f3f1ec"),
        0.2,
    )
    sketch.blob([(-0.5, 0.2), (-0.2, 0.26), (0.16, 0.48), (0.02, 0.5), (-0.3, 0.36)], mix(colour, WHITE, 0.7), 0)
    for step in range(4):
        x = -0.22 + 0.13 * step
        sketch.line([(x - 0.06, 0.62 - 0.06 * step), (x + 0.06, 0.75 - 0.075 * step)], 0.035, hexed("f3f1ec"))
    sketch.blob([(-0.66, 0.98), (-0.36, 0.92), (-0.42, 0.85), (-0.62, 0.88)], scaled(colour, 0.45), 0)


def watch(sketch: Sketch, colour: Colour) -> None:
    strap = mix(colour, DARK, 0.35)
    sketch.blob(
        [
            (-0.15, 0.02),
            (-0.19, 0.35),
            (-0.19, 0.65),
            (-0.15, 0.98),
            (0.15, 0.98),
            (0.19, 0.65),
            (0.19, 0.35),
            (0.15, 0.02),
        ],
        strap,
        0.25,
    )
    sketch.oval(0, 0.5, 0.28, 0.28, hexed("c6ccd3"), 0.15)
    sketch.oval(0, 0.5, 0.235, 0.235, hexed("14171d"), 0.1)
    sketch.line([(0, 0.5), (0, 0.66)], 0.022, WHITE)
    sketch.line([(0, 0.5), (0.1, 0.45)], 0.022, WHITE)
    sketch.line([(0, 0.5), (-0.12, 0.39)], 0.01, colour)
