"""Animals of the woods, one unit tall, that look to the right."""

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.sketch import Sketch


def bear(sketch: Sketch, coat: Colour) -> None:
    far, muzzle, dark = scaled(coat, 0.78), mix(coat, hexed("e0c49a"), 0.5), hexed("1d1614")
    for x in (-0.34, 0.34):
        sketch.limb([(x, 0.45, 0.14), (x + 0.05, 0.08, 0.09)], far)
    sketch.blob([(-0.62, 0.42), (-0.52, 0.8), (-0.1, 0.9), (0.3, 0.96), (0.56, 0.72), (0.42, 0.36), (-0.4, 0.3)], coat)
    for x in (-0.48, 0.24):
        sketch.limb([(x, 0.45, 0.17), (x + 0.03, 0.08, 0.1), (x + 0.1, 0.06, 0.07)], coat)
    for x in (0.46, 0.66):
        sketch.oval(x, 0.98, 0.07, 0.07, far, 0.2)
    sketch.oval(0.58, 0.82, 0.21, 0.19, coat, 0.2)
    sketch.oval(0.74, 0.76, 0.13, 0.1, muzzle, 0.2)
    sketch.oval(0.84, 0.8, 0.045, 0.036, dark, 0)
    sketch.oval(0.62, 0.88, 0.022, 0.026, dark, 0)


def fox(sketch: Sketch, coat: Colour) -> None:
    far, dark, white = scaled(coat, 0.78), hexed("2a1d18"), hexed("f4ece0")
    sketch.limb([(-0.42, 0.52, 0.06), (-0.68, 0.44, 0.12), (-0.86, 0.3, 0.09)], coat)
    sketch.limb([(-0.86, 0.3, 0.085), (-0.95, 0.22, 0.03)], white)
    for x in (-0.32, 0.28):
        sketch.limb([(x, 0.44, 0.07), (x + 0.06, 0.05, 0.032)], far)
    sketch.blob([(-0.48, 0.5), (-0.3, 0.64), (0.1, 0.6), (0.4, 0.7), (0.46, 0.5), (0.1, 0.36), (-0.4, 0.38)], coat)
    for x in (-0.38, 0.34):
        sketch.limb([(x, 0.46, 0.085), (x + 0.01, 0.2, 0.045)], coat)
        sketch.limb([(x + 0.01, 0.2, 0.042), (x + 0.02, 0.04, 0.034)], dark)
    for x in (0.43, 0.6):
        sketch.poly([(x - 0.07, 0.82), (x + 0.08, 0.84), (x - 0.02, 1.03)], scaled(coat, 0.85), 0.2)
    sketch.limb([(0.36, 0.56, 0.12), (0.5, 0.74, 0.13)], coat)
    sketch.blob([(0.4, 0.84), (0.6, 0.88), (0.92, 0.68), (0.6, 0.62), (0.4, 0.66)], coat, 0.2)
    sketch.blob([(0.5, 0.66), (0.68, 0.72), (0.9, 0.67), (0.6, 0.6)], white, 0.2)
    sketch.oval(0.91, 0.685, 0.03, 0.026, dark, 0)
    sketch.oval(0.62, 0.77, 0.02, 0.026, dark, 0)
