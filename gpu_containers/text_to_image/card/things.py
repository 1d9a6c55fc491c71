"""Things that stand, one unit tall, from their middle."""

from gpu_containers.text_to_image.card.colours import WHITE, Colour, hexed, mix, scaled, turned
from gpu_containers.text_to_image.card.sketch import Points, Sketch

DARK = hexed("22242b")
WOOD = hexed("8a5f3e")


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


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def phone(sketch: Sketch, colour: Colour) -> None:
    sketch.blob(_rounded(-0.245, 0.0, 0.49, 1.0, 0.05), DARK, 0.06)
    sketch.blob(_rounded(-0.222, 0.025, 0.444, 0.95, 0.04), mix(colour, WHITE, 0.12), 0)
    sketch.glaze([(-0.222, 0.975), (0.222, 0.975), (0.222, 0.5)], mix(colour, hexed("ffd9b0"), 0.6), 0.55)
    sketch.glaze([(-0.222, 0.03), (0.222, 0.03), (-0.222, 0.5)], turned(colour, 0.1, 1.1, 0.6), 0.5)
    for row in range(2):
        sketch.poly(box(-0.17, 0.18 + 0.16 * row, 0.34, 0.11), mix(colour, WHITE, 0.75), 0)
    sketch.oval(0.0, 0.68, 0.1, 0.1, WHITE, 0)
    sketch.poly([(-0.03, 0.63), (-0.03, 0.73), (0.06, 0.68)], colour, 0)


def _rounded(x: float, y: float, width: float, height: float, r: float) -> Points:
    return [
        (x + r, y),
        (x + width / 2, y),
        (x + width - r, y),
        (x + width, y + r),
        (x + width, y + height / 2),
        (x + width, y + height - r),
        (x + width - r, y + height),
        (x + width / 2, y + height),
        (x + r, y + height),
        (x, y + height - r),
        (x, y + height / 2),
        (x, y + r),
    ]


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
    sketch.blob(_rounded(-0.68, 0.04, 1.36, 0.72, 0.06), mix(colour, DARK, 0.7), 0.1)
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


def robot(sketch: Sketch, colour: Colour) -> None:
    steel = mix(hexed("d3d9df"), colour, 0.15)
    for side in (-1, 1):
        sketch.limb([(side * 0.09, 0.34, 0.05), (side * 0.1, 0.05, 0.05)], scaled(steel, 0.75))
        sketch.limb(
            [(side * 0.24, 0.6, 0.045), (side * 0.3, 0.42, 0.035), (side * 0.26, 0.3, 0.045)], scaled(steel, 0.85)
        )
    sketch.blob(_rounded(-0.21, 0.3, 0.42, 0.38, 0.06), steel, 0.2)
    sketch.oval(0, 0.5, 0.07, 0.07, colour, 0.2)
    sketch.line([(0, 0.9), (0, 1.0)], 0.02, scaled(steel, 0.7))
    sketch.blob(_rounded(-0.18, 0.7, 0.36, 0.24, 0.07), steel, 0.2)
    sketch.blob(_rounded(-0.13, 0.76, 0.26, 0.11, 0.04), hexed("16202c"), 0)
    for x in (-0.06, 0.06):
        sketch.oval(x, 0.815, 0.026, 0.03, hexed("6fe3ff"), 0)
