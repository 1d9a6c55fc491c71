"""Clothes by outfit, from the neck to the knees."""

from gpu_containers.text_to_image.card.bodies import Body, torso, widths
from gpu_containers.text_to_image.card.colours import hexed, mix, scaled, turned


def dress(body: Body) -> None:
    look = body.look
    torso(body, look.top if look.outfit != "apron" else hexed("e9ecef"))
    match look.outfit:
        case "coat" | "gown":
            _coat(body)
        case "dress":
            _skirt(body)
        case "suit":
            _suit(body)
        case "apron":
            _apron(body)
        case "shirt" | "sport":
            _hem(body)


def _coat(body: Body) -> None:
    s, w, h = widths(body)
    low = 0.5 - 0.0 if body.pose.drop else 0.3
    right = [
        (0.036, 0.845),
        (s * 0.8, 0.826),
        (s * 1.03, 0.79),
        (s * 0.98, 0.72),
        (w * 1.3, 0.62),
        (h * 1.2, 0.5),
        (h * 1.5, low),
    ]
    shape = right + [(0.0, low - 0.012)] + [(-x, y) for x, y in reversed(right)]
    body.sketch.blob(body.bent(shape), body.look.top, 0.26)
    if body.back:
        return
    edge = scaled(body.look.top, 0.66)
    body.sketch.line(body.bent([(0.004, 0.77), (0.008, low + 0.01)]), 0.006, edge)
    inner = body.look.bottom if body.look.outfit == "coat" else hexed("6f93b5")
    body.sketch.poly(body.bent([(-0.026, 0.842), (0.03, 0.842), (0.004, 0.76)]), mix(inner, body.look.top, 0.2), 0)
    for side in (-1, 1):
        collar = [(side * 0.034, 0.85), (side * 0.062, 0.82), (side * 0.04, 0.77), (0.004, 0.752)]
        body.sketch.poly(body.bent(collar), scaled(body.look.top, 0.84), 0)
    if body.look.outfit == "coat":
        belt = [(-w * 1.36, 0.635), (w * 1.36, 0.635), (w * 1.34, 0.61), (-w * 1.34, 0.61)]
        body.sketch.glaze(body.bent(belt), edge, 0.8)


def _skirt(body: Body) -> None:
    _, w, h = widths(body)
    if body.pose.drop:
        shape = [(-h, 0.52), (w, 0.6), (0.23, 0.56), (0.25, 0.5), (0.24, 0.44), (0.0, 0.44), (-h * 1.1, 0.46)]
    else:
        shape = [
            (-w, 0.63),
            (w, 0.63),
            (h * 1.15, 0.5),
            (h * 1.75, 0.3),
            (0.0, 0.285),
            (-h * 1.75, 0.3),
            (-h * 1.15, 0.5),
        ]
    body.sketch.blob(body.bent(shape), turned(body.look.top, 0, 1.05, 0.95), 0.25)


def _suit(body: Body) -> None:
    s, w, h = widths(body)
    right = [(0.034, 0.842), (s * 1.05, 0.805), (s * 0.95, 0.70), (w * 1.12, 0.61), (h * 1.2, 0.455)]
    body.sketch.blob(body.bent(right + [(-x, y) for x, y in reversed(right)]), body.look.top, 0.26)
    if body.back:
        return
    body.sketch.poly(body.bent([(-0.03, 0.845), (0.034, 0.845), (0.006, 0.66)]), hexed("f2f1ee"), 0)
    tie = turned(body.look.top, 0.45, 1.2, 0.9)
    body.sketch.poly(body.bent([(-0.005, 0.835), (0.014, 0.835), (0.017, 0.71), (0.006, 0.68), (-0.005, 0.71)]), tie, 0)
    for side in (-1, 1):
        body.sketch.poly(
            body.bent([(side * 0.03, 0.85), (side * 0.062, 0.80), (side * 0.048, 0.745), (0.006, 0.645)]),
            scaled(body.look.top, 0.82),
            0,
        )


def _apron(body: Body) -> None:
    _, w, h = widths(body)
    if not body.back:
        bib = [
            (-0.045, 0.78),
            (0.05, 0.78),
            (w * 1.02, 0.62),
            (h * 1.05, 0.5),
            (h * 0.95, 0.36),
            (-h * 0.95, 0.36),
            (-h * 1.05, 0.5),
            (-w, 0.62),
        ]
        body.sketch.blob(body.bent(bib), body.look.top, 0.2)
    body.sketch.line(body.bent([(-w, 0.625), (w, 0.625)]), 0.01, scaled(body.look.top, 0.7))


def _hem(body: Body) -> None:
    _, _, h = widths(body)
    body.sketch.glaze(body.bent([(-h, 0.495), (h, 0.495), (h, 0.47), (-h, 0.47)]), scaled(body.look.top, 0.7), 0.7)
    if body.back:
        return
    if body.look.outfit == "sport":
        body.sketch.blob(
            body.bent([(-0.05, 0.83), (0.0, 0.8), (0.055, 0.83), (0.03, 0.855), (-0.03, 0.855)]),
            scaled(body.look.top, 0.82),
            0.2,
        )
    else:
        body.sketch.poly(body.bent([(-0.028, 0.845), (0.032, 0.845), (0.004, 0.785)]), scaled(body.look.skin, 0.92), 0)
