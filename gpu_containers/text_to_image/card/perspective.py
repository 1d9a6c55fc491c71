"""One-point perspective: where a point of a street is in the picture."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """One-point perspective: `eye` is the vanishing point in pixels, `near` half the street's width at our feet."""

    x: float
    y: float
    near: float
    ground: float

    def point(self, across: float, up: float, depth: float) -> tuple[float, float]:
        """`across` -1 to 1 is the street, `up` in half street widths, `depth` 1 is here and more is farther."""
        return self.x + across * self.near / depth, self.y + (self.ground - up * self.near) / depth
