"""Hair: what falls behind a head, what frames its face, and how it looks from the back."""

from gpu_containers.text_to_image.card.colours import scaled
from gpu_containers.text_to_image.card.skulls import Head


def behind(head: Head) -> None:
    hair = scaled(head.look.hair, 0.86)
    match head.look.hair_style:
        case "long":
            head.sketch.blob(
                head.at(
                    [
                        (-1.05, 0.5),
                        (-1.22, -0.6),
                        (-1.35, -1.7),
                        (-0.7, -2.3),
                        (0.3, -2.1),
                        (1.05, -1.9),
                        (1.15, -0.8),
                        (1.05, 0.5),
                        (0.0, 1.2),
                    ]
                ),
                hair,
                0.2,
            )
        case "bob":
            head.sketch.blob(
                head.at(
                    [
                        (-1.1, 0.5),
                        (-1.28, -0.5),
                        (-1.12, -1.15),
                        (-0.3, -1.0),
                        (0.6, -1.0),
                        (1.12, -1.1),
                        (1.2, -0.4),
                        (1.05, 0.5),
                        (0.0, 1.2),
                    ]
                ),
                hair,
                0.2,
            )
        case "bun":
            head.oval(-0.55 - 0.35 * head.turn, 1.12, 0.5, 0.42, head.look.hair, 0.25)
        case "curly":
            for u, v, r in (
                (-0.95, 0.2, 0.55),
                (0.9, 0.25, 0.5),
                (-0.75, 0.75, 0.6),
                (0.7, 0.8, 0.55),
                (0.0, 1.02, 0.66),
                (-1.05, -0.3, 0.45),
                (-0.4, 1.0, 0.6),
                (0.4, 1.0, 0.55),
            ):
                head.oval(u, v, r, r * 0.82, hair, 0.25)


def in_front(head: Head) -> None:
    style, hair = head.look.hair_style, head.look.hair
    if style == "bald":
        return
    t = head.turn * 0.3
    if style in ("long", "bob", "bun"):
        part = -0.25 + t
        left = [
            (part, 1.12),
            (-0.7, 0.98),
            (-1.12, 0.42),
            (-1.1, -0.25 if style != "bun" else 0.0),
            (-0.92, 0.02),
            (-0.72 + t, 0.42),
            (part + 0.05, 0.72),
        ]
        right = [
            (part - 0.1, 1.12),
            (0.55, 1.06),
            (1.08, 0.5),
            (1.08, -0.2 if style != "bun" else 0.1),
            (0.94, 0.1),
            (0.78, 0.46),
            (0.3 + t, 0.66),
            (part, 0.74),
        ]
        head.sketch.blob(head.at(right), hair, 0.16)
        head.sketch.blob(head.at(left), hair, 0.16)
        return
    top = [
        (-1.02, -0.05),
        (-1.1, 0.5),
        (-0.72, 1.05),
        (0.0, 1.22),
        (0.74, 1.06),
        (1.06, 0.55),
        (1.0, 0.02),
        (0.9, 0.3),
        (0.7 + t * 0.4, 0.52),
        (0.1 + t, 0.62),
        (-0.5 + t, 0.52),
        (-0.84 + t * 0.5, 0.25),
    ]
    if style == "side":
        top = [
            (-1.02, -0.05),
            (-1.12, 0.5),
            (-0.8, 1.1),
            (0.1, 1.32),
            (0.95, 1.12),
            (1.1, 0.6),
            (0.98, 0.1),
            (0.86, 0.36),
            (0.5, 0.72),
            (-0.3 + t, 0.5),
            (-0.84 + t * 0.5, 0.3),
        ]
    head.sketch.blob(head.at(top), hair, 0.16)


def back_of_head(head: Head) -> None:
    if head.look.hair_style == "bald":
        return
    low = {"long": -1.7, "bob": -1.0}.get(head.look.hair_style, -0.72)
    shape = [
        (-1.05, 0.4),
        (-1.08, -0.3),
        (-0.85, low),
        (0.0, low - 0.12),
        (0.85, low),
        (1.08, -0.3),
        (1.05, 0.4),
        (0.65, 1.0),
        (0.0, 1.2),
        (-0.65, 1.0),
    ]
    head.sketch.blob(head.at(shape), head.look.hair, 0.22)
