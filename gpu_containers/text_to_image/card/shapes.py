"""Outlines that many things share."""

from gpu_containers.text_to_image.card.colours import hexed
from gpu_containers.text_to_image.card.curves import Points

DARK = hexed("22242b")


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def rounded(x: float, y: float, width: float, height: float, r: float) -> Points:
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
