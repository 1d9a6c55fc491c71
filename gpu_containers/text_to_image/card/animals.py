"""Animals, one unit tall, that look to the right."""

from gpu_containers.text_to_image.card.colours import Colour, hexed, scaled
from gpu_containers.text_to_image.card.sketch import Sketch


def dog(sketch: Sketch, coat: Colour) -> None:
    far, dark = scaled(coat, 0.8), hexed("1d1614")
    for hip, foot in (((-0.36, 0.42), (-0.46, 0.04)), ((0.3, 0.42), (0.36, 0.04))):
        sketch.limb([(*hip, 0.085), ((hip[0] + foot[0]) / 2 + 0.03, 0.24, 0.05), (*foot, 0.04)], far)
    sketch.limb([(-0.46, 0.6, 0.05), (-0.62, 0.74, 0.04), (-0.68, 0.9, 0.022)], coat)
    sketch.blob(
        [
            (-0.5, 0.6),
            (-0.3, 0.68),
            (0.1, 0.65),
            (0.38, 0.72),
            (0.48, 0.58),
            (0.4, 0.36),
            (0.1, 0.32),
            (-0.2, 0.38),
            (-0.46, 0.38),
        ],
        coat,
    )
    for hip, foot in (((-0.38, 0.44), (-0.36, 0.04)), ((0.34, 0.44), (0.27, 0.04))):
        sketch.limb(
            [(*hip, 0.1), ((hip[0] + foot[0]) / 2 - 0.03, 0.24, 0.055), (*foot, 0.042), (foot[0] + 0.05, 0.03, 0.034)],
            coat,
        )
    sketch.limb([(0.36, 0.6, 0.14), (0.5, 0.8, 0.115)], coat)
    sketch.blob(
        [
            (0.4, 0.94),
            (0.54, 1.0),
            (0.66, 0.93),
            (0.72, 0.84),
            (0.86, 0.82),
            (0.87, 0.74),
            (0.72, 0.7),
            (0.52, 0.7),
            (0.4, 0.78),
        ],
        coat,
        0.2,
    )
    sketch.blob([(0.42, 0.96), (0.5, 0.94), (0.5, 0.76), (0.42, 0.66), (0.35, 0.78)], scaled(coat, 0.66), 0.2)
    sketch.oval(0.865, 0.8, 0.03, 0.026, dark, 0)
    sketch.oval(0.66, 0.87, 0.02, 0.024, dark, 0)
    sketch.line([(0.38, 0.7), (0.55, 0.66)], 0.04, hexed("c8372d"))


def cat(sketch: Sketch, coat: Colour) -> None:
    dark = hexed("1d1614")
    sketch.limb([(-0.3, 0.1, 0.05), (-0.52, 0.12, 0.05), (-0.62, 0.3, 0.045), (-0.56, 0.46, 0.03)], coat)
    sketch.blob([(-0.32, 0.02), (-0.36, 0.3), (-0.16, 0.58), (0.1, 0.66), (0.24, 0.5), (0.24, 0.02)], coat)
    for x in (0.06, 0.2):
        sketch.limb([(x, 0.42, 0.07), (x + 0.02, 0.05, 0.045), (x + 0.06, 0.035, 0.036)], coat)
    for x in (-0.02, 0.24):
        sketch.poly([(x - 0.07, 0.84), (x + 0.07, 0.86), (x + (0.02 if x > 0 else -0.04), 1.03)], coat, 0.2)
    sketch.oval(0.12, 0.77, 0.22, 0.175, coat, 0.2)
    for x in (0.06, 0.23):
        sketch.oval(x, 0.79, 0.026, 0.034, dark, 0)
    sketch.poly([(0.13, 0.73), (0.18, 0.73), (0.155, 0.7)], hexed("c98a80"), 0)


def horse(sketch: Sketch, coat: Colour) -> None:
    far, mane = scaled(coat, 0.78), scaled(coat, 0.45)
    for x, foot in ((-0.26, -0.32), (0.26, 0.34)):
        sketch.limb([(x, 0.42, 0.06), ((x + foot) / 2 + 0.01, 0.22, 0.03), (foot, 0.03, 0.026)], far)
    sketch.limb([(-0.36, 0.58, 0.03), (-0.46, 0.42, 0.05), (-0.47, 0.2, 0.02)], mane)
    sketch.blob(
        [(-0.38, 0.58), (-0.2, 0.64), (0.1, 0.6), (0.3, 0.64), (0.36, 0.5), (0.28, 0.38), (0.0, 0.36), (-0.3, 0.38)],
        coat,
    )
    for x, foot in ((-0.28, -0.24), (0.28, 0.22)):
        sketch.limb([(x, 0.44, 0.075), ((x + foot) / 2 - 0.01, 0.22, 0.034), (foot, 0.03, 0.028)], coat)
    sketch.blob([(0.18, 0.62), (0.3, 0.8), (0.4, 0.95), (0.5, 0.94), (0.48, 0.78), (0.38, 0.5)], coat)
    sketch.blob([(0.18, 0.66), (0.28, 0.86), (0.42, 0.99), (0.42, 0.9), (0.32, 0.74), (0.24, 0.62)], mane, 0.1)
    sketch.blob([(0.4, 0.96), (0.5, 0.95), (0.66, 0.8), (0.66, 0.72), (0.58, 0.71), (0.44, 0.82)], coat, 0.2)
    sketch.poly([(0.41, 0.95), (0.47, 0.95), (0.45, 1.04)], coat, 0.1)
    sketch.oval(0.5, 0.89, 0.014, 0.014, hexed("15100e"), 0)


def bird(sketch: Sketch, coat: Colour) -> None:
    """In flight, wings raised."""
    sketch.blob([(-0.1, 0.42), (-0.45, 0.85), (-0.95, 0.98), (-0.6, 0.68), (-0.2, 0.38)], scaled(coat, 0.85), 0.1)
    sketch.blob([(-0.35, 0.3), (-0.1, 0.42), (0.2, 0.45), (0.42, 0.4), (0.2, 0.28), (-0.1, 0.24)], coat, 0.2)
    sketch.blob([(0.05, 0.44), (0.3, 0.9), (0.85, 1.0), (0.55, 0.68), (0.25, 0.36)], coat, 0.1)
    sketch.poly([(0.4, 0.42), (0.54, 0.36), (0.4, 0.34)], hexed("e09a3a"), 0)
