"""What a head wears."""

from gpu_containers.text_to_image.card.colours import hexed, scaled
from gpu_containers.text_to_image.card.skulls import Head


def hat(head: Head) -> None:
    match head.look.hat:
        case "hat":
            head.sketch.blob(
                head.at([(-0.85, 0.55), (-0.75, 1.3), (-0.2, 1.52), (0.35, 1.48), (0.8, 1.25), (0.88, 0.55)]),
                head.look.bottom,
                0.2,
            )
            head.oval(0.05, 0.56, 1.6, 0.2, scaled(head.look.bottom, 0.9), 0.2, -0.04)
        case "cap" | "beanie":
            head.sketch.blob(
                head.at([(-1.06, 0.35), (-0.98, 0.95), (0.0, 1.32), (0.98, 0.95), (1.06, 0.38), (0.0, 0.5)]),
                head.look.bottom,
                0.2,
            )
            if head.look.hat == "cap":
                head.sketch.limb(
                    [(*head.at([(0.6, 0.42)])[0], 0.006), (*head.at([(1.75, 0.3)])[0], 0.004)],
                    scaled(head.look.bottom, 0.8),
                )
        case "toque":
            white = hexed("f5f4f0")
            for u, v, r in ((-0.6, 1.75, 0.62), (0.6, 1.75, 0.62), (0.0, 1.95, 0.7)):
                head.oval(u, v, r, r * 0.75, white, 0.22)
            head.sketch.poly(head.at([(-0.98, 0.5), (-0.92, 1.5), (0.92, 1.5), (0.98, 0.5)]), white, 0.16)
        case "helmet":
            if head.look.outfit == "space":
                head.oval(0.0, 0.1, 1.75, 1.6, hexed("e8ecf0"), 0.2)
                head.oval(0.18 + 0.2 * head.turn, 0.08, 1.25, 1.08, hexed("2b3c5c"), 0.3)
                head.oval(0.5, 0.45, 0.4, 0.22, hexed("9fc0e8"), 0.0, -0.5)
            else:
                head.sketch.blob(
                    head.at([(-1.15, 0.3), (-1.0, 1.0), (0.0, 1.42), (1.0, 1.05), (1.18, 0.35), (0.0, 0.48)]),
                    hexed("d9b13b"),
                    0.2,
                )
