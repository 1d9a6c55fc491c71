"""What stands out of doors, one unit tall: flowers, trees, houses, towers, tents, robots."""

from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.shapes import DARK, box, rounded
from gpu_containers.text_to_image.card.sketch import Sketch


def flower(sketch: Sketch, colour: Colour) -> None:
    green = hexed("4d7f45")
    heads = ((-0.22, 0.72, 0.13), (0.2, 0.78, 0.14), (0.0, 0.88, 0.15))
    for x, y, _ in heads:
        sketch.limb([(0, 0.02, 0.014), (x * 0.6, 0.4, 0.014), (x, y, 0.012)], green)
    for side in (-1, 1):
        sketch.blob([(0.0, 0.1), (side * 0.16, 0.3), (side * 0.3, 0.38), (side * 0.14, 0.18)], green, 0.2)
    for x, y, size in heads:
        for px, py in ((1, 0), (0.31, 0.95), (-0.81, 0.59), (-0.81, -0.59), (0.31, -0.95)):
            sketch.oval(x + px * size * 0.55, y + py * size * 0.5, size * 0.5, size * 0.45, colour, 0.2)
        sketch.oval(x, y, size * 0.3, size * 0.28, hexed("f2c14e"), 0)


def tree(sketch: Sketch, colour: Colour) -> None:
    sketch.limb([(0.0, 0.0, 0.05), (0.01, 0.3, 0.034), (0.0, 0.55, 0.02)], hexed("5d4433"))
    sketch.limb([(0.01, 0.32, 0.02), (0.14, 0.5, 0.012)], hexed("5d4433"))
    for x, y, r, tone in (
        (-0.2, 0.55, 0.2, 0.8),
        (0.22, 0.57, 0.2, 0.8),
        (-0.1, 0.74, 0.22, 0.92),
        (0.14, 0.76, 0.2, 0.95),
        (0.02, 0.62, 0.24, 1.0),
        (0.0, 0.86, 0.14, 1.05),
    ):
        sketch.oval(x, y, r, r * 0.86, scaled(colour, tone), 0.3)


def house(sketch: Sketch, colour: Colour) -> None:
    sketch.poly(box(0.32, 0.68, 0.1, 0.3), scaled(colour, 0.6), 0.1)
    sketch.poly(box(-0.55, 0.0, 1.1, 0.56), colour, 0.06)
    sketch.poly([(-0.66, 0.54), (0.66, 0.54), (0.4, 0.94), (-0.4, 0.94)], hexed("8c4a3a"), 0.1)
    sketch.poly(box(-0.09, 0.0, 0.19, 0.36), hexed("5b3d2c"), 0.1)
    for x in (-0.42, 0.22):
        sketch.poly(box(x, 0.2, 0.2, 0.2), hexed("ffe09a"), 0)
        sketch.line([(x + 0.1, 0.2), (x + 0.1, 0.4)], 0.014, hexed("f4efe4"))
        sketch.line([(x, 0.3), (x + 0.2, 0.3)], 0.014, hexed("f4efe4"))


def lighthouse(sketch: Sketch, colour: Colour) -> None:
    white = hexed("f1ece2")
    sketch.blob([(-0.4, 0.0), (-0.3, 0.07), (0.0, 0.1), (0.3, 0.07), (0.42, 0.0)], hexed("6d6a66"), 0.2)
    sketch.poly([(-0.16, 0.05), (-0.1, 0.76), (0.1, 0.76), (0.16, 0.05)], white, 0.25)
    for low in (0.2, 0.48):
        wide = 0.16 - 0.06 * (low - 0.05) / 0.71
        sketch.glaze([(-wide, low), (wide, low), (wide - 0.012, low + 0.13), (0.012 - wide, low + 0.13)], colour, 0.95)
    sketch.poly(box(-0.14, 0.75, 0.28, 0.025), DARK, 0.1)
    sketch.poly(box(-0.075, 0.775, 0.15, 0.11), hexed("ffe9a8"), 0)
    sketch.poly([(-0.1, 0.885), (0.1, 0.885), (0.0, 0.98)], colour, 0.2)
    sketch.poly(box(-0.03, 0.05, 0.06, 0.11), DARK, 0.1)


def tent(sketch: Sketch, colour: Colour) -> None:
    sketch.poly([(-0.95, 0.0), (0.0, 0.95), (0.55, 0.0)], colour, 0.12)
    sketch.poly([(0.0, 0.95), (0.55, 0.0), (0.95, 0.1)], scaled(colour, 0.62), 0.05)
    sketch.poly([(-0.4, 0.0), (-0.05, 0.72), (0.2, 0.0)], hexed("ffd58a"), 0)
    sketch.poly([(-0.4, 0.0), (-0.05, 0.72), (-0.2, 0.0)], mix(colour, WHITE, 0.25), 0)


def robot(sketch: Sketch, colour: Colour) -> None:
    steel = mix(hexed("d3d9df"), colour, 0.15)
    for side in (-1, 1):
        sketch.limb([(side * 0.09, 0.34, 0.05), (side * 0.1, 0.05, 0.05)], scaled(steel, 0.75))
        sketch.limb(
            [(side * 0.24, 0.6, 0.045), (side * 0.3, 0.42, 0.035), (side * 0.26, 0.3, 0.045)], scaled(steel, 0.85)
        )
    sketch.blob(rounded(-0.21, 0.3, 0.42, 0.38, 0.06), steel, 0.2)
    sketch.oval(0, 0.5, 0.07, 0.07, colour, 0.2)
    sketch.line([(0, 0.9), (0, 1.0)], 0.02, scaled(steel, 0.7))
    sketch.blob(rounded(-0.18, 0.7, 0.36, 0.24, 0.07), steel, 0.2)
    sketch.blob(rounded(-0.13, 0.76, 0.26, 0.11, 0.04), hexed("16202c"), 0)
    for x in (-0.06, 0.06):
        sketch.oval(x, 0.815, 0.026, 0.03, hexed("6fe3ff"), 0)
