"""The few lines that make a face."""

from gpu_containers.text_to_image.card.colours import Colour, hexed, mix, scaled
from gpu_containers.text_to_image.card.skulls import Head


def face(head: Head) -> None:
    look, shift = head.look, head.turn * 0.34
    dark = mix(look.hair, hexed("1d1513"), 0.6)
    shade = scaled(look.skin, 0.8)
    for side in (-1, 1):
        u = shift + side * (0.38 - 0.06 * head.turn)
        head.oval(u, -0.08, 0.125, 0.075, hexed("f4efe9"))
        head.oval(u + 0.03 * head.turn, -0.085, 0.072, 0.078, hexed("2a1f1b"))
        head.oval(u + 0.05, -0.06, 0.02, 0.018, hexed("ffffff"))
        head.stroke([(u - 0.17, 0.02), (u, 0.055), (u + 0.16, 0.01)], 0.035, dark)
        head.stroke([(u - 0.19, 0.17 - side * 0.01), (u, 0.225), (u + 0.19, 0.18 + side * 0.01)], 0.062, dark)
    head.stroke([(shift + 0.08, -0.02), (shift + 0.17, -0.31), (shift + 0.02, -0.35)], 0.04, shade)
    lips = mix(look.skin, hexed("a33c3c"), 0.55 if look.woman else 0.35)
    head.sketch.blob(
        head.at([(shift - 0.24, -0.56), (shift, -0.53), (shift + 0.24, -0.55), (shift + 0.02, -0.67)]), lips, 0
    )
    head.stroke([(shift - 0.26, -0.55), (shift, -0.595), (shift + 0.26, -0.54)], 0.022, scaled(lips, 0.62))
    if look.beard:
        _beard(head, shift)
    if look.glasses:
        _glasses(head, shift, dark)


def _beard(head: Head, shift: float) -> None:
    t = head.turn * 0.12
    edge = [
        (-0.96, -0.05),
        (-0.8 + t, -0.7),
        (-0.3 + 2 * t, -1.12),
        (0.3 + 2 * t, -1.12),
        (0.8 + t, -0.7),
        (0.96, -0.05),
        (0.72, -0.42),
        (shift + 0.3, -0.44),
        (shift, -0.4),
        (shift - 0.3, -0.44),
        (-0.72, -0.42),
    ]
    head.sketch.blob(head.at(edge), head.look.hair, 0.12)
    head.sketch.blob(
        head.at([(shift - 0.2, -0.56), (shift, -0.52), (shift + 0.2, -0.56), (shift, -0.66)]),
        mix(head.look.skin, hexed("a33c3c"), 0.4),
        0,
    )


def _glasses(head: Head, shift: float, dark: Colour) -> None:
    for side in (-1, 1):
        u = shift + side * 0.38
        ring = [(u - 0.25, 0.08), (u + 0.25, 0.08), (u + 0.23, -0.24), (u - 0.23, -0.24), (u - 0.25, 0.08)]
        head.stroke(ring, 0.05, dark)
    head.stroke([(shift - 0.14, -0.02), (shift + 0.14, -0.02)], 0.05, dark)
